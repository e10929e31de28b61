# SPDX-License-Identifier: EUPL-1.2
"""A bar on stderr while a long work goes on, where that is a terminal; it leaves nothing behind.

Drawn by hand and only when a part is done: a bar of a library draws from a thread of its own, over
what a plugin of age may be asking at the same terminal.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Part = TypeVar("Part")

# Work that is done before is not told of; a bar is drawn anew so often at the most, in seconds.
PATIENCE = 0.5
_APART = 0.1
_WIDTH = 30
_CLEAR = "\r\x1b[K"


def progress(work: Iterable[Part], total: int) -> Iterable[Part]:
    """The parts of `work`, with a bar beside them; silent in a pipe and on a dumb terminal."""
    if total < 2 or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return work
    return _with_bar(work, total)


def _with_bar(work: Iterable[Part], total: int) -> Iterator[Part]:
    due = time.monotonic() + PATIENCE
    drawn = False
    try:
        for done, part in enumerate(work):
            now = time.monotonic()
            if now >= due:
                due, drawn = now + _APART, True
                _draw(f"{_CLEAR}{_bar(done, total)}")
            yield part
    finally:
        if drawn:
            _draw(_CLEAR)


def _bar(done: int, total: int) -> str:
    filled = min(_WIDTH, done * _WIDTH // total)
    return f"{'#' * filled}{'.' * (_WIDTH - filled)} {done}/{total}"


def _draw(text: str) -> None:
    print(text, end="", file=sys.stderr, flush=True)
