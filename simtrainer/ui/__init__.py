"""The window. Qt only here and in app.py; one page per file."""
