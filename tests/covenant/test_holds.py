# SPDX-License-Identifier: EUPL-1.2
"""Holding a destruction up: art. 12, 13."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.holds import hold_of, hold_refusals
from pgaref.covenant.model import Card, Hold
from tests.covenant.examples import (
    CO,
    TODAY,
    VZ,
    circumstances,
    request_card,
    said,
    weegploeg_card,
)

NOW = circumstances()
HOLD = {
    "schema": "opschorting/1",
    "datum": "2026-10-15",
    "basis": "procedure",
    "besloten_door": ["pol-1", "om-1", "hrl-1"],
    "motivering": "Er loopt een procedure.",
    "tot": "2027-01-15",
}


def hold(**changes: object) -> list[tuple[str, str]]:
    return said(hold_refusals(NOW, weegploeg_card(), {**HOLD, **changes}))


@pytest.mark.artikel("12.5", "13.1")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, []),
        ({"tot": "2026-10-15"}, []),
        ({"tot": "2027-01-16"}, [("12.5", "hold-too-long")]),
        ({"tot": "2026-10-14"}, [("12.5", "hold-too-long")]),
        ({"datum": "2026-10-16"}, [("18.1", "future-date")]),
        (
            {"besloten_door": ["pol-1", "om-1", "hrl-1", "pol-9"]},
            [("15.2.c", "unknown-officer")],
        ),
    ],
)
def test_a_hold_ends_at_most_three_months_off(
    changes: dict[str, object], refused: list[tuple[str, str]]
) -> None:
    assert hold(**changes) == refused


@pytest.mark.artikel("4", "13.1")
@pytest.mark.parametrize("missing", ["pol-1", "om-1", "hrl-1"])
def test_a_hold_is_decided_by_every_kernpartij_on_the_dossier(missing: str) -> None:
    deciding = [officer for officer in ("pol-1", "om-1", "hrl-1") if officer != missing]
    assert hold(besloten_door=deciding) == [("4", "not-represented")]
    assert hold(besloten_door=[*deciding, "rec-1", "uit-1"]) == [("4", "not-represented")]


@pytest.mark.artikel("12.5", "13.1")
def test_a_hold_stands_on_the_card_from_the_day_it_is_recorded() -> None:
    made = hold_of(HOLD, 7, TODAY)
    assert made == Hold(7, "procedure", TODAY, date(2027, 1, 15))
    on_request = hold_of({**HOLD, "basis": "verzoek", "verzoek": VZ}, 7, TODAY)
    assert on_request == Hold(7, "verzoek", TODAY, date(2027, 1, 15), VZ)


@pytest.mark.artikel("12.2", "12.3")
@pytest.mark.parametrize(
    ("request_card", "refused"),
    [
        (request_card(), []),
        (None, [("12.2", "no-request")]),
        (request_card(concerns=(CO,)), [("12.2", "no-request")]),
        (request_card(decided=TODAY), [("12.3", "settled")]),
    ],
)
def test_an_open_request_about_the_dossier_is_the_basis_of_a_hold(
    request_card: Card | None, refused: list[tuple[str, str]]
) -> None:
    held = {**HOLD, "basis": "verzoek"}
    assert said(hold_refusals(NOW, weegploeg_card(), held, request_card)) == refused


@pytest.mark.artikel("13.1")
@given(st.integers(-200, 200))
def test_a_hold_is_valid_on_its_first_and_last_day_and_between(offset: int) -> None:
    day = TODAY + timedelta(days=offset)
    valid = hold_of(HOLD, 7, TODAY).valid(day)
    assert valid == (date(2026, 10, 15) <= day <= date(2027, 1, 15))
