"""A scorecard for people to read: in the terminal, as a page."""
