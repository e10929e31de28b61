# SPDX-License-Identifier: EUPL-1.2
"""What lies in a vault though nothing vouches for it: extra files, leftovers of the destroyed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgaref.covenant.identifiers import parse_address
from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import layout
from pgaref.storage.checking.findings import Finding, children, descendants
from pgaref.storage.files.tree import Entry, Tree
from pgaref.storage.journal import journal_path
from pgaref.storage.logbook.base import read_base, year_files
from pgaref.storage.logbook.history import History

# Words for people, which may stand in a vault's place before it is made.
_WORDS = ("README.md", ".gitignore")
_EVERYONE_WRITES = 0o002
_ID = re.compile(r"([A-Z]{2}-[0-9A-Z]{8})(?:-[0-9]+)?(?:\.[a-z0-9-]+)*")


def strangers(tree: Tree, history: History, registers: frozenset[str]) -> Iterator[Finding]:
    """Every link and stranger, wrong right and extra file outside the folders of live dossiers."""
    root = tree.entry("")
    if root is not None and root.mode & _EVERYONE_WRITES:
        yield Finding(".", _("everyone may write here"))
    yield from _root(tree, history)
    yield from _hidden(tree)
    beside = (layout.CHECKPOINTS, layout.REVIEWS)
    yield from _flat(tree, history, "log", frozenset((*_years(tree), *beside)))
    for folder in beside:
        yield from _flat(tree, history, folder, frozenset())
    yield from _flat(tree, history, "journal", frozenset(map(journal_path, history.committed)))
    for folder in ("parties", "certificates", "drafts"):
        yield from _flat(tree, history, folder, frozenset())
    for item in children(tree, "outbox"):
        yield from _folder(tree, history, item)
    for top in ("dossiers", layout.ARCHIVE, "keys"):
        yield from _dossiers(tree, history, top, registers)


def _years(tree: Tree) -> list[str]:
    """The files of the log; where it is not known where that begins, all of them."""
    try:
        return year_files(tree, read_base(tree))
    except IntegrityError:
        return year_files(tree, None)


def tolerated(tree: Tree, item: Entry | Finding) -> bool:
    """Whether `item` is one of the words for people, or the rights of those or of a mount."""
    words = (*_WORDS, *(f"{mount}/{word}" for mount in tree.mounts for word in _WORDS))
    if isinstance(item, Finding):
        return item.path in (*words, *tree.mounts) and item.of_rights
    return item.kind == "file" and item.path in words


def _root(tree: Tree, history: History) -> Iterator[Finding]:
    known = {*layout.FOLDERS, layout.LOCK}
    for item in children(tree, ""):
        if tolerated(tree, item):
            continue
        if isinstance(item, Finding):
            yield item
        elif item.path == layout.LOCK and item.size:
            yield Finding(item.path, _("not empty"))
        elif item.path not in known and item.path not in history.bindings:
            yield from _extra(tree, history, item)


def _hidden(tree: Tree) -> Iterator[Finding]:
    """What lies in the vault where its archive would, though that lies elsewhere."""
    hidden = Tree(tree.root)
    for mount in tree.mounts:
        for item in descendants(hidden, mount) if hidden.exists(mount) else ():
            yield Finding(item.path, _("hidden behind the archive, which lies elsewhere"))


def _flat(tree: Tree, history: History, folder: str, expected: frozenset[str]) -> Iterator[Finding]:
    """A folder of files that the log binds, or that are `expected` for another reason."""
    for item in children(tree, folder):
        if isinstance(item, Finding):
            yield item
        elif item.path not in history.bindings and item.path not in expected:
            yield from _extra(tree, history, item)


def _dossiers(
    tree: Tree, history: History, top: str, registers: frozenset[str]
) -> Iterator[Finding]:
    """What lies under `top` in no folder of a live dossier: those are looked at card by card."""
    for item in children(tree, top):
        if tolerated(tree, item):
            continue
        if isinstance(item, Entry) and item.path in history.bindings:
            continue
        if item.path == "keys/outbox":
            for party in children(tree, item.path):
                yield from _folder(tree, history, party)
        else:
            register = item.path.partition("/")[2]
            yield from _folder(tree, history, item, expected=register in registers)


def _folder(
    tree: Tree, history: History, item: Entry | Finding, *, expected: bool = True
) -> Iterator[Finding]:
    """A folder of a register or party: what in it belongs to no live dossier."""
    if isinstance(item, Finding):
        yield item
    elif item.kind != "folder" or not expected:
        yield from _extra(tree, history, item)
    else:
        for inner in children(tree, item.path):
            if isinstance(inner, Finding):
                yield inner
            elif not _is_live(history, inner.path):
                yield from _extra(tree, history, inner)


def _is_live(history: History, path: str) -> bool:
    """Whether the log binds the card, or the package, that a path belongs to."""
    if path.startswith("keys/outbox/"):
        return f"{path.removeprefix('keys/')}.age" in history.bindings
    if path.startswith("keys/"):
        inner = path.removeprefix("keys/")
        cards = (f"dossiers/{inner}/card.json", f"{layout.ARCHIVE}/{inner}/card.json")
        return any(card in history.bindings for card in cards)
    return path in history.bindings or f"{path}/card.json" in history.bindings


def _extra(tree: Tree, history: History, entry: Entry) -> Iterator[Finding]:
    """Each file of what should not be there, or the folder where it holds none."""
    left = _leftover(history, entry.path)
    problem = left or _("an extra file: not in the log")
    if entry.kind == "file":
        yield Finding(entry.path, problem)
        return
    found = False
    for item in descendants(tree, entry.path):
        found = True
        if isinstance(item, Finding):
            yield item
        elif item.kind == "file":
            yield Finding(item.path, problem)
    if not found:
        yield Finding(entry.path, left or _("an extra folder: not in the log"))


def _leftover(history: History, path: str) -> str:
    """What a path is that a destruction left behind; empty where it is not."""
    named = map(_ID.fullmatch, path.split("/"))
    for dossier in (found[1] for found in named if found):
        if parse_address(dossier) and layout.certificate_file(dossier) in history.bindings:
            return _("leftover of the destroyed dossier {dossier}", dossier=dossier)
    return ""
