# SPDX-License-Identifier: EUPL-1.2
"""Errors as people read them: `pgaref: error: ...`, `pgaref: refused: ...`, `hint: ...`."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable
from types import TracebackType

from pgaref.cli.text import visible
from pgaref.covenant import article
from pgaref.errors import InputError, PgarefError, Refusal, RefusedError

_FINISHED_LATER = "the next command completes or undoes what was begun"
# What a machine may lack, and what its user can do about it.
_TROUBLE = {
    errno.ENOSPC: ("no space left on the disk", f"make room; {_FINISHED_LATER}"),
    errno.EDQUOT: ("the quota of the disk is used up", f"make room; {_FINISHED_LATER}"),
    errno.EROFS: ("the disk can only be read", f"mount it for writing; {_FINISHED_LATER}"),
    errno.EIO: ("the disk does not read or write", "look at the disk, then: pgaref check"),
    errno.EACCES: ("no permission for a file or folder", "run as the user who owns the vault"),
}


def messages(error: PgarefError) -> list[str]:
    """One line for each reason, then one for each hint; nothing twice."""
    if isinstance(error, RefusedError):
        lines = [_refused(refusal) for refusal in error.refusals]
        hints = [refusal.hint for refusal in error.refusals]
    elif isinstance(error, InputError):
        lines = [f"pgaref: error: {problem}" for problem in error.problems]
        hints = []
    else:
        lines = [f"pgaref: error: {error.message}"]
        hints = []
    lines += [f"hint: {hint}" for hint in (*hints, error.hint) if hint]
    return list(dict.fromkeys(lines))


def _refused(refusal: Refusal) -> str:
    where = f" ({article.render(refusal.article)})" if refusal.article else ""
    return f"pgaref: refused: {refusal.message}{where}"


def trouble(error: OSError) -> list[str]:
    """What the machine lacks and what to do, in fixed words; nothing where that is not known."""
    if error.errno not in _TROUBLE:
        return []
    message, hint = _TROUBLE[error.errno]
    return [f"pgaref: error: {message}", f"hint: {hint}"]


def say(lines: Iterable[str]) -> None:
    """Print `lines` on stderr, each on one line whatever is in it."""
    for line in lines:
        print(visible(line), file=sys.stderr)


def unexpected(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> str:
    """The line for an error that nobody foresaw: its class and place.

    Its text and its traceback may hold content, so neither is told. The symbol of a system error
    (`ENOSPC`) holds none and is what an administrator needs.
    """
    number = (error.errno if isinstance(error, OSError) else None) or 0
    symbol = f" ({errno.errorcode[number]})" if number in errno.errorcode else ""
    return f"pgaref: error: unexpected {kind.__name__}{symbol} at {_place(trace)}"


def _place(trace: TracebackType | None) -> str:
    """`module:line` of the innermost frame that is pgaref's own."""
    place = "an unknown place"
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == "pgaref":
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
