# SPDX-License-Identifier: EUPL-1.2
"""What is due on the vault as a whole: art. 15(2)(b), (c), (f)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pgaref.covenant.oversight import entries, evaluation_refusals, thin_parties, unconfirmed
from tests.covenant.examples import (
    OFFICERS,
    POLITIE,
    TODAY,
    casusoverleg_card,
    circumstances,
    content,
    officer,
    profile,
    said,
    weegploeg_card,
)

NOW = circumstances()
CARDS = (weegploeg_card(), casusoverleg_card())


@pytest.mark.artikel("15.2.c")
def test_an_officer_with_a_card_is_confirmed_within_two_weeks() -> None:
    # Without a card, gone, or not in office yet: nothing to confirm; the founder made the vault.
    assert [one.id for one in unconfirmed(NOW)] == ["pol-1", "om-1", "hrl-1", "rec-1", "nctv-1"]
    confirmed = replace(OFFICERS["pol-1"], confirmed=TODAY, how="telefonisch")
    now = circumstances(officers={**OFFICERS, "pol-1": confirmed})
    assert "pol-1" not in {one.id for one in unconfirmed(now)}
    found = {entry.what: entry for entry in entries(now, CARDS, {})}
    assert "confirm pol-1" not in found
    due = found["confirm om-1"]
    assert (due.due, due.days_left, due.article) == (date(2026, 10, 15), 0, "15.2.c")
    assert (due.dossier, due.command) == ("", "pgaref officer confirm om-1 --how CODE")
    second = circumstances(officers={**OFFICERS, "uit-2": officer("uit-2", "uitvoerder")})
    assert "uit-2" in {one.id for one in unconfirmed(second)}


@pytest.mark.artikel("15.2.b")
def test_a_party_with_one_reader_is_named_where_it_reads_something() -> None:
    everybody = ("gemeente-heerlen", "nctv", "openbaar-ministerie", POLITIE)
    assert thin_parties(NOW, CARDS) == (*everybody, "reclassering-nederland", "uitvoerder")
    assert thin_parties(NOW, []) == ("uitvoerder",)
    now = circumstances(officers={**OFFICERS, "pol-2": officer("pol-2", POLITIE)})
    assert POLITIE not in thin_parties(now, CARDS)
    found = {entry.what: entry for entry in entries(now, CARDS, {})}
    assert f"more officers of {POLITIE}" not in found
    assert found["more officers of nctv"].command.startswith("pgaref officer add nctv ID ")


@pytest.mark.artikel("15.2.f")
@pytest.mark.parametrize(
    ("reviewed", "due"),
    [(None, date(2027, 10, 1)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_access_is_reviewed_once_a_year(reviewed: date | None, due: date) -> None:
    found = {entry.what: entry for entry in entries(NOW, CARDS, {"officer review": reviewed})}
    review = found["access review"]
    assert (review.due, review.article) == (due, "15.2.f")
    assert review.days_left == (due - TODAY).days
    assert found["more officers of nctv"].due == due
    assert len({entry.key for entry in found.values()}) == len(found)


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize(
    ("reviewed", "due"),
    [(None, date(2027, 1, 1)), (date(2026, 11, 30), date(2027, 2, 28))],
)
def test_the_log_is_reviewed_every_three_months(reviewed: date | None, due: date) -> None:
    found = {entry.what: entry for entry in entries(NOW, CARDS, {"log review": reviewed})}
    assert found["log review"].due == due
    assert found["log review"].article == "15.2.e"


@pytest.mark.artikel("15.3", "18.4")
@pytest.mark.parametrize(
    ("what", "done", "due", "article"),
    [
        ("beveiliging", None, date(2027, 10, 1), "15.3"),
        ("beveiliging", date(2027, 3, 31), date(2028, 3, 31), "15.3"),
        ("convenant", None, date(2028, 10, 1), "18.4"),
        ("convenant", date(2028, 2, 29), date(2030, 2, 28), "18.4"),
    ],
)
def test_security_is_evaluated_every_year_and_the_covenant_every_two(
    what: str, done: date | None, due: date, article: str
) -> None:
    found = {entry.what: entry for entry in entries(NOW, CARDS, {f"evaluate {what}": done})}
    term = found[f"evaluation of {what}"]
    assert (term.due, term.article, term.dossier) == (due, article, "")
    assert term.command == f"pgaref evaluate {what} FILE"


@pytest.mark.artikel("18.4")
@pytest.mark.parametrize(
    ("since", "due"),
    [
        # The vault was made on 2026-10-01.
        (date(2026, 3, 1), date(2028, 3, 1)),
        (date(2024, 10, 1), date(2026, 10, 1)),
        # Two years after its entry into force there was no vault to say so.
        (date(2024, 9, 30), date(2028, 10, 1)),
    ],
)
def test_the_covenant_is_evaluated_two_years_after_it_came_into_force(
    since: date, due: date
) -> None:
    now = circumstances(profile=replace(profile(), since=since))
    found = {entry.what: entry.due for entry in entries(now, CARDS, {})}
    assert found["evaluation of convenant"] == due
    assert found["evaluation of beveiliging"] == date(2027, 10, 1)


@pytest.mark.artikel("15.3", "4")
def test_the_controllers_evaluate() -> None:
    def refused(**changes: Any) -> list[tuple[str, str]]:
        given = {"datum": "2026-10-15", "van": "2026-10-01", "tot": "2026-10-14", **changes}
        return said(evaluation_refusals(NOW, content("evaluatie", **given)))

    assert refused() == []
    assert refused(door=["pol-1"], maatregelen=None) == []
    assert refused(door=["uit-1", "rec-1"]) == [("4", "not-represented")]
    assert refused(door=["pol-1", "x"]) == [("15.2.c", "unknown-officer")]
    assert refused(datum="2026-10-16") == [("18.1", "future-date")]
    assert refused(van="2026-10-15") == [("15.3", "early-date")]
    other = [{"wat": "x", "wie": "nergens"}, {"wat": "y"}]
    assert refused(maatregelen=other) == [("1", "unknown-party")]


@pytest.mark.artikel("15.2.c", "15.2.f")
def test_keys_of_who_is_out_of_office_are_renewed_the_next_day() -> None:
    second = officer("pol-2", POLITIE)
    now = circumstances(officers={**OFFICERS, "pol-2": second})
    card = weegploeg_card()
    held = card.sections["dossier"]
    held = replace(held, keys={**held.keys, "politie/pol-2": "0" * 64})
    there = [replace(card, sections={**card.sections, "dossier": held})]

    def due(**changes: Any) -> dict[str, date]:
        officers = {**now.officers, "pol-2": replace(second, **changes)}
        found = entries(replace(now, officers=officers), there, {})
        return {entry.what: entry.due for entry in found if entry.what.startswith("renew")}

    assert due() == {}
    assert due(revoked=TODAY, reason="uit-dienst") == {"renew what pol-2 opens": TODAY}
    yesterday = TODAY - timedelta(days=1)
    assert due(until=yesterday) == {"renew what pol-2 opens": yesterday}
    # Who is not in office yet has no term that ended.
    assert due(since=TODAY + timedelta(days=1)) == {}
