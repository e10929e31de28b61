# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a vault that does not open. Nothing is recovered, nothing written."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from pathlib import Path

from pgaref.errors import IntegrityError, PgarefError
from pgaref.storage import layout
from pgaref.storage.checking.findings import Finding, descendants, finding_of
from pgaref.storage.checking.integrity import findings, git_findings
from pgaref.storage.checking.strangers import tolerated
from pgaref.storage.files import places
from pgaref.storage.files.lock import locked
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook.head import Head, recall
from pgaref.storage.logbook.history import History
from pgaref.storage.logbook.log import Log
from pgaref.storage.logbook.logreading import follow
from pgaref.storage.progress import Progress, silently
from pgaref.storage.store import Store
from pgaref.storage.vault import Vault, peek


def diagnose(
    root: Path, state: Path, wait: float, now: datetime, error: PgarefError
) -> Iterator[Finding]:
    """The findings of a vault that `error` kept from opening: in the log, or else everywhere.

    Raises:
        PgarefError: `error` itself, where there is no vault at all.
    """
    tree, vault = _tree(root), _vault_id(root)
    if not vault and not isinstance(error, IntegrityError):
        raise error
    if not vault:
        yield finding_of(error, layout.SETTINGS)
        return
    with locked(tree, False, wait):
        history = History(vault, (yield from _remembered(state, vault)))
        broken = tuple(follow(tree, history))
        yield from broken
        if broken:
            yield from _apart_from_the_log(tree, vault)
        elif layout.SETTINGS in history.bindings or isinstance(error, IntegrityError):
            yield from _besides_the_log(tree, history, now, error)
        else:
            raise error


def read_log(
    root: Path, state: Path, wait: float, progress: Progress = silently
) -> tuple[History, tuple[Finding, ...]]:
    """The log, with every signature verified from the first line, and what is wrong with it.

    Raises:
        UsageError: there is no vault.
        VaultLockedError: the lock was not had in time.
    """
    tree, vault = _tree(root), _vault_id(root) or peek(root).id
    with locked(tree, False, wait):
        history = History(vault)
        found = tuple(follow(tree, history, progress))
        if not found:
            found = tuple(_not_as_remembered(tree, state, vault))
    return history, found


def _not_as_remembered(tree: Tree, state: Path, vault: str) -> Iterator[Finding]:
    """The finding that a log, true in itself, is not the one that this machine remembers."""
    history = History(vault, (yield from _remembered(state, vault)))
    yield from follow(tree, history)


def _apart_from_the_log(tree: Tree, vault: str) -> Iterator[Finding]:
    """Where the log is broken nothing says what should be there; what should never be is told."""
    yield from follow(tree, History(vault))
    for item in descendants(tree, ""):
        if isinstance(item, Finding) and not tolerated(tree, item):
            yield item
    yield from git_findings(tree.root)


def _besides_the_log(
    tree: Tree, history: History, now: datetime, error: PgarefError
) -> Iterator[Finding]:
    """Where the log is good: all that is wrong, and what else kept the vault from opening."""
    store = Store(tree, Log(tree, history, now), now, writable=False)
    found = tuple(findings(Vault(store), None))
    yield from found
    stop = finding_of(error, ".")
    if stop.path != "." or not found:
        yield stop


def _remembered(state: Path, vault: str) -> Generator[Finding, None, Head | None]:
    try:
        return recall(state, vault)
    except (IntegrityError, OSError) as error:
        yield finding_of(error, f"{vault}.json")
        return None


def _tree(root: Path) -> Tree:
    """The vault's files, with the archive where the settings, true or not, say that it is."""
    try:
        archive = Path(str(peek(root).archive) or ".")
    except (PgarefError, OSError):
        return Tree(root)
    there = archive.is_absolute() and archive.is_dir()
    return Tree(root, {layout.ARCHIVE: archive} if there else {})


def _vault_id(root: Path) -> str:
    """The id that the log's first line has, or else the settings; empty where there is neither."""
    for source in (places.interrupted_vault, lambda place: peek(place).id):
        try:
            if found := source(root):
                return found
        except (PgarefError, OSError):
            continue
    return ""
