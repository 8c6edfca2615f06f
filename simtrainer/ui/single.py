"""One window for one data folder: a second start brings the first one forward."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 500


class SingleInstance(QObject):
    """``raised`` is emitted in the first instance whenever another one is started."""

    raised = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        digest = hashlib.sha256(str(folder.absolute()).encode("utf-8")).hexdigest()
        self._name = f"simtrainer-{digest[:16]}"
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._another_started)

    def is_first(self) -> bool:
        """Whether no other instance answers; from then on this one answers others."""
        if self._other_answers():
            return False
        # A crash leaves the name behind on some systems; nobody answers on it any more.
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def _other_answers(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        answers = socket.waitForConnected(ANSWER_MS)
        socket.abort()
        return answers

    def _another_started(self) -> None:
        connection = self._server.nextPendingConnection()
        if connection is not None:
            connection.close()
            connection.deleteLater()
        self.raised.emit()
