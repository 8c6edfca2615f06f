"""One library each. Only ``simtrainer.engines.worker`` imports these, in a process of their own."""
