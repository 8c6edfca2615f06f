"""What comes, from where, under which terms: asked before anything is fetched."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtWidgets import QWidget

from simtrainer.engines.models.overview import Row
from simtrainer.engines.models.progress import size_words
from simtrainer.i18n import tr
from simtrainer.ui.kit.card import Facts
from simtrainer.ui.kit.dialog import Dialog
from simtrainer.ui.kit.text import note


class FetchDialog(Dialog):
    """``accepted`` when the model is to be fetched."""

    def __init__(self, parent: QWidget, row: Row) -> None:
        size = size_words(row.size)
        super().__init__(
            parent,
            tr("Fetch {name}?").replace("{name}", row.name),
            tr("It comes onto this computer and stays. Nothing of yours is sent."),
            action=tr("Fetch {size}").replace("{size}", size),
            width=520,
        )
        facts = Facts(name_width=88)
        facts.add(tr("From"), str(urlsplit(row.address).hostname))
        facts.add(tr("File"), row.address.rpartition("/")[2])
        facts.add(tr("Licence"), f"{row.licence}\n{row.licence_address}")
        if row.memory_sentence:
            facts.add(tr("Memory"), row.memory_sentence)
        known = tr("Known; a file that differs is not used.")
        pinned = tr("Not known beforehand. That of the file that comes is kept from then on.")
        facts.add(tr("Checksum"), known if row.sha256 else pinned)
        self.body.addWidget(facts)
        self.body.addWidget(
            note(tr("You can pause at any time, and close simtrainer: it goes on from there."))
        )
