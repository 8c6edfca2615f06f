"""Where things live on disk. One environment variable moves everything, for tests and sticks."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

HOME_VARIABLE = "SIMTRAINER_HOME"


def user_dir() -> Path:
    """The folder for the user's database, settings, backups and logs (not created here)."""
    moved = os.environ.get(HOME_VARIABLE)
    if moved:
        return Path(moved)
    return Path(platformdirs.user_data_dir("simtrainer", appauthor=False))


def database_file() -> Path:
    return user_dir() / "simtrainer.sqlite"


def settings_file() -> Path:
    return user_dir() / "settings.json"


def backups_dir() -> Path:
    return user_dir() / "backups"


def own_scenarios_dir() -> Path:
    """Templates that the user added."""
    return user_dir() / "scenarios"


def models_dir() -> Path:
    """Models that were fetched or imported, and the cards of those used in place."""
    return user_dir() / "models"


def root_dir() -> Path:
    """The folder that holds the package, ``scenarios`` and ``assets``."""
    return Path(__file__).resolve().parent.parent


def scenarios_dir() -> Path:
    """Templates that come with the program."""
    return root_dir() / "scenarios"


def assets_dir() -> Path:
    return root_dir() / "assets"
