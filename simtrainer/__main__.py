"""``python -m simtrainer``: the command line."""

from __future__ import annotations

import sys
from multiprocessing import freeze_support


def main() -> None:
    freeze_support()  # a child process of the packaged program enters here too
    if sys.argv[1:2] == ["--engine"]:
        from simtrainer.engines import worker

        sys.exit(worker.main(sys.argv[2:]))
    from simtrainer.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
