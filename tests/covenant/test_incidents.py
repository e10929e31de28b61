# SPDX-License-Identifier: EUPL-1.2
"""Incidents: what is on file, who is told, by when: art. 15(2)(g); AVG 33, 34."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.agenda import of_dossier, timed
from pgaref.covenant.incidents import (
    closed,
    closing_refusals,
    deadline,
    gathered,
    incident_parties,
    opened,
    opening_refusals,
    report_refusals,
    reported,
    spelt,
    update_refusals,
)
from pgaref.covenant.model import Card, Duty
from tests.covenant.examples import (
    CO,
    HEERLEN,
    KERN,
    START,
    TODAY,
    WP,
    casusoverleg_card,
    circumstances,
    content,
    entry,
    profile,
    said,
    sections,
    weegploeg_card,
)

HERE = ZoneInfo("Europe/Amsterdam")
NOW = circumstances()
IN = "IN-00000000"
MOMENT = datetime(2026, 10, 15, 12, 0, tzinfo=HERE)
KNOWN = datetime(2026, 10, 14, 9, 30, tzinfo=HERE)
DUE = datetime(2026, 10, 17, 9, 30, tzinfo=HERE)


def card(**changes: Any) -> Card:
    """An incident on file, that is not notified yet."""
    there = sections("incidenten", KERN)
    records = (entry(1, "incident", "incident"),)
    made = Card(IN, "incidenten", "lopend", 9, START, START, KERN, there, records)
    return replace(opened(NOW, made, KNOWN), **changes)


def incident(**changes: Any) -> dict[str, Any]:
    when = {"datum": "2026-10-14", "tijd": "09:30"}
    return content("incident", **{"kennisgenomen": when, **changes})


def melding(**changes: Any) -> dict[str, Any]:
    when = {"datum": "2026-10-15", "tijd": "11:00"}
    return content("incidentmelding", **{"gemeld": when, **changes})


def opening(known: datetime = KNOWN, **changes: Any) -> list[tuple[str, str]]:
    found = {CO: casusoverleg_card(), WP: weegploeg_card()}
    told = incident(**changes)
    there = {name: found.get(name) for name in told.get("dossiers", ())}
    return said(opening_refusals(NOW, told, there, known, MOMENT))


@pytest.mark.artikel("15.2.g")
@given(st.integers(0, 20 * 366 * 24 * 60))
def test_seventy_two_hours_run_whatever_the_clock_does(minutes: int) -> None:
    known = (datetime(2019, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(HERE)
    end = deadline(NOW, known)
    assert end.astimezone(UTC) - known.astimezone(UTC) == timedelta(hours=72)
    assert end.tzinfo is HERE


@pytest.mark.artikel("15.2.g")
def test_the_night_that_has_an_hour_more_does_not_give_an_hour_more() -> None:
    end = deadline(NOW, datetime(2026, 10, 24, 12, 0, tzinfo=HERE))
    assert (end.day, end.hour) == (27, 11)


@pytest.mark.artikel("15.2.g")
def test_the_card_has_the_moment_and_the_agenda_the_hours() -> None:
    (duty,) = card().duties
    assert duty == Duty("melding", 1, date(2026, 10, 14), date(2026, 10, 17), at=spelt(DUE))
    assert duty.at == "2026-10-17T07:30:00Z"
    found = of_dossier(card(), profile(), TODAY)
    (term,) = timed([term for term in found if term.at], MOMENT)
    assert (term.what, term.hours_left, term.urgent) == ("notify", 45, True)
    assert (term.article, term.command) == ("15.2.g", f"pgaref incident report {IN} FILE")
    assert not term.overdue
    (late,) = timed([term], DUE + timedelta(seconds=1))
    assert (late.hours_left, late.overdue, late.days_left) == (-1, True, 2)
    others = [term for term in of_dossier(card(), profile(), TODAY) if not term.at]
    assert timed(others, MOMENT) == tuple(others)


@pytest.mark.artikel("4", "15.2.g")
def test_whom_it_concerns_is_who_is_on_its_dossiers_and_who_is_named() -> None:
    told = incident(dossiers=[CO], kernpartijen=["gemeente-venlo", "nergens"])
    found = {CO: casusoverleg_card()}
    assert incident_parties(NOW, told, found) == tuple(sorted((*KERN, "gemeente-venlo")))
    assert incident_parties(NOW, told, {CO: None}) == ("gemeente-venlo",)


@pytest.mark.artikel("15.2.g", "4", "18.1")
def test_what_speaks_against_opening_one() -> None:
    assert opening(dossiers=[CO, WP]) == []
    assert opening(dossiers=None, kernpartijen=[HEERLEN]) == []
    assert opening(known=MOMENT + timedelta(minutes=1)) == [("18.1", "future-date")]
    assert opening(known=MOMENT + timedelta(days=1)) == [("18.1", "future-date")]
    assert opening(known=KNOWN.replace(year=2018)) == [("18.1", "early-date")]
    assert opening(dossiers=["CO-11111111"], kernpartijen=[HEERLEN]) == [("15.2.g", "no-dossier")]
    nobody = [("1", "unknown-party"), ("4", "no-kernpartij")]
    assert opening(dossiers=None, kernpartijen=["nergens"]) == nobody
    other = [("4", "wrong-party"), ("4", "no-kernpartij")]
    assert opening(dossiers=None, kernpartijen=["nctv"]) == other
    assert opening(dossiers=None) == [("4", "no-kernpartij")]
    assert opening(kernpartijen=["gemeente-venlo"]) == [("15.2.b", "no-officer")]


@pytest.mark.artikel("15.2.g")
def test_facts_are_added_from_the_day_that_it_became_known() -> None:
    def adding(day: str) -> list[tuple[str, str]]:
        return said(update_refusals(NOW, incident(), content("incidentaanvulling", datum=day)))

    assert adding("2026-10-14") == []
    assert adding("2026-10-13") == [("15.2.g", "early-date")]
    assert adding("2026-10-16") == [("18.1", "future-date")]


def reporting(
    at: Card, told: datetime = MOMENT, moment: datetime = MOMENT, **changes: Any
) -> list[tuple[str, str]]:
    return said(report_refusals(NOW, at, melding(**changes), KNOWN, told, moment))


@pytest.mark.artikel("15.2.g", "4")
def test_what_speaks_against_a_notification() -> None:
    assert reporting(card()) == []
    assert reporting(card(), told=MOMENT + timedelta(hours=1)) == [("18.1", "future-date")]
    assert reporting(card(), told=KNOWN - timedelta(hours=1)) == [("15.2.g", "early-date")]
    assert reporting(card(), besloten_door=["pol-1", "om-1"]) == [("4", "not-represented")]
    unknown = [("15.2.c", "unknown-officer")]
    assert reporting(card(), besloten_door=["pol-1", "om-1", "hrl-1", "x"]) == unknown
    told = {"uitkomst": "gedaan", "op": "2026-10-16", "wijze": "x", "motivering": "y"}
    assert reporting(card(), mededeling=told) == [("18.1", "future-date")]
    none = {"uitkomst": "niet", "reden": "geen-hoog-risico", "motivering": "y"}
    assert reporting(card(), mededeling=none) == []


@pytest.mark.artikel("15.2.g")
def test_phases_follow_on_one_another() -> None:
    wrong = [("15.2.g", "wrong-phase")]
    first = card()
    assert [reporting(first, fase=fase) for fase in ("eerste", "volledig", "niet")] == [[], [], []]
    assert reporting(first, fase="aanvullend") == wrong
    told = replace(first, duties=())
    assert [reporting(told, fase=fase) for fase in ("aanvullend", "volledig")] == [[], []]
    assert reporting(told, fase="eerste") == reporting(told, fase="niet") == wrong


@pytest.mark.artikel("15.2.g")
def test_later_than_seventy_two_hours_says_why_and_only_then() -> None:
    now = replace(NOW, today=date(2026, 10, 18))
    late = DUE + timedelta(minutes=1)

    def said_of(told: datetime, **changes: Any) -> list[tuple[str, str]]:
        after = datetime(2026, 10, 18, 12, tzinfo=HERE)
        return said(report_refusals(now, card(), melding(**changes), KNOWN, told, after))

    assert said_of(DUE) == said_of(late, vertraging="Pas toen bleek het.") == []
    assert said_of(late) == [("15.2.g", "no-reason-for-delay")]
    assert said_of(DUE, vertraging="Pas toen bleek het.") == [("15.2.g", "no-delay")]
    assert said_of(late, fase="niet") == []


@pytest.mark.artikel("15.2.g")
def test_a_first_notification_is_made_whole_on_a_term_that_more_phases_do_not_put_off() -> None:
    first = reported(NOW, card(), melding(fase="eerste"), MOMENT)
    (duty,) = first.duties
    assert duty == Duty("aanvulling", 1, date(2026, 10, 15), date(2026, 11, 12))
    more = reported(NOW, first, melding(fase="aanvullend"), MOMENT + timedelta(days=7))
    assert [duty.due for duty in more.duties] == [date(2026, 11, 12)]
    terms = {term.what: term.command for term in of_dossier(more, profile(), TODAY)}
    assert terms["notify in full"] == f"pgaref incident report {IN} FILE"
    assert reported(NOW, more, melding(fase="volledig"), MOMENT).duties == ()
    assert reported(NOW, card(), melding(fase="niet"), MOMENT).duties == ()


@pytest.mark.artikel("15.2.g", "4")
def test_one_is_closed_when_all_that_is_to_be_told_was() -> None:
    def closing(at: Card, **changes: Any) -> list[tuple[str, str]]:
        told = {"uitkomst": "gedaan", "op": "2026-10-15", "wijze": "x", "motivering": "y"}
        given = {"datum": "2026-10-15", "mededeling": told, **changes}
        return said(closing_refusals(NOW, at, content("incidentafsluiting", **given)))

    done = card(duties=())
    assert closing(done) == []
    assert closing(card()) == [("15.2.g", "not-notified")]
    first = reported(NOW, card(), melding(fase="eerste"), MOMENT)
    assert closing(first) == [("15.2.g", "not-notified")]
    assert closing(done, datum="2026-10-16") == [("18.1", "future-date")]
    assert closing(done, besloten_door=["pol-1"]) == [("4", "not-represented")] * 2
    after = closed(done, content("incidentafsluiting", datum="2026-10-15"))
    assert (after.state, after.decided) == ("afgesloten", date(2026, 10, 15))


@pytest.mark.artikel("15.2.g")
def test_what_is_known_is_the_newest_of_each_field_and_every_measure() -> None:
    update = content("incidentaanvulling", stukken="ongeveer 2", maatregelen=None)
    more = content("incidentaanvulling", feiten=None)
    known = gathered(incident(), [update, more])
    assert known["stukken"] == "ongeveer 2"
    assert known["feiten"] == update["feiten"]
    assert [measure["stand"] for measure in known["maatregelen"]] == ["genomen", "voorgesteld"]
    assert known["schema"] == "incident/1"
    assert "datum" not in known
    assert gathered(incident(maatregelen=None), [])["maatregelen"] == []
