# SPDX-License-Identifier: EUPL-1.2
"""What is drawn of how long dossiers are kept: art. 13."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant import retention
from pgaref.covenant.chart import Axis, Bar, Phase, axis, bars
from pgaref.covenant.model import Card, Hold
from tests.covenant.examples import (
    CO,
    START,
    WP,
    casusoverleg_card,
    profile,
    request_card,
    weegploeg_card,
)

TODAY = date(2027, 3, 1)
ARCHIVE, DESTROY = date(2027, 10, 1), date(2031, 10, 1)


def bar(card: Card, today: date = TODAY) -> Bar:
    (made,) = bars([card], profile(), today)
    return made


def spans(card: Card, today: date = TODAY) -> dict[Phase, tuple[date, date]]:
    return {span.phase: (span.start, span.end) for span in bar(card, today).spans}


def declined(**changes: Any) -> Card:
    given = {"state": "besloten", "outcome": "niet-agenderen", "declined": START, **changes}
    return weegploeg_card(**given)


@pytest.mark.artikel("13.1", "13.2")
def test_a_dossier_is_worked_on_then_kept_then_in_the_archive() -> None:
    worked = date(2026, 11, 1)
    card = casusoverleg_card(last_processed=worked)
    archive, destroy = date(2027, 11, 1), date(2031, 11, 1)
    assert spans(card) == {
        Phase.WORKED_ON: (START, worked),
        Phase.KEPT: (worked, archive),
        Phase.ARCHIVED: (archive, destroy),
    }
    assert (bar(card).archive, bar(card).destroy) == (archive, destroy)
    assert bar(card).due == (archive, "archive")


@pytest.mark.artikel("13.2")
def test_one_in_the_archive_is_drawn_there_from_its_last_processing_on() -> None:
    card = casusoverleg_card(state="gearchiveerd")
    assert spans(card) == {Phase.WORKED_ON: (START, START), Phase.ARCHIVED: (START, DESTROY)}
    assert bar(card).archive is None
    assert bar(card).due == (DESTROY, "destroy")


@pytest.mark.artikel("13.3")
def test_one_that_was_not_agendered_is_never_in_the_archive() -> None:
    destroy = date(2027, 4, 1)
    assert spans(declined()) == {Phase.WORKED_ON: (START, START), Phase.KEPT: (START, destroy)}
    assert bar(declined()).due == (destroy, "destroy")


@pytest.mark.artikel("13.1", "12.5")
def test_a_hold_is_drawn_and_puts_the_destruction_off() -> None:
    until = date(2027, 6, 30)
    held = declined(holds=(Hold(5, "procedure", TODAY, until),))
    assert spans(held, date(2027, 5, 1))[Phase.HELD] == (TODAY, until)
    assert bar(held, date(2027, 5, 1)).destroy == until + timedelta(days=1)
    assert Phase.OVERDUE not in spans(held, date(2027, 5, 1))


@pytest.mark.artikel("12.5")
def test_a_hold_whose_request_is_settled_is_not_drawn() -> None:
    card = declined(holds=(Hold(5, "verzoek", TODAY, date(2027, 6, 30), "VZ-00000000"),))
    settled = {"VZ-00000000": request_card(state="afgesloten", decided=START)}
    (made,) = bars([card], profile(), TODAY, settled.get)
    assert Phase.HELD not in {span.phase for span in made.spans}
    assert Phase.HELD in spans(card)


@pytest.mark.artikel("13.1", "13.2")
def test_what_is_overdue_is_drawn_from_the_first_day_that_passed() -> None:
    card = casusoverleg_card()
    assert Phase.OVERDUE not in spans(card, ARCHIVE)
    late = ARCHIVE + timedelta(days=3)
    assert spans(card, late)[Phase.OVERDUE] == (ARCHIVE, late)
    later = DESTROY + timedelta(days=1)
    assert spans(card, later)[Phase.OVERDUE] == (ARCHIVE, later)
    archived = casusoverleg_card(state="gearchiveerd")
    assert spans(archived, later)[Phase.OVERDUE] == (DESTROY, later)


@pytest.mark.artikel("12.3")
def test_a_file_that_ends_before_it_would_be_archived_is_not_archived() -> None:
    settled = weegploeg_card(
        id="VZ-00000000", register="verzoeken", state="afgesloten", decided=START
    )
    assert bar(settled).archive is None
    assert Phase.ARCHIVED not in spans(settled)
    assert bar(settled).due[1] == "destroy"


@pytest.mark.artikel("13.1", "13.3")
def test_the_most_urgent_stands_first() -> None:
    kept = casusoverleg_card()
    other = weegploeg_card(id="WP-00000001")
    shown = bars([other, kept, declined()], profile(), TODAY)
    assert [(one.dossier, one.due[0]) for one in shown] == [
        (WP, date(2027, 4, 1)),
        (CO, ARCHIVE),
        ("WP-00000001", ARCHIVE),
    ]


DAYS = st.dates(START, date(2032, 1, 1))


@pytest.mark.artikel("13.1")
@given(DAYS, DAYS, st.integers(20, 200))
def test_all_that_is_drawn_lies_on_the_axis_in_the_order_of_its_days(
    today: date, worked: date, width: int
) -> None:
    shown = bars([casusoverleg_card(last_processed=worked), declined()], profile(), today)
    days = axis(shown, today, width)
    assert days.first <= today <= days.last
    for one in shown:
        for span in one.spans:
            assert days.first <= span.start <= span.end <= days.last
            assert 0 <= days.place(span.start) <= days.place(span.end) < width
        # What is drawn is what a sweep goes by.
        card = declined() if one.dossier == WP else casusoverleg_card(last_processed=worked)
        assert one.destroy == retention.ending(card, profile(), today).day


def test_an_axis_without_bars_is_today() -> None:
    days = axis([], TODAY, 40)
    assert (days.first, days.last, days.place(TODAY)) == (TODAY, TODAY, 0)
    assert days.years(5) == []


def test_a_day_beyond_the_axis_falls_at_its_end() -> None:
    days = Axis(date(2027, 1, 1), date(2027, 12, 31), 73)
    assert (days.place(date(2020, 1, 1)), days.place(date(2040, 1, 1))) == (0, 72)
    assert days.place(date(2027, 1, 6)) == 1


def test_years_stand_apart_and_before_the_end() -> None:
    days = Axis(date(2026, 7, 1), date(2032, 6, 30), 60)
    assert [year for _, year in days.years(5)] == ["2027", "2028", "2029", "2030", "2031", "2032"]
    assert [year for _, year in days.years(15)] == ["2027", "2029", "2031"]
    places = [place for place, _ in days.years(5)]
    assert places == sorted(places)
    assert days.years(5)[-1][0] + 5 <= 60
