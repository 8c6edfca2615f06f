"""A synthesiser whose library is not there."""

from __future__ import annotations

from simtrainer.engines.speaking.making import serve_synthesiser
from simtrainer.engines.speaking.messages import SpeechSynthesiser
from simtrainer.engines.worker import Link


def _begin() -> SpeechSynthesiser:
    raise ImportError("No module named 'voice'")


def serve(link: Link) -> None:
    serve_synthesiser(link, "missing", _begin)
