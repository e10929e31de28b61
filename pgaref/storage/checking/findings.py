# SPDX-License-Identifier: EUPL-1.2
"""What a check finds, and a walk that goes on where something is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage.files.tree import Entry, Tree

_PATH = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
_RIGHTS = {"file": 0o600, "folder": 0o700}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the log says: where, as a path in the vault, and what.

    `of_rights`: no more than that others may use what lies there.
    """

    path: str
    problem: str
    of_rights: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


def finding_of(error: Exception, path: str) -> Finding:
    """What stopped a step of the check; `path` is where, unless the error itself names a file."""
    if not isinstance(error, IntegrityError):
        return Finding(path, _("cannot be read"))
    head, colon, problem = error.message.partition(": ")
    named = colon and _PATH.fullmatch(head)
    return Finding(head, problem) if named else Finding(path, error.message)


def children(tree: Tree, folder: str) -> Iterator[Entry | Finding]:
    """What lies in a folder, by name, each link, stranger and wrong right told right after it."""
    try:
        entries = tree.entries(folder)
    except FileNotFoundError:
        return
    except (IntegrityError, OSError) as error:
        yield finding_of(error, folder or ".")
        return
    for entry in entries:
        if entry.kind in _RIGHTS:
            yield entry
        yield from strange(entry)


def descendants(tree: Tree, folder: str) -> Iterator[Entry | Finding]:
    """All that lies under a folder, however deep, told as `children` does."""
    waiting = [folder]
    while waiting:
        for item in children(tree, waiting.pop()):
            yield item
            if isinstance(item, Entry) and item.kind == "folder":
                waiting.append(item.path)


def strange(entry: Entry) -> Iterator[Finding]:
    """A finding where an entry is no file or folder, or others than its owner may use it."""
    if entry.kind == "link":
        yield Finding(entry.path, _("a link"))
    elif entry.kind not in _RIGHTS:
        yield Finding(entry.path, _("neither a file nor a folder"))
    elif entry.mode != _RIGHTS[entry.kind]:
        rights = _RIGHTS[entry.kind]
        yield Finding(
            entry.path,
            _("its rights are {mode:04o}, not {rights:04o}", mode=entry.mode, rights=rights),
            of_rights=True,
        )


def folder_findings(
    tree: Tree, folder: str, listed: Mapping[str, str], others: Collection[str] = ()
) -> Iterator[Finding]:
    """How a folder differs from the files `listed` (path -> SHA-256); `others` may be there too."""
    left = dict(listed)
    for item in descendants(tree, folder):
        if isinstance(item, Finding):
            left.pop(item.path, None)
            yield item
        elif item.kind == "file" and item.path not in others:
            expected = left.pop(item.path, None)
            if expected is None and item.path not in listed:
                yield Finding(item.path, _("an extra file: its card does not have it"))
            yield from _digest_findings(tree, item.path, listed.get(item.path))
    for path in left:
        yield Finding(path, _("on its card, but missing"))


def _digest_findings(tree: Tree, path: str, expected: str | None) -> Iterator[Finding]:
    try:
        if expected is not None and tree.sha256(path) != expected:
            yield Finding(path, _("not the bytes that its card vouches for"))
    except (IntegrityError, OSError) as error:
        yield finding_of(error, path)
