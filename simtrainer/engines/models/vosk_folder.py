"""What makes a folder a model of the Vosk recogniser.

After the layout that Vosk's own ``Model`` looks for: files of which any one missing ends its
process, so they are looked for before it is started.
"""

from __future__ import annotations

from pathlib import Path

from simtrainer.errors import UserError
from simtrainer.i18n import tr

_NEW = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf")
_OLD = ("final.mdl", "mfcc.conf")
_GRAPHS = (("HCLG.fst",), ("HCLr.fst", "Gr.fst"))


def is_recogniser(folder: Path) -> bool:
    if all((folder / name).is_file() for name in _NEW):
        graph = folder / "graph"
    elif all((folder / name).is_file() for name in _OLD):
        graph = folder
    else:
        return False
    return any(all((graph / name).is_file() for name in names) for names in _GRAPHS)


def check_recogniser(folder: Path, name: str) -> None:
    """Raises UserError when a file is missing that Vosk cannot do without."""
    if not is_recogniser(folder):
        raise UserError(
            tr(
                "{name} is no model of the Vosk recogniser, or not all of it: am, conf and graph "
                "are expected in it. Choose the zip archive from Vosk’s page, or its folder."
            ).replace("{name}", name)
        )
