"""``python -m simtrainer``: the command line."""

from __future__ import annotations

from multiprocessing import freeze_support

from simtrainer.cli import main

if __name__ == "__main__":
    freeze_support()  # a child process of the packaged program enters here too
    main()
