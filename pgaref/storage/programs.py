# SPDX-License-Identifier: EUPL-1.2
"""Which version of a stock program is there."""

from __future__ import annotations

import re
import shutil
import subprocess

_TIMEOUT_SECONDS = 10
_NUMBER = re.compile(rb"[0-9]+(?:\.[0-9]+)+")


def version(program: str, option: str) -> str | None:
    """What `program` says of its version: a number, empty where it says none; None: not there."""
    found = shutil.which(program)
    if found is None:
        return None
    try:
        said = subprocess.run(
            [found, option],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={"LC_ALL": "C"},
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    number = _NUMBER.search(said.stdout + said.stderr)
    return number[0].decode() if number else ""
