# SPDX-License-Identifier: EUPL-1.2
"""How long each dossier is kept, as intervals to draw: art. 13, by card, profile and a day.

What is drawn follows from `retention` alone; this says it in spans and marks on one axis of days.
Nobody is named: a bar has the dossier's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pgaref.covenant import retention
from pgaref.covenant.model import Card, State
from pgaref.covenant.pending import Lookup, in_force, nothing_else
from pgaref.covenant.profile import Profile


class Phase(StrEnum):
    """What a span of days is to a dossier; a later one is drawn over an earlier one."""

    KEPT = "kept"
    ARCHIVED = "archived"
    WORKED_ON = "worked on"
    HELD = "held"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Span:
    """The days `start` to `end` of a phase; they may be the same."""

    phase: Phase
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Bar:
    """One dossier: its spans in the order of drawing, and the days on which something is due.

    `archive` is None where it lies in the archive, or never comes there; `destroy` is the day on
    which it is destroyed as things stand, holds counted.
    """

    dossier: str
    state: str
    spans: tuple[Span, ...]
    archive: date | None
    destroy: date

    @property
    def due(self) -> tuple[date, str]:
        """What is due first, and when."""
        if self.archive is None:
            return self.destroy, retention.Act.DESTROY
        return self.archive, retention.Act.ARCHIVE


def bars(
    cards: Iterable[Card], profile: Profile, today: date, lookup: Lookup = nothing_else
) -> tuple[Bar, ...]:
    """A bar for each dossier, the most urgent first: what is overdue, then what is due first."""
    made = (_bar(card, profile, today, lookup) for card in cards)
    return tuple(sorted(made, key=lambda bar: (bar.due, bar.dossier)))


def _bar(card: Card, profile: Profile, today: date, lookup: Lookup) -> Bar:
    destroy = retention.ending(card, profile, today, lookup).day
    move = retention.archiving(card, profile)
    # A file that ends before it would be archived is not archived.
    archive = move.day if move is not None and move.day < destroy else None
    spans = tuple(_spans(card, archive, destroy, today, lookup))
    return Bar(card.id, card.state, spans, archive, destroy)


def _spans(
    card: Card, archive: date | None, destroy: date, today: date, lookup: Lookup
) -> Iterator[Span]:
    moved = card.last_processed if card.state == State.GEARCHIVEERD else archive
    if moved is None:
        yield Span(Phase.KEPT, card.last_processed, destroy)
    else:
        if moved > card.last_processed:
            yield Span(Phase.KEPT, card.last_processed, moved)
        yield Span(Phase.ARCHIVED, moved, destroy)
    yield Span(Phase.WORKED_ON, card.opened, card.last_processed)
    for hold in card.holds:
        if in_force(hold, lookup):
            yield Span(Phase.HELD, hold.since, hold.until)
    passed = [day for day in (archive, destroy) if day is not None and day < today]
    if passed:
        yield Span(Phase.OVERDUE, min(passed), today)


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from `first` to `last`, laid out over `width` places."""

    first: date
    last: date
    width: int

    def place(self, day: date) -> int:
        """Where a day falls: 0 to `width` - 1; a day beyond the axis falls at its end."""
        days = (self.last - self.first).days + 1
        return min(max((day - self.first).days * self.width // days, 0), self.width - 1)

    def years(self, apart: int) -> list[tuple[int, str]]:
        """The places at which years begin, with the year, at least so many places apart."""
        found: list[tuple[int, str]] = []
        for year in range(self.first.year + 1, self.last.year + 1):
            place = self.place(date(year, 1, 1))
            if (not found or place - found[-1][0] >= apart) and place + apart <= self.width:
                found.append((place, str(year)))
        return found


def axis(shown: Iterable[Bar], today: date, width: int) -> Axis:
    """The axis that holds all that is drawn of these bars, and today."""
    days = [day for bar in shown for span in bar.spans for day in (span.start, span.end)]
    return Axis(min([*days, today]), max([*days, today]), width)
