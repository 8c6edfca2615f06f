"""The sentence that a person reads for each thing that can be the matter with the sound."""

from __future__ import annotations

import platform

from simtrainer.engines.audio.messages import Problem
from simtrainer.i18n import tr


def sentence_for(problem: Problem) -> str:
    """What it is and what to do about it; typing works in every case."""
    return {
        "no_output": tr("No loudspeaker or headphones were found: you can read every word."),
        "no_input": tr("No microphone was found: you can type, and plug one in at any time."),
        "output_lost": tr("The loudspeaker went away: you can read every word until it is back."),
        "output_stuck": tr("The loudspeaker takes no more sound: you can read every word."),
        "input_lost": tr("The microphone went away: you can type until it is back."),
        "microphone_denied": _denied(),
        "microphone_silent": tr(
            "The microphone delivers only silence. Check that it is not muted, and that this"
            " program may use it; until then you can type."
        ),
        "library": _library(),
    }[problem]


def _denied() -> str:
    where = {
        "Darwin": tr("System Settings, Privacy & Security, Microphone"),
        "Windows": tr("Settings, Privacy & security, Microphone"),
    }.get(platform.system(), tr("the privacy settings of your system"))
    text = tr("This program may not use the microphone. You can allow it in {where}, or type.")
    return text.format(where=where)


def _library() -> str:
    if platform.system() == "Linux":
        return tr(
            "Sound needs the library libpulse0, which is not here. Install it with your system's"
            " package manager, then start again; until then you read and type."
        )
    return tr("Sound cannot be used on this computer for now: you read and type.")


def gave_up() -> str:
    return tr("Sound stopped working several times and rests for a while: you read and type.")
