"""simtrainer: a desktop clinical simulation trainer that works offline."""

__version__ = "0.1.0"
