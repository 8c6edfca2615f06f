"""The language model: what is said to its child process, and who speaks to it."""
