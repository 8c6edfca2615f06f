"""Listening: speech in. Sound goes to a recogniser in a child process; what was said comes back."""
