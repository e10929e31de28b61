# SPDX-License-Identifier: EUPL-1.2
"""The agenda: every running term, by the cards alone, also as a calendar: art. 7-13."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pgaref.actions.log_deletion import years
from pgaref.actions.session import Session
from pgaref.covenant import agenda, logkeeping, oversight, withdrawing
from pgaref.covenant.agenda import Entry
from pgaref.documents import ics
from pgaref.storage.files.outputs import write_over


@dataclass(frozen=True, slots=True)
class Agenda:
    """The terms asked for, of which vault, and what is wrong with dossiers that are damaged."""

    vault: str
    entries: tuple[Entry, ...]
    damaged: tuple[str, ...]


def read_agenda(session: Session, days: int | None) -> Agenda:
    """Every running term, or those that are due within `days` days; the overdue ones always."""
    with session.looking() as look:
        damaged: list[str] = []
        cards = list(look.vault.cards(damaged))
        signed = (oversight.LOG, *map(oversight.evaluation, look.now.profile.evaluations))
        last = {act: look.vault.last_signed(act) for act in signed}
        last[oversight.ACCESS] = look.vault.last_done(oversight.ACCESS)
        others = (
            *oversight.entries(look.now, cards, last),
            *withdrawing.entries(look.now, cards),
            *logkeeping.entries(look.now, next(iter(years(look.vault.tree)), None), cards),
        )
        profile, today = look.now.profile, look.now.today
        found = agenda.agenda(cards, profile, today, look.vault.lookup, others)
        entries = agenda.timed(found, session.now)
        shown = entries if days is None else agenda.within(entries, days)
        return Agenda(look.vault.settings.id, shown, tuple(damaged))


def calendar(session: Session, found: Agenda) -> bytes:
    """The terms as an RFC 5545 calendar, as read at this session's moment."""
    return ics.calendar(found.entries, found.vault, session.now)


def write_calendar(session: Session, found: Agenda, file: Path) -> None:
    """Write that calendar to a file outside the vault, in place of a former one.

    Raises:
        UsageError: something else stands there, or it cannot be written.
    """
    write_over(file, calendar(session, found), former=ics.HEAD, vault=session.root)
