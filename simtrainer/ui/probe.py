"""``python -m simtrainer.ui.probe``: can a window open here?

Qt aborts the process when it cannot, so this is only ever run as a child.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication


def main() -> int:
    """Print the name of the platform plugin that Qt chose."""
    application = QApplication(sys.argv[:1])
    sys.stdout.write(application.platformName() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
