# SPDX-License-Identifier: EUPL-1.2
"""After a crash: finish what was committed, undo what was not. Needs no secret.

Everything is looked at before anything is touched, so that a finding leaves the vault as it is.
"""

from __future__ import annotations

import re

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage.files.tree import Tree
from pgaref.storage.journal import Plan, decode, digest, journal_path
from pgaref.storage.logbook.history import History
from pgaref.storage.logbook.log import Log
from pgaref.storage.staging import apply, undo, verify

_PLAN = re.compile(r"([1-9][0-9]{0,14})\.json")


def journals(tree: Tree) -> list[int]:
    """The operations that left a plan in the journal."""
    names = map(_PLAN.fullmatch, tree.names("journal"))
    return sorted(int(name[1]) for name in names if name)


def recover(tree: Tree, log: Log) -> dict[int, str]:
    """Bring the files to what the log says, under the exclusive lock, `log` just read.

    Returns operation -> the phase that its end still has to get in the log: `done` for what was
    carried out, `failed` for what was undone. The plan of the former stays until that is written.

    Raises:
        IntegrityError: a committed plan, or bytes that it needs, are missing or not as committed.
    """
    committed = _committed_plans(tree, log.history)
    for plan in committed.values():
        verify(tree, plan)
    log.cut()
    for op in journals(tree):
        if op not in committed:
            _undo(tree, op)
    for plan in committed.values():
        apply(tree, plan)
    return {op: "done" if op in committed else "failed" for op in log.history.open}


def forget(tree: Tree, op: int) -> None:
    """Drop the plan of an operation that has its end in the log, or that was undone."""
    tree.remove(journal_path(op))
    if tree.is_folder("journal"):
        tree.sync("journal")


def _committed_plans(tree: Tree, history: History) -> dict[int, Plan]:
    plans = {}
    for op, sha256 in history.committed.items():
        path = journal_path(op)
        try:
            data = tree.read(path)
        except FileNotFoundError:
            raise IntegrityError(_("{path}: committed, but missing", path=path)) from None
        if digest(data) != sha256:
            raise IntegrityError(_("{path}: not the plan that was committed", path=path))
        try:
            plans[op] = decode(data, op)
        except ValueError:
            raise IntegrityError(_("{path}: committed, but not a plan", path=path)) from None
    return plans


def _undo(tree: Tree, op: int) -> None:
    """Undo an operation without commit. A torn plan has nothing staged: it is written first."""
    try:
        plan = decode(tree.read(journal_path(op)), op)
    except ValueError:
        plan = Plan(op, (), ())
    undo(tree, plan)
    forget(tree, op)
