# SPDX-License-Identifier: EUPL-1.2
"""Sweeps of real vaults after any history of acts (art. 13).

What must hold is worked out beside the code, from the days on which the acts were done. Few and
short histories, which are not made smaller where they fail: each is a vault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Result
from tests.cli.years import ATTENTION, REFUSED, USAGE, Years, founded, later

TAKEN = date(2026, 10, 20)
DAY = timedelta(days=1)
# Of a certificate: what tells when and by whom it was destroyed, not what and on which ground.
OF_THE_DAY = {"actor", "backup_until", "days_overdue", "destroyed", "seq"}
Event = tuple[int, int, str]


@dataclass
class Past:
    """What happened to one dossier, in days; `ends` are the own ends of decisions."""

    last: date = TAKEN
    outcome: str = ""
    declined: list[date] = field(default_factory=list)
    ends: list[date] = field(default_factory=list)
    holds: list[tuple[date, date]] = field(default_factory=list)
    archived: bool = False
    gone: bool = False

    @property
    def end(self) -> date:
        """The day on which it must be gone, but for a hold."""
        if self.outcome == "niet-agenderen":
            return min(later(min(self.declined), 6), *self.ends, date.max)
        return later(self.last, 60)

    def held(self, day: date) -> bool:
        return any(since <= day <= until for since, until in self.holds)


@dataclass
class Vaults:
    """A vault with three dossiers of the weegploeg, the first of them in the casusoverleg too."""

    home: Path
    order: list[str]

    @contextmanager
    def copy(self, target: Path) -> Iterator[History]:
        """A copy in which a history begins."""
        with pytest.MonkeyPatch.context() as patch:
            years = Years.copy(self.home, target, patch, f"{TAKEN}T10:00:00")
            pasts = {dossier: Past() for dossier in self.order}
            pasts[self.order[0]].outcome = "agenderen"
            yield History(years, self.order, pasts)


@dataclass
class History:
    """Acts in a vault, and beside it what they must have come to."""

    years: Years
    order: list[str]
    pasts: dict[str, Past]

    def happen(self, event: Event) -> None:
        """Some days later an act on a dossier. What may not be done is refused, and is nothing."""
        days, index, act = event
        self.years.run.now += days * DAY
        if act == "sweep":
            self.sweep()
            return
        self._take_the_clock_for_right()
        dossier = self.order[index]
        made = getattr(self, f"_{act.replace('-', '_')}")(dossier, self.pasts[dossier])
        assert made.exit_code in (0, REFUSED), made.stderr

    def _take_the_clock_for_right(self) -> None:
        """After a long silence no act goes on before a person did."""
        today, last = self.years.today, str(self.years.lines()[-1]["time"])
        if today - date.fromisoformat(last[:10]) > 99 * DAY:
            confirmed = self.years.do("sweep", "--confirm", str(today), "--json")
            self._check(today, confirmed.json)

    def _processed(self, name: str, dossier: str, **changes: Any) -> Result:
        made = self.years.act(name, dossier, **changes)
        if made.exit_code == 0:
            self.pasts[dossier].last = self.years.today
        return made

    def _signal(self, dossier: str, past: Past) -> Result:
        return self._processed("signal", dossier)

    def _plan(self, dossier: str, past: Past) -> Result:
        return self._processed("plan", dossier)

    def _review(self, dossier: str, past: Past) -> Result:
        return self.years.act("review", dossier)

    def _close(self, dossier: str, past: Past) -> Result:
        made = self._processed("close", dossier)
        if made.exit_code == 0:
            self.pasts[self.order[0]].last = self.years.today
        return made

    def _hold(self, dossier: str, past: Past) -> Result:
        until = self.years.today + 80 * DAY
        made = self.years.act("hold add", dossier, tot=until.isoformat())
        if made.exit_code == 0:
            past.holds.append((self.years.today, until))
        return made

    def _release(self, dossier: str, past: Past) -> Result:
        made = self.years.release(dossier)
        if not past.holds and not past.gone:
            assert made.exit_code == USAGE
            return Result(REFUSED, "", "")
        past.holds.clear()
        return made

    def _decline(self, dossier: str, past: Past, **changes: Any) -> Result:
        made = self._processed("weigh", dossier)
        if made.exit_code:
            return made
        declining = {"afwijking": "Niet substantieel.", "betrekken": None, "over_te_dragen": None}
        given = {"uitkomst": "niet-agenderen", **declining, **changes}
        made = self._processed("decide", dossier, **given)
        if made.exit_code == 0:
            past.outcome = "niet-agenderen"
            past.declined.append(self.years.today)
        return made

    def _decline_for_a_month(self, dossier: str, past: Past) -> Result:
        until = self.years.today + 30 * DAY
        made = self._decline(dossier, past, bewaren_tot=until.isoformat())
        if made.exit_code == 0:
            past.ends.append(until)
        return made

    def sweep(self) -> dict[str, Any]:
        """A sweep whose outcome is checked; what it says."""
        value = self.swept()
        self._check(self.years.today, value)
        return value

    def swept(self) -> dict[str, Any]:
        """What a sweep says that, where a guard stops it, a person confirms."""
        today = self.years.today
        swept = self.years.sweep(today, str(self.years.run.now.time()), "--json")
        if swept.exit_code == ATTENTION and "nothing was archived or destroyed" in swept.stderr:
            swept = self.years.do("sweep", "--confirm", str(today), "--json")
        blocked = any(step["act"] == "blocked" for step in swept.json["steps"])
        assert swept.exit_code == (ATTENTION if blocked else 0), swept.stderr
        value: dict[str, Any] = swept.json
        return value

    def _check(self, today: date, swept: dict[str, Any]) -> None:
        blocked = {step["dossier"]: step for step in swept["steps"] if step["act"] == "blocked"}
        cards = self.years.cards()
        for dossier, past in self.pasts.items():
            due, held = today >= past.end, past.held(today)
            if past.gone:
                assert dossier not in cards
                continue
            assert (dossier not in cards) == (due and not held)
            assert (dossier in blocked) == (due and held)
            if due and held:
                assert blocked[dossier]["due"] == past.end.isoformat()
                assert blocked[dossier]["reasons"][0].startswith("hold: procedure, record ")
            elif due:
                past.gone = True
                self._check_certificate(dossier, past, today)
            if dossier in cards:
                year_ago = today >= later(past.last, 12) and past.outcome != "niet-agenderen"
                past.archived |= year_ago
                assert (cards[dossier]["state"] == "gearchiveerd") == past.archived
        assert self.years.certificates() == {name for name, past in self.pasts.items() if past.gone}

    def _check_certificate(self, dossier: str, past: Past, today: date) -> None:
        certificate = self.years.certificate(dossier)
        assert certificate["due"] == past.end.isoformat()
        assert certificate["destroyed"] == today.isoformat()
        assert certificate.get("days_overdue", 0) == (today - past.end).days
        assert certificate["last_processed"] == past.last.isoformat()


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> Vaults:
    home = founded(tmp_path_factory.mktemp("founded") / "home")
    with pytest.MonkeyPatch.context() as patch:
        years = Years.copy(home, tmp_path_factory.mktemp("begun") / "home", patch)
        years.on(TAKEN)
        order = [years.intake() for _ in range(3)]
        order.append(years.agender(order[0]))
    return Vaults(years.run.home, order)


ACTS = ("signal", "decline", "decline-for-a-month", "plan", "review", "close", "hold", "release")
GAPS = st.sampled_from([0, 1, 27, 30, 80, 81, 92, 181, 365, 366, 1096])
EVENTS = st.tuples(GAPS, st.integers(0, 3), st.sampled_from(ACTS))
SWEEPS = st.tuples(GAPS, st.just(0), st.just("sweep"))
ENDS = st.sampled_from([0, 81, 182, 366, 1826, 1827])


@pytest.mark.artikel("13.1", "13.2", "13.3", "12.5")
@settings(max_examples=8, phases=[Phase.generate])
@given(st.lists(EVENTS | SWEEPS, max_size=8), ENDS)
def test_nothing_goes_before_its_date_and_nothing_stays_but_what_a_hold_keeps(
    vaults: Vaults, tmp_path_factory: pytest.TempPathFactory, events: list[Event], days: int
) -> None:
    with vaults.copy(tmp_path_factory.mktemp("history") / "home") as history:
        for event in events:
            history.happen(event)
        history.happen((days, 0, "sweep"))
        assert history.years.do("check").exit_code == 0


@pytest.mark.artikel("13.1", "13.2", "13.3")
@settings(max_examples=6, phases=[Phase.generate])
@given(st.lists(EVENTS, max_size=5), ENDS)
def test_sweeping_twice_is_sweeping_once_to_the_byte(
    vaults: Vaults, tmp_path_factory: pytest.TempPathFactory, events: list[Event], days: int
) -> None:
    with vaults.copy(tmp_path_factory.mktemp("history") / "home") as history:
        for event in events:
            history.happen(event)
        history.happen((days, 0, "sweep"))
        once = history.years.files(log=True)
        for _ in range(2):
            assert history.sweep()["done"] == 0
        assert history.years.files(log=True) == once


def ended(history: History) -> dict[str, Any]:
    """What the sweeps left: files by name, dossiers as they are listed, proofs."""
    years = history.years
    assert years.do("check", "--decrypt", by="pol-1").exit_code == 0
    certificates = {name: years.certificate(name) for name in years.certificates()}
    return {
        "files": set(years.files()),
        "dossiers": years.cards(),
        "certificates": {
            dossier: {name: item for name, item in certificate.items() if name not in OF_THE_DAY}
            for dossier, certificate in certificates.items()
        },
    }


def swept_on(vaults: Vaults, target: Path, events: list[Event], days: Iterable[int]) -> Any:
    """The end of a history of acts, then sweeps so many days after it."""
    with vaults.copy(target) as history:
        for event in events:
            history.happen(event)
        start = history.years.run.now
        for day in days:
            history.years.run.now = start + day * DAY
            history.swept()
        return ended(history)


@pytest.mark.artikel("13.1", "13.2", "13.3", "12.5")
def test_a_missed_year_ends_like_a_year_of_nightly_sweeps(vaults: Vaults, tmp_path: Path) -> None:
    """Of four dossiers one is destroyed, one at its hold's end, and two are archived."""
    events = [
        (11, 1, "decline"),
        (5, 2, "decline-for-a-month"),
        (20, 2, "hold"),
        (50, 3, "plan"),
    ]
    nightly = swept_on(vaults, tmp_path / "nightly", events, range(366))
    missed = swept_on(vaults, tmp_path / "missed", events, [365])
    assert missed == nightly
    assert len(missed["certificates"]) == 2
    assert {card["state"] for card in missed["dossiers"].values()} == {"gearchiveerd"}


@pytest.mark.artikel("13.1", "13.2", "13.3")
@settings(max_examples=5, phases=[Phase.generate])
@given(st.lists(EVENTS, max_size=5), ENDS, st.sets(st.integers(0, 1826), max_size=8))
def test_missed_sweeps_end_like_those_that_were_held(
    vaults: Vaults,
    tmp_path_factory: pytest.TempPathFactory,
    events: list[Event],
    days: int,
    some: set[int],
) -> None:
    folder = tmp_path_factory.mktemp("two")
    held = swept_on(vaults, folder / "held", events, [*sorted(d for d in some if d < days), days])
    assert held == swept_on(vaults, folder / "missed", events, [days])
