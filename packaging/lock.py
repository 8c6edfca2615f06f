"""Write the hash-locked requirement files again (a maintainer's tool; needs ``uv`` on the path)."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = Path("packaging")
ENGINE_BUILD = ("cmake", "ninja", "scikit-build-core[pyproject]")
COMPILE = (
    "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    f"--overrides={LOCKS / 'overrides.txt'}",
    "--custom-compile-command=python packaging/lock.py",
)


def lock(target: str, *inputs: str, stdin: str = "") -> None:
    """Resolve ``inputs`` for every system and Python 3.11 upwards into ``packaging/target``."""
    command = [*COMPILE, "--output-file", str(LOCKS / target), *inputs]
    subprocess.run(command, cwd=ROOT, input=stdin, text=True, check=True)


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    # setuptools: vosk needs srt, which comes as source alone
    build = [*project["build-system"]["requires"], "editables", "setuptools"]
    runtime, test = str(LOCKS / "requirements.txt"), str(LOCKS / "requirements-test.txt")
    lock("requirements.txt", "pyproject.toml")
    lock("requirements-test.txt", "pyproject.toml", "--extra=test", "--constraints", runtime)
    # The engine is built without isolation, so that what builds it is locked as well.
    engine = project["project"]["optional-dependencies"]["llm"]
    lock("requirements-llm.txt", "-", "--constraints", test, stdin="\n".join(engine))
    lock("requirements-llm-build.txt", "-", "--constraints", test, stdin="\n".join(ENGINE_BUILD))
    lock("requirements-build.txt", "-", "--constraints", test, stdin="\n".join(build))


if __name__ == "__main__":
    main()
