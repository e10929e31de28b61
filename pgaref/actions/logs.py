# SPDX-License-Identifier: EUPL-1.2
"""Reading the log and verifying it: art. 15(2)(e)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pgaref.actions.checkpoints import held_against
from pgaref.actions.session import Session
from pgaref.storage.checking.diagnosis import read_log
from pgaref.storage.checking.findings import Finding
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook.checkpoint import Checkpoint
from pgaref.storage.logbook.line import Line, dossiers_of
from pgaref.storage.logbook.origin import local_day


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the log is true: its lines, the SHA-256 of the last, and what is wrong beyond."""

    entries: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether the whole log is true, and not older than this machine remembers."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines of the log: of whom, which act, about which dossier, on which days (local time).

    About a dossier is every act that was on it, made records of it or opened any.
    """

    dossier: str = ""
    party: str = ""
    actor: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None

    def of(self, line: Line) -> bool:
        """Whether a line makes its act one of those that are wanted."""
        named = {"party": self.party, "actor": self.actor, "action": self.action.replace(" ", "-")}
        said = dict(line)
        return all(not name or said[field] == name for field, name in named.items()) and (
            not self.dossier or self.dossier in dossiers_of(line)
        )

    def on(self, day: date) -> bool:
        """Whether it is one of the days."""
        return (self.since or date.min) <= day <= (self.until or date.max)


def show(session: Session, wanted: Wanted) -> tuple[Line, ...]:
    """The lines of the log that are wanted, whole acts together.

    Itself logged as a reading, whose own lines are not among those shown.
    """
    with session.reading("log show") as work:
        profile = work.now.profile
        lines = tuple(work.vault.store.log.lines())
        acts = {line["op"] for line in lines if wanted.of(line)}
        acts.discard(work.reading.op)
        return tuple(
            line
            for line in lines
            if line["op"] in acts and wanted.on(local_day(profile, line["time"]))
        )


def verify(session: Session, checkpoints: Mapping[str, Checkpoint] | None = None) -> Verified:
    """Verify chain, order and every signature from the first line, and the head that is remembered.

    And that the log still has the lines that checkpoints name: those in the vault and those given,
    by the names of their files. Needs no identity and opens and writes nothing.

    Raises:
        UsageError: there is no vault.
    """
    history, found = read_log(session.root, session.state, session.wait, session.progress)
    if not found:
        found = tuple(held_against(Tree(session.root), history, checkpoints or {}))
    return Verified(history.seq, history.head, found)
