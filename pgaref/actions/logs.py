# SPDX-License-Identifier: EUPL-1.2
"""Reading the log and verifying it: art. 15(2)(e)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from pgaref.actions.checkpoints import held_against
from pgaref.actions.session import Session
from pgaref.storage.checking.diagnosis import read_log
from pgaref.storage.checking.findings import Finding
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook.checkpoint import Checkpoint
from pgaref.storage.logbook.line import Line, moment


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


def show(
    session: Session, *, dossier: str = "", since: date | None = None, until: date | None = None
) -> tuple[Line, ...]:
    """The lines of the log, of one dossier, of the days `since` to `until` (in local time).

    Of a dossier: every act that was on it, made records of it or opened any. Itself logged as a
    reading, whose own lines are not among those shown.
    """
    with session.reading("log show") as work:
        zone = ZoneInfo(work.now.profile.time_zone)
        lines = tuple(work.vault.store.log.lines())
        about = {line["op"] for line in lines if not dossier or _is_about(line, dossier)}
        about.discard(work.reading.op)
        return tuple(
            line
            for line in lines
            if line["op"] in about
            and (since or date.min)
            <= moment(line["time"]).astimezone(zone).date()
            <= (until or date.max)
        )


def _is_about(line: Line, dossier: str) -> bool:
    touched = (address.partition("/")[0] for address in line.get("records", ()))
    return line.get("dossier") == dossier or dossier in touched


def verify(session: Session, checkpoints: Mapping[str, Checkpoint] | None = None) -> Verified:
    """Verify chain, order and every signature from the first line, and the head that is remembered.

    And that the log still has the lines that `checkpoints` name, by the names of their files. Needs
    no identity and opens and writes nothing.

    Raises:
        UsageError: there is no vault.
    """
    history, found = read_log(session.root, session.state, session.wait)
    if not found and checkpoints:
        found = tuple(held_against(Tree(session.root), history.vault, checkpoints))
    return Verified(history.seq, history.head, found)
