# SPDX-License-Identifier: EUPL-1.2
"""Retention over any history of acts and sweeps (art. 13), on a model that applies the steps.

What must hold is worked out apart from the code, from the days of the acts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.decisions import decided
from pgaref.covenant.model import Card, Hold, State
from pgaref.covenant.retention import Act, Step, plan
from tests.covenant.examples import KERN, OFFICERS, START, profile, weegploeg_card

KEYS = tuple(f"{o.party}/{o.id}" for o in OFFICERS.values() if o.party in KERN)
COUNTING = ("signal", "weigh")
OTHER = ("show", "find", "inform", "review", "join", "leave", "list")
Event = tuple[object, ...]


def later(start: date, months: int) -> date:
    """The same day so many months later, or the last one that the month has."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, start.day)


@dataclass
class World:
    """One dossier on its way, and beside it what happened to it."""

    today: date = START
    card: Card | None = field(
        default_factory=lambda: weegploeg_card(opened=START, last_processed=START)
    )
    last: date = START
    declined: list[date] = field(default_factory=list)
    ends: list[date] = field(default_factory=list)
    holds: list[tuple[date, date]] = field(default_factory=list)
    outcome: str = ""

    @property
    def end(self) -> date:
        """The day on which it must be gone, whatever holds say."""
        if self.outcome == "niet-agenderen":
            return min(later(min(self.declined), 6), *self.ends, date.max)
        return later(self.last, 60)

    @property
    def held(self) -> bool:
        return any(since <= self.today <= until for since, until in self.holds)

    def happen(self, event: Event) -> None:
        """One event; what the dossier's state does not allow is refused, and changes nothing."""
        match event:
            case ("wait", int(days)):
                self.today += timedelta(days=days)
            case ("sweep",):
                self.sweep()
            case ("hold", int(days)) if self.card is not None:
                self._hold(self.card, days)
            case ("decide", str(outcome), int(ago), int(kept)) if self._allows("decide"):
                self._decide(outcome, self.today - timedelta(days=ago), kept)
            case (str(name),) if self._allows(name):
                self._act(name)

    def _allows(self, name: str) -> bool:
        rule = profile().act(name, "weegploeg")
        assert rule is not None
        return self.card is not None and (not rule.states or self.card.state in rule.states)

    def _act(self, name: str) -> None:
        rule = profile().act(name, "weegploeg")
        assert rule is not None
        assert self.card is not None
        if rule.counts:
            self.card = replace(self.card, last_processed=self.today)
        if name in COUNTING:
            self.last = self.today

    def _hold(self, card: Card, days: int) -> None:
        until = self.today + timedelta(days=days)
        hold = Hold(card.next_number, "bevel", self.today, until)
        self.card = replace(card, holds=(*card.holds, hold))
        self.holds.append((self.today, until))

    def _decide(self, outcome: str, day: date, kept: int) -> None:
        content: dict[str, object] = {"uitkomst": outcome, "datum": day.isoformat()}
        until = self.today + timedelta(days=kept)
        if outcome == "niet-agenderen":
            self.declined.append(day)
            if until <= later(day, 6):
                content["bewaren_tot"] = until.isoformat()
                self.ends.append(until)
        if outcome != "nadere-informatie":
            self.outcome = outcome
        assert self.card is not None
        self.card = replace(decided(self.card, content), last_processed=self.today)
        self.last = self.today

    def sweep(self) -> list[Step]:
        """Do what a sweep of today says."""
        steps = planned(self.card, self.today)
        self.card = applied(self.card, steps)
        return steps


def planned(card: Card | None, today: date) -> list[Step]:
    return list(plan([card] if card else [], profile(), today, KEYS))


def applied(card: Card | None, steps: Iterable[Step]) -> Card | None:
    """Archiving sets the state, destroying removes the card; the rest is words."""
    for step in steps:
        if step.act is Act.DESTROY:
            return None
        if step.act is Act.ARCHIVE and card is not None:
            card = replace(card, state=State.GEARCHIVEERD)
    return card


WAITS = st.tuples(st.just("wait"), st.sampled_from([1, 7, 28, 31, 59, 92, 183, 365, 366, 1461]))
ACTS = st.tuples(st.sampled_from([*COUNTING, *OTHER]))
DECISIONS = st.tuples(
    st.just("decide"),
    st.sampled_from(["agenderen", "niet-agenderen", "nadere-informatie"]),
    st.integers(0, 40),
    st.integers(0, 250),
)
HOLDS = st.tuples(st.just("hold"), st.integers(0, 92))
SWEEPS = st.tuples(st.just("sweep"))
HISTORIES = st.lists(WAITS | ACTS | DECISIONS | HOLDS, max_size=25)
SWEPT = st.lists(WAITS | WAITS | ACTS | DECISIONS | HOLDS | SWEEPS | SWEEPS, max_size=40)


@pytest.mark.artikel("13.1", "13.3", "12.5")
@given(SWEPT)
def test_nothing_is_destroyed_early_and_nothing_kept_without_a_hold(events: list[Event]) -> None:
    world = World()
    for event in [*events, ("sweep",)]:
        there = world.card is not None
        world.happen(event)
        if event == ("sweep",) and there:
            due = world.today >= world.end
            assert (world.card is None) == (due and not world.held)


@pytest.mark.artikel("13.2", "13.3")
@given(SWEPT)
def test_what_was_last_processed_a_year_ago_is_archived_and_nothing_earlier(
    events: list[Event],
) -> None:
    world = World()
    for event in [*events, ("sweep",)]:
        world.happen(event)
        if event == ("sweep",) and world.card is not None:
            due = world.outcome != "niet-agenderen" and world.today >= later(world.last, 12)
            assert (world.card.state == State.GEARCHIVEERD) == due


@pytest.mark.artikel("12.5", "13.1")
@given(SWEPT, st.integers(0, 2000), st.integers(0, 92))
def test_what_is_kept_after_its_date_says_which_hold_keeps_it(
    events: list[Event], days: int, held: int
) -> None:
    world = World()
    for event in [*events, ("wait", days), ("hold", held)]:
        world.happen(event)
    said = [step for step in world.sweep() if step.act is Act.BLOCKED]
    if world.card is not None and world.today >= world.end:
        (step,) = said
        until = max(until for since, until in world.holds if since <= world.today)
        assert step.due == world.end
        assert step.reasons[0].endswith(f"until {until}")
    else:
        assert said == []


@pytest.mark.artikel("13.1", "13.2", "13.3")
@given(SWEPT, st.integers(0, 3000))
def test_sweeping_twice_is_sweeping_once(events: list[Event], days: int) -> None:
    world = World()
    for event in [*events, ("wait", days)]:
        world.happen(event)
    world.sweep()
    after = world.card
    again = world.sweep()
    assert world.card == after
    assert {step.act for step in again} <= {Act.BLOCKED, Act.WARN}


@pytest.mark.artikel("13.1", "13.2", "13.3")
@given(HISTORIES, st.integers(0, 2300), st.sets(st.integers(0, 2300), max_size=5))
def test_missed_sweeps_end_like_daily_ones(events: list[Event], days: int, some: set[int]) -> None:
    world = World()
    for event in events:
        world.happen(event)
    ends = []
    for swept in (range(days), sorted(day for day in some if day < days), ()):
        card = world.card
        for day in [*swept, days]:
            card = applied(card, planned(card, world.today + timedelta(days=day)))
        ends.append(card)
    assert ends[0] == ends[1] == ends[2]


@pytest.mark.artikel("13.1", "13.2", "13.3")
@given(HISTORIES)
def test_acts_that_do_not_count_change_no_date(events: list[Event]) -> None:
    with_others, without = World(), World()
    for event in events:
        with_others.happen(event)
        for name in OTHER:
            with_others.happen((name,))
        if event[0] not in OTHER:
            without.happen(event)
    assert with_others.card == without.card
