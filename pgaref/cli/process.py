# SPDX-License-Identifier: EUPL-1.2
"""This process's limits, streams and last words."""

from __future__ import annotations

import io
import os
import resource
import sys
from types import TracebackType

from pgaref.cli import report

_PR_SET_DUMPABLE = 4
_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def prepare() -> None:
    """Make the process fit to hold secrets: no core dump, no traceback, no vault file as stdout."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _close_memory()
    # The age library would print all that it says to a plugin, keys of files among it.
    os.environ.pop("AGEDEBUG", None)
    sys.excepthook = _last_words
    sys.unraisablehook = _unraisable
    _fill_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # UTF-8 whatever the locale says; what it cannot carry is spelt out, not raised.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _close_memory() -> None:
    """No core dump through a pipe either, which no limit stops, and no look into this memory.

    prctl(2), PR_SET_DUMPABLE: nobody but root can trace the process or read its environment.
    """
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def abandon_output() -> None:
    """Send what stdout still holds nowhere, so that Python's own flush at the end does not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _fill_streams() -> None:
    """Fill a descriptor that the caller closed, or the next file opened would take its place."""
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _last_words(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    report.say([report.unexpected(kind, error, trace)])
    try:
        sys.stdout.flush()
    except OSError:
        abandon_output()


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    report.say([report.unexpected(lost.exc_type, lost.exc_value, lost.exc_traceback)])
