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
from pgaref.language import _, marked

_ROOM = marked("make room; the next command completes or undoes what was begun")
# What a machine may lack, and what its user can do about it.
_TROUBLE = {
    errno.ENOSPC: (marked("no space left on the disk"), _ROOM),
    errno.EDQUOT: (marked("the quota of the disk is used up"), _ROOM),
    errno.EROFS: (
        marked("the disk can only be read"),
        marked("mount it for writing; the next command completes or undoes what was begun"),
    ),
    errno.EIO: (
        marked("the disk does not read or write"),
        marked("look at the disk, then: pgaref check"),
    ),
    errno.EACCES: (
        marked("no permission for a file or folder"),
        marked("run as the user who owns the vault"),
    ),
}


def messages(error: PgarefError) -> list[str]:
    """One line for each reason, then one for each hint; nothing twice."""
    if isinstance(error, RefusedError):
        lines = [_refused(refusal) for refusal in error.refusals]
        hints = [refusal.hint for refusal in error.refusals]
    elif isinstance(error, InputError):
        lines = [error_line(problem) for problem in error.problems]
        hints = []
    else:
        lines = [error_line(error.message)]
        hints = []
    lines += [hint_line(hint) for hint in (*hints, error.hint) if hint]
    return list(dict.fromkeys(lines))


def _refused(refusal: Refusal) -> str:
    where = f" ({article.render(refusal.article)})" if refusal.article else ""
    return _("pgaref: refused: {message}", message=f"{refusal.message}{where}")


def error_line(message: str) -> str:
    """The line that tells of an error."""
    return _("pgaref: error: {message}", message=message)


def hint_line(hint: str) -> str:
    """The line that says what to do next."""
    return _("hint: {hint}", hint=hint)


def trouble(error: OSError) -> list[str]:
    """What the machine lacks and what to do, in fixed words; nothing where that is not known."""
    if error.errno not in _TROUBLE:
        return []
    message, hint = _TROUBLE[error.errno]
    return [error_line(_(message)), hint_line(_(hint))]


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
    return error_line(
        _(
            "unexpected {kind} at {place}",
            kind=f"{kind.__name__}{symbol}",
            place=_place(trace) or _("an unknown place"),
        )
    )


def _place(trace: TracebackType | None) -> str:
    """`module:line` of the innermost frame that is pgaref's own; maybe empty."""
    place = ""
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == "pgaref":
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
