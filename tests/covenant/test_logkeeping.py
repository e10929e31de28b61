# SPDX-License-Identifier: EUPL-1.2
"""How long the log is kept: art. 15(2)(e)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pgaref.covenant.logkeeping import deletable, deletion_refusals, entries
from tests.covenant.examples import (
    casusoverleg_card,
    circumstances,
    profile,
    said,
    weegploeg_card,
)

DUE = replace(circumstances(), today=date(2033, 1, 1))
YEARS = (2026, 2027, 2033)


@pytest.mark.artikel("15.2.e")
def test_a_year_is_kept_for_six_years_after_its_end() -> None:
    assert deletable(profile(), 2026) == date(2032, 12, 31)
    assert said(deletion_refusals(DUE, 2026, YEARS, ["pol-1"], [])) == []
    early = replace(DUE, today=date(2032, 12, 31))
    assert said(deletion_refusals(early, 2026, YEARS, ["pol-1"], [])) == [("15.2.e", "not-due")]


@pytest.mark.artikel("15.2.e")
def test_the_oldest_goes_first_and_behind_a_checkpoint_that_a_kernpartij_signed() -> None:
    later = [("15.2.e", "not-the-oldest"), ("15.2.e", "not-due")]
    assert said(deletion_refusals(DUE, 2027, YEARS, ["om-1"], [])) == later
    assert said(deletion_refusals(DUE, 2025, YEARS, ["om-1"], [])) == [("15.2.e", "no-such-year")]
    for nobody in ([], ["uit-1"], ["rec-1", "nctv-1"], ["gone-1"]):
        refused = said(deletion_refusals(DUE, 2026, YEARS, nobody, []))
        assert refused == [("15.2.e", "no-checkpoint")]
    assert said(deletion_refusals(DUE, 2026, YEARS, ["uit-1", "gone-1", "hrl-1"], [])) == []


@pytest.mark.artikel("15.2.e")
def test_a_year_that_was_kept_long_enough_stands_on_the_agenda() -> None:
    assert [*entries(DUE, None, [])] == [*entries(DUE, 2027, [])] == []
    assert [*entries(replace(DUE, today=date(2032, 12, 31)), 2026, [])] == []
    (entry,) = entries(DUE, 2026, [])
    assert (entry.what, entry.due, entry.days_left) == (
        "delete log of 2026",
        date(2032, 12, 31),
        -1,
    )
    assert (entry.command, entry.article) == ("pgaref log delete 2026", "15.2.e")


@pytest.mark.artikel("13.1", "15.2.e")
def test_the_log_of_a_file_is_kept_as_long_as_the_file() -> None:
    """Five years count from the last processing, and a hold lengthens them."""
    old = weegploeg_card(opened=date(2026, 12, 31), last_processed=date(2032, 10, 1))
    older = casusoverleg_card(opened=date(2025, 3, 1))
    young = weegploeg_card(opened=date(2027, 1, 1))
    assert said(deletion_refusals(DUE, 2026, YEARS, ["pol-1"], [young])) == []
    kept = [*deletion_refusals(DUE, 2026, YEARS, ["pol-1"], [young, old, older])]
    assert said(kept) == [("15.2.e", "files-rest-on-it")]
    assert kept[0].message.startswith("2 dossiers that were opened in 2026 or before")
    assert old.id in kept[0].hint
    assert [*entries(DUE, 2026, [old])] == []
    assert [entry.what for entry in entries(DUE, 2026, [young])] == ["delete log of 2026"]
