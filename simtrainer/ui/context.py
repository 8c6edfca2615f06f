"""What every page is given: the desk to ask, errands about models, and the user's settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from simtrainer import paths
from simtrainer.desk import Desk
from simtrainer.engines.models.errands import Errands
from simtrainer.settings import Settings
from simtrainer.ui.sound.controller import SpeechController


@dataclass
class UiContext:
    """Made once by the composition root. ``save_settings`` stores and applies new settings."""

    desk: Desk
    settings: Settings
    save_settings: Callable[[Settings], None]
    errands: Errands = field(default_factory=lambda: Errands(paths.models_dir(), lambda _: None))
    sound: SpeechController = field(default_factory=SpeechController)
