# SPDX-License-Identifier: EUPL-1.2
"""Cards and officers as values."""

from __future__ import annotations

from datetime import date

import pytest

from tests.covenant.examples import (
    OFFICERS,
    POLITIE,
    VENLO,
    circumstances,
    entry,
    officer,
    weegploeg_card,
)


def test_numbers_run_through_the_dossier() -> None:
    assert weegploeg_card().next_number == 7
    assert weegploeg_card(records=()).next_number == 1
    assert weegploeg_card(records=(entry(9, "signaal"), entry(3, "signaal"))).next_number == 10


def test_a_record_is_found_by_its_number_and_by_its_kind() -> None:
    card = weegploeg_card()
    assert card.record(6) == entry(6, "weging")
    assert card.record(7) is None
    assert card.of_kind("signaal") == (entry(2, "signaal"), entry(3, "signaal"))
    assert [record.n for record in card.of_kind("weging", "subject")] == [1, 6]
    assert card.of_kind("besluit") == ()


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("day", "there"),
    [("2026-09-30", False), ("2026-10-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_an_officer_is_in_office_from_the_first_up_to_and_including_the_last_day(
    day: str, there: bool
) -> None:
    until = date(2026, 12, 31)
    assert officer("pol-2", POLITIE, until=until).in_office(date.fromisoformat(day)) == there


@pytest.mark.artikel("15.2.c")
def test_without_a_last_day_an_officer_stays() -> None:
    assert OFFICERS["pol-1"].in_office(date.max)
    assert not OFFICERS["pol-1"].in_office(date.min)


@pytest.mark.artikel("15.2.b")
def test_the_readers_of_a_party_are_in_office_and_have_a_key() -> None:
    now = circumstances()
    assert now.readers_of(POLITIE) == (OFFICERS["pol-1"],)
    assert now.readers_of(VENLO) == ()
    assert now.readers_of("iemand") == ()
    later = circumstances(today=date(2026, 10, 16))
    assert [o.id for o in later.readers_of("openbaar-ministerie")] == ["om-1", "om-2"]


@pytest.mark.artikel("15.2.c")
def test_officers_speak_for_their_party_while_in_office() -> None:
    now = circumstances()
    assert now.parties_of(["pol-1", "pol-0", "om-2", "ven-1", "x"]) == {POLITIE, VENLO}
