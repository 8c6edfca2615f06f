"""The sound devices: played and captured in a child process, so that a driver may hang or die."""
