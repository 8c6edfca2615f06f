"""What can crash or hang: language model, recogniser, synthesiser and audio, in child processes."""
