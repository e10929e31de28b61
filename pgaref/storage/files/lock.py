# SPDX-License-Identifier: EUPL-1.2
"""Who may be in the vault: flock on its file `lock`, shared to read, exclusive to change."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pgaref.errors import VaultLockedError
from pgaref.language import _
from pgaref.storage.files.tree import Tree

_PAUSE = 0.02


@contextmanager
def locked(tree: Tree, exclusive: bool, wait: float, path: str = "lock") -> Iterator[None]:
    """Hold the lock on `path` (a file, made where absent, or a folder; empty: the root).

    `wait` is in seconds, 0 tries once. The kernel lets go when the process ends, however it ends.

    Raises:
        VaultLockedError: not had in time.
    """
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    with tree.opened(path) as descriptor:
        _acquire(descriptor, kind, wait)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def _acquire(descriptor: int, kind: int, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise VaultLockedError(
                    _("another command holds the vault"),
                    hint=_("try again, or give --wait SECONDS"),
                ) from None
        time.sleep(_PAUSE)
