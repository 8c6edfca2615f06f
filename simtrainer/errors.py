"""The two families of exception: what the user can act on, and what is our bug."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can act on; ``str(error)`` is the sentence shown to them.

    The sentence says what is not right, where, and what to do about it.
    """


class OurBug(Exception):
    """A state the program should never reach; the user is asked to report it."""
