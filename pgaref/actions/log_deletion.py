# SPDX-License-Identifier: EUPL-1.2
"""Deleting the log of a year, when it was kept long enough: art. 15(2)(e).

What its lines said that still holds, who may sign and what is bound, goes on in `log/base.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pgaref.actions.checkpoints import kept, signers_of
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import logkeeping
from pgaref.errors import IntegrityError, Refusal, RefusedError
from pgaref.language import _
from pgaref.storage import layout
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook import base
from pgaref.storage.logbook.history import History


@dataclass(frozen=True, slots=True)
class Deleted:
    """A year of the log that went: how many lines, and the number and SHA-256 of the last."""

    year: int
    lines: int
    seq: int
    head: str


def years(tree: Tree) -> list[int]:
    """The years of which there is a log, oldest first."""
    return [int(path[4:8]) for path in base.year_files(tree, base.read_base(tree))]


def delete_year(session: Session, year: int, *, dry_run: bool = False) -> Deleted:
    """Delete the log of the oldest year, behind a checkpoint that a kernpartij signed."""
    with session.writing(logkeeping.ACT) as work:
        there, end = years(work.vault.tree), _until(work, year)
        cosigners = _cosigners(work, end.seq)
        damaged: list[str] = []
        cards = [*work.vault.cards(damaged)]
        if damaged:
            # Of these nobody knows when they were opened.
            raise IntegrityError("; ".join(damaged), hint="pgaref check")
        refuse_if(logkeeping.deletion_refusals(work.now, year, there, cosigners, cards))
        data = _base(end, year)
        work.transaction.put(layout.LOG_BASE, data, bound=True)
        work.transaction.remove(f"log/{year}.jsonl")
        if not dry_run:
            work.transaction.commit()
        return Deleted(year, end.seq - end.begins, end.seq, end.head)


def _until(work: Work, year: int) -> History:
    """The log, read afresh up to the end of a year, every signature looked at."""
    tree, history = work.vault.tree, History(work.vault.settings.id)
    found = base.read_base(tree)
    base.resume(history, found)
    for path in base.year_files(tree, found):
        if int(path[4:8]) <= year:
            for line in tree.read(path, base.LARGEST_YEAR).splitlines(keepends=True):
                history.follow(line, path[4:8])
    return history


def _base(end: History, year: int) -> bytes:
    if end.open:
        raise RefusedError(
            Refusal(
                _("an act runs over the end of {year}", year=year),
                "15.2.e",
                "act-under-way",
                _("delete it with the year after it"),
            )
        )
    return base.encode(end, str(year))


def _cosigners(work: Work, seq: int) -> Sequence[str]:
    """The officers who signed a checkpoint of line `seq` or one behind it."""
    vault = work.vault
    found = (one for one in kept(vault) if one.seq >= seq)
    return tuple(officer for one in found for officer in signers_of(vault, one))
