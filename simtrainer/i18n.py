"""The one door for text that people read, so that a catalogue can translate it."""

from __future__ import annotations

import gettext

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_catalogue(catalogue: gettext.NullTranslations) -> None:
    """Translate from now on with ``catalogue``; text asked for earlier stays as it is."""
    global _catalogue
    _catalogue = catalogue


def tr(text: str) -> str:
    """``text`` in the user's language; the English itself where there is no translation."""
    return _catalogue.gettext(text)


def trn(one: str, many: str, count: int) -> str:
    """The form of a phrase that goes with ``count``; the phrase may hold ``{count}``."""
    return _catalogue.ngettext(one, many, count).format(count=count)
