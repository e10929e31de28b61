# SPDX-License-Identifier: EUPL-1.2
"""Closing a plan: art. 9(4), 8(2)(f), 10(2)(h)."""

from __future__ import annotations

from datetime import date

import pytest

from pgaref.covenant.closing import closing_refusals
from tests.covenant.examples import (
    PARTICIPANTS,
    VENLO,
    casusoverleg_card,
    circumstances,
    content,
    said,
)

NOW = circumstances(today=date(2027, 6, 10))
Said = list[tuple[str, str]]


def close(
    advised: str = "2027-06-01",
    decided: str = "2027-06-10",
    present: tuple[str, ...] = ("pol-1", "om-1", "hrl-1"),
    parties: tuple[str, ...] = PARTICIPANTS,
) -> Said:
    closing = content("afsluiting")
    closing["advies_casusoverleg"]["datum"] = advised
    closing["besluit_kernpartijen"] |= {"datum": decided, "aanwezig": list(present)}
    return said(closing_refusals(NOW, casusoverleg_card(parties=parties), closing))


@pytest.mark.artikel("9.4", "8.2.f", "10.2.h")
def test_the_example_closing_is_allowed() -> None:
    assert close() == []
    assert close(advised="2027-06-10") == []


@pytest.mark.artikel("9.4", "18.1")
@pytest.mark.parametrize(
    ("advised", "decided", "refused"),
    [
        ("2027-06-09", "2027-06-08", [("9.4", "decided-before-advised")]),
        ("2027-06-01", "2027-06-11", [("18.1", "future-date")]),
        ("2027-06-11", "2027-06-11", [("18.1", "future-date")] * 2),
        ("2019-02-28", "2027-06-10", [("18.1", "early-date")]),
    ],
)
def test_the_decision_follows_the_advice(advised: str, decided: str, refused: Said) -> None:
    assert close(advised, decided) == refused


@pytest.mark.artikel("9.4", "4")
@pytest.mark.parametrize(
    ("present", "refused"),
    [
        (("pol-1", "om-1"), [("9.4", "not-represented")]),
        (("pol-1", "om-1", "hrl-9"), [("15.2.c", "unknown-officer"), ("9.4", "not-represented")]),
        # Casuspartijen and externe casuspartners advise; they do not decide.
        (("rec-1", "nctv-1", "uit-1"), [("9.4", "not-represented")] * 3),
    ],
)
def test_every_kernpartij_on_the_dossier_decides(present: tuple[str, ...], refused: Said) -> None:
    assert close(present=present) == refused


@pytest.mark.artikel("9.4")
def test_a_kernpartij_that_takes_no_part_need_not_decide() -> None:
    assert close(present=("pol-1",), parties=("nctv", "politie")) == []
    assert close(parties=(*PARTICIPANTS, VENLO)) == [("9.4", "not-represented")]
