# SPDX-License-Identifier: EUPL-1.2
"""The log read afresh from its first line, to say in which file and line it stops being true."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import layout
from pgaref.storage.checking.findings import Finding, finding_of
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook.base import LARGEST_YEAR, read_base, resume, year_files
from pgaref.storage.logbook.history import History
from pgaref.storage.progress import Progress, silently


def heads(tree: Tree) -> dict[int, str]:
    """By its number, the SHA-256 of every whole line of the log, LF included.

    The last line that was deleted with its year is among them.
    """
    base = read_base(tree)
    lines = (
        line
        for path in year_files(tree, base)
        for line in tree.read(path, LARGEST_YEAR).splitlines(keepends=True)
    )
    whole = [hashlib.sha256(line).hexdigest() for line in lines if line.endswith(b"\n")]
    begins = base.state["seq"] if base else 0
    found = dict(enumerate(whole, start=begins + 1))
    return found | ({begins: base.state["head"]} if base else {})


def follow(tree: Tree, history: History, progress: Progress = silently) -> Iterator[Finding]:
    """Let a `history` that is still empty follow the log; at most one finding, which ends it.

    A history without a remembered head verifies every signature. A torn last line is none: it is
    what a crash leaves of a line that was not written.
    """
    path = layout.LOG_BASE
    try:
        base = read_base(tree)
        resume(history, base)
        path, files = "log", year_files(tree, base)
        for path in files:
            data = tree.read(path, LARGEST_YEAR)
            whole = data.rfind(b"\n") + 1
            lines = data[:whole].splitlines(keepends=True)
            for line in progress(lines, len(lines)):
                history.follow(line, path[4:8])
            if not data:
                yield Finding(path, "empty")
            elif whole < len(data) and path != files[-1]:
                raise IntegrityError(_("{path}: ends within a line", path=path))
        if not history.seq:
            raise IntegrityError(_("the vault has no log"))
        history.require_remembered()
        history.require_base()
    except (IntegrityError, OSError) as error:
        yield finding_of(error, path)
