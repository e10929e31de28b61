# SPDX-License-Identifier: EUPL-1.2
"""A folder in memory for plaintext that another program works on: checked, of its owner alone.

It goes in every ending but a kill that nothing can catch; what that left, the next one clears away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pgaref.errors import PgarefError, UsageError
from pgaref.language import _
from pgaref.storage.files.inputs import in_memory

_PREFIX = "pgaref-edit-"
_OWN = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder, and the descriptor whose lock says that somebody works in it."""

    path: Path
    lock: int


@contextmanager
def folder(places: Iterable[Path]) -> Iterator[Folder]:
    """A new folder (0700) in the first of `places` that lies in memory; it is gone afterwards.

    Who passes its lock on to a child keeps it from being cleared away while the child runs.

    Raises:
        UsageError: none of them does, or none can be written.
    """
    path = _made(places)
    lock = os.open(path, _OWN)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield Folder(path, lock)
    finally:
        os.close(lock)
        _remove(path)


def _made(places: Iterable[Path]) -> Path:
    for place in places:
        if not place.is_absolute() or not _in_memory(place):
            continue
        _clear(place)
        try:
            path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        except OSError:
            continue
        if _in_memory(path):
            return path
        path.rmdir()
    raise UsageError(
        _("there is no folder in memory to edit in"),
        hint=_("mount a tmpfs at /dev/shm, or give a FILE that is encrypted to you"),
    )


def _in_memory(path: Path) -> bool:
    try:
        return path.is_dir() and in_memory(path.stat().st_dev)
    except OSError:
        return False


def _clear(place: Path) -> None:
    """Remove what a killed process of this user left, where nobody works in it any more."""
    for path in place.glob(f"{_PREFIX}*"):
        try:
            left = os.open(path, _OWN)
        except OSError:
            continue
        try:
            if os.fstat(left).st_uid == os.geteuid():
                fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(path)
        except BlockingIOError:
            continue
        finally:
            os.close(left)


def _remove(path: Path) -> None:
    # A program that is ending may still write while this goes on.
    for _try in range(_TRIES):
        shutil.rmtree(path, ignore_errors=True)
        if not os.path.lexists(path):
            return
    raise PgarefError(
        _("the text could not be removed from memory"), hint=_("remove it: {path}", path=path)
    )
