"""Actions, events, and the two pure functions between them: fold and decide."""
