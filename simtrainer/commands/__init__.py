"""What the commands of the terminal do, one module each; ``cli`` only parses and prints."""
