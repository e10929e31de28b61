# SPDX-License-Identifier: EUPL-1.2
"""A kill, or a full disk, at the nth durable call of some work."""

from __future__ import annotations

import errno
import os
import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from pgaref.storage.files.tree import Tree

# Every call that changes what is on the disk, and every one that makes it last.
DURABLE = ("write", "extend", "make_folder", "rename", "remove", "remove_folder", "sync")
# Those of them that a full disk can fail: something has to be written.
GROWING = ("write", "extend", "make_folder", "rename", "sync")


def killed_at(nth: int, work: Callable[[], object], *, torn: bool = False) -> bool:
    """Do `work` in a child that is killed before its nth durable call, or halfway through it.

    False: it ended before it came to that call.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12: threads of the runner
        child = os.fork()
    if child == 0:
        code = 1
        try:
            _die_at(nth, torn)
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL
    return status != 0


def _die_at(nth: int, torn: bool) -> None:
    calls = iter(range(10_000))
    for name in DURABLE:
        real = getattr(Tree, name)

        def fatal(
            tree: Tree,
            *arguments: object,
            name: str = name,
            real: Callable[..., object] = real,
        ) -> object:
            if next(calls) != nth:
                return real(tree, *arguments)
            if torn and name in ("write", "extend"):
                *place, data = arguments
                assert isinstance(data, bytes)
                real(tree, *place, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
            return None

        setattr(Tree, name, fatal)


@contextmanager
def refused_at(
    nth: int, *, stays: bool = False, number: int = errno.ENOSPC, names: Sequence[str] = GROWING
) -> Iterator[Callable[[], int]]:
    """The system refuses the nth of the calls `names` with an errno, or (`stays`) from that one on.

    Gives a function that counts the calls that failed so far.
    """
    calls, failed = iter(range(10_000)), 0
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            real = getattr(Tree, name)

            def full(tree: Tree, *arguments: object, real: Callable[..., object] = real) -> object:
                nonlocal failed
                this = next(calls)
                if this < nth or (this > nth and not stays):
                    return real(tree, *arguments)
                failed += 1
                raise OSError(number, os.strerror(number), "a path of the vault")

            patch.setattr(Tree, name, full)
        yield lambda: failed
