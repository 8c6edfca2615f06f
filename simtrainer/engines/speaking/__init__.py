"""Speech out: sentences become sound in a child process and are played in order, each once."""
