# SPDX-License-Identifier: EUPL-1.2
"""Terms on the real calendar (art. 13)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.calendar import Term

DAY = timedelta(days=1)
STARTS = st.dates(date(2019, 3, 1), date(2100, 12, 31))


def walked(start: date, months: int) -> date:
    """`months` later by walking: the last day of that month that does not pass `start.day`."""
    day, reached, crossed = start, start, 0
    while crossed <= months:
        day += DAY
        crossed += day.day == 1
        if crossed == months and day.day <= start.day:
            reached = day
    return reached


@pytest.mark.artikel("13.1", "13.2", "13.3")
@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2026-08-31", Term(months=6), "2027-02-28"),
        ("2027-08-31", Term(months=6), "2028-02-29"),
        ("2026-10-15", Term(months=6), "2027-04-15"),
        ("2026-10-31", Term(months=1), "2026-11-30"),
        ("2026-12-31", Term(months=2), "2027-02-28"),
        ("2028-02-29", Term(years=1), "2029-02-28"),
        ("2028-02-29", Term(years=4), "2032-02-29"),
        ("2028-02-29", Term(years=5), "2033-02-28"),
        ("2027-02-28", Term(years=1), "2028-02-28"),
        ("2026-12-31", Term(years=5), "2031-12-31"),
        ("2026-12-31", Term(days=60), "2027-03-01"),
        ("2026-08-31", Term(years=1, months=6, days=1), "2028-03-01"),
        ("2026-08-31", Term(), "2026-08-31"),
    ],
)
def test_a_term_ends_on_the_same_day_or_on_the_months_last(
    start: str, term: Term, end: str
) -> None:
    assert term.after(date.fromisoformat(start)) == date.fromisoformat(end)


@given(STARTS, st.integers(1, 60))
def test_a_term_of_months_is_what_walking_day_by_day_finds(start: date, months: int) -> None:
    assert Term(months=months).after(start) == walked(start, months)


@given(STARTS, st.integers(0, 100))
def test_a_year_is_twelve_months(start: date, years: int) -> None:
    assert Term(years=years).after(start) == Term(months=12 * years).after(start)


@given(STARTS, STARTS, st.integers(0, 60))
def test_what_begins_later_never_ends_earlier(one: date, other: date, months: int) -> None:
    first, last = sorted([one, other])
    assert Term(months=months).after(first) <= Term(months=months).after(last)


@given(STARTS, st.integers(0, 4000))
def test_a_term_of_days_counts_days(start: date, days: int) -> None:
    assert (Term(days=days).after(start) - start).days == days


def test_a_term_may_end_in_the_calendars_last_year() -> None:
    assert Term(months=11, days=30).after(date(9999, 1, 1)) == date.max


@pytest.mark.parametrize("term", [Term(years=1), Term(months=1), Term(days=1)])
def test_a_term_beyond_the_calendar_is_an_error(term: Term) -> None:
    with pytest.raises(OverflowError):
        term.after(date.max)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Term(years=1), "1 year"),
        (Term(years=5, article="13.1"), "5 years"),
        (Term(months=6), "6 months"),
        (Term(months=1, days=2), "1 month 2 days"),
        (Term(), ""),
    ],
)
def test_a_term_says_itself_in_words(term: Term, words: str) -> None:
    assert str(term) == words
