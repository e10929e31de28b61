# SPDX-License-Identifier: EUPL-1.2
"""Wheel and source archive of a checkout, the same to the byte whenever they are built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


class ReleaseError(Exception):
    """What was made may not be released."""


def epoch(root: Path) -> int:
    """The moment of the last commit, in seconds; all that is made bears it."""
    line = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    return int(done.stdout)


def changed(root: Path) -> list[str]:
    """The files of a checkout that are not as its last commit has them."""
    line = ["git", "-C", str(root), "status", "--porcelain"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    return [row[3:] for row in done.stdout.splitlines()]


def build(root: Path, folder: Path, moment: int) -> tuple[Path, Path]:
    """Build both into `folder`, without isolation: by what the lock has of the build backend."""
    line = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-d",
        str(folder),
        "-t",
        "wheel",
        "-t",
        "sdist",
    ]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(line, cwd=root, env=environment, check=True, capture_output=True, text=True)
    (wheel,), (archive,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, archive


def differing(one: Path, other: Path) -> list[str]:
    """The names of files that are not the same in two folders."""
    names = {path.name for folder in (one, other) for path in folder.iterdir()}
    return sorted(name for name in names if _bytes(one / name) != _bytes(other / name))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
