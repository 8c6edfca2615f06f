"""(case, events, judgements) -> Scorecard."""
