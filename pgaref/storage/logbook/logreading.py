# SPDX-License-Identifier: EUPL-1.2
"""The log read afresh from its first line, to say in which file and line it stops being true."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from pgaref.errors import IntegrityError
from pgaref.storage.checking.findings import Finding, finding_of
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook.history import History

_YEAR_FILE = re.compile(r"[0-9]{4}\.jsonl")
_LARGEST_YEAR = 4 * 1024**3


def year_files(tree: Tree) -> list[str]:
    """The log's files, oldest first."""
    return [f"log/{name}" for name in tree.names("log") if _YEAR_FILE.fullmatch(name)]


def heads(tree: Tree) -> list[str]:
    """The SHA-256 of every whole line of the log, LF included, from the first on."""
    lines = (
        line
        for path in year_files(tree)
        for line in tree.read(path, _LARGEST_YEAR).splitlines(keepends=True)
    )
    return [hashlib.sha256(line).hexdigest() for line in lines if line.endswith(b"\n")]


def follow(tree: Tree, history: History) -> Iterator[Finding]:
    """Let a `history` that is still empty follow the log; at most one finding, which ends it.

    A history without a remembered head verifies every signature. A torn last line is none: it is
    what a crash leaves of a line that was not written.
    """
    files = year_files(tree)
    path = "log"
    try:
        for path in files:
            data = tree.read(path, _LARGEST_YEAR)
            whole = data.rfind(b"\n") + 1
            for line in data[:whole].splitlines(keepends=True):
                history.follow(line, path[4:8])
            if not data:
                yield Finding(path, "empty")
            elif whole < len(data) and path != files[-1]:
                raise IntegrityError(f"{path}: ends within a line")
        if not history.seq:
            raise IntegrityError("the vault has no log")
        history.require_remembered()
    except (IntegrityError, OSError) as error:
        yield finding_of(error, path)
