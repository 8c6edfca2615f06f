"""The body: a pure step from state and treatments to state, and what can be seen of it."""
