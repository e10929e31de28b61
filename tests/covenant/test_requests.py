# SPDX-License-Identifier: EUPL-1.2
"""What a person concerned asks: who may ask, who decides, and by when (art. 12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant import requests
from pgaref.covenant.asking import request_warnings
from pgaref.covenant.model import Card, Duty
from pgaref.errors import Refusal
from tests.covenant.examples import (
    CO,
    HEERLEN,
    KERN,
    TODAY,
    VENLO,
    VZ,
    WP,
    casusoverleg_card,
    circumstances,
    content,
    request_card,
    said,
    weegploeg_card,
)

NOW = circumstances()
Said = list[tuple[str, str]]
PARENT = {
    "naam": "Ouder Voorbeeld",
    "adres": "Voorbeeldstraat 1, 6411 ZZ",
    "woonplaats": "Heerlen",
    "hoedanigheid": "ouder-voogd",
    "bewijs": "Uittreksel gezag gezien.",
}
CURATOR = {**PARENT, "hoedanigheid": "curator"}
MENTOR = {**PARENT, "hoedanigheid": "mentor"}
YOUNG, GROWN = "jonger-dan-16", "16-of-ouder"
FOUND: Mapping[str, Card | None] = {
    WP: weegploeg_card(),
    CO: casusoverleg_card(),
    VZ: request_card(),
}


def request(**changes: object) -> dict[str, Any]:
    """The sample request, received before today."""
    return content("verzoek", **{"ontvangen_op": "2026-10-12", **changes})


def asked(found: Mapping[str, Card | None] = FOUND, /, **changes: object) -> Said:
    asking = request(**changes)
    named = {dossier: found[dossier] for dossier in requests.concerned(asking)}
    return said(requests.request_refusals(NOW, asking, named))


@pytest.mark.artikel("12.1", "12.2")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, []),
        ({"ontvangen_op": "2026-10-16"}, [("18.1", "future-date")]),
        ({"over": [{"dossier": WP, "record": 1}]}, []),
        ({"over": [{"dossier": CO, "record": 8}]}, []),
        ({"over": [{"dossier": CO, "record": 2}]}, [("12.2", "no-person")]),
        ({"over": [{"dossier": CO, "record": 99}]}, [("12.2", "no-person")]),
        ({"over": [{"dossier": VZ}]}, [("12.2", "wrong-register")]),
        ({"over": None}, [("4", "no-kernpartij")]),
        ({"over": None, "kernpartijen": [HEERLEN]}, []),
        ({"kernpartijen": ["nctv"]}, [("4", "wrong-party")]),
        ({"kernpartijen": ["iemand"]}, [("1", "unknown-party")]),
        # A reader without an officer is an error, never a shorter list.
        ({"kernpartijen": [VENLO]}, [("15.2.b", "no-officer")]),
    ],
)
def test_a_request_is_about_dossiers_or_kernpartijen(
    changes: dict[str, object], refused: Said
) -> None:
    assert asked(**changes) == refused


@pytest.mark.artikel("12.2")
def test_a_destroyed_dossier_holds_nothing_to_ask_for() -> None:
    found = {WP: None, CO: None}
    assert asked(found) == [("12.2", "no-dossier")] * 2 + [("4", "no-kernpartij")]


@pytest.mark.artikel("12.1")
@pytest.mark.parametrize(
    ("age", "representative", "warned"),
    [
        (GROWN, None, ""),
        (GROWN, CURATOR, ""),
        (GROWN, MENTOR, ""),
        (GROWN, PARENT, "a person of 16 or older acts alone"),
        (YOUNG, None, "for a person under 16 the legal representative asks"),
        (YOUNG, PARENT, ""),
        (YOUNG, CURATOR, ""),
        (YOUNG, MENTOR, ""),
    ],
)
def test_what_somebody_asks_who_may_not_is_taken_in_with_a_warning(
    age: str, representative: object, warned: str
) -> None:
    changes = {"leeftijd": age, "vertegenwoordiger": representative}
    assert asked(**changes) == []
    found = request_warnings(request(**changes))
    assert found == ((f"{warned} (art. 12 lid 1)",) if warned else ())


@pytest.mark.artikel("4", "12.2")
def test_the_kernpartijen_on_the_dossiers_and_those_named_are_concerned() -> None:
    assert requests.request_parties(NOW, request(), FOUND) == KERN
    named = request(over=None, kernpartijen=[VENLO, "iemand"])
    assert requests.request_parties(NOW, named, {}) == (VENLO,)
    assert requests.concerned(request()) == (CO, WP)


@pytest.mark.artikel("12.3")
def test_four_weeks_run_from_receipt() -> None:
    card = requests.opened(NOW, request_card(duties=(), concerns=()), request())
    assert card.duties == (Duty("verzoek", 1, date(2026, 10, 12), date(2026, 11, 9)),)
    assert card.concerns == (CO, WP)


def identified(asking: Mapping[str, Any], **changes: object) -> Said:
    given_content = content("identificatie", **{"datum": "2026-10-15", **changes})
    return said(requests.identification_refusals(NOW, asking, given_content))


@pytest.mark.artikel("12.1", "12.3")
def test_the_identity_of_who_asks_is_established() -> None:
    assert identified(request()) == []
    assert identified(request(), datum="2026-10-16") == [("18.1", "future-date")]
    assert identified(request(), datum="2026-10-11") == [("12.3", "early-date")]
    assert identified(request(), door="pol-9") == [("15.2.c", "unknown-officer")]
    by_parent = request(leeftijd=YOUNG, vertegenwoordiger=PARENT)
    assert identified(by_parent, leeftijd=YOUNG) == [("12.1", "no-proof")]
    proof = {"vertegenwoordiging": "Uittreksel gezag gezien."}
    assert identified(by_parent, leeftijd=YOUNG, **proof) == []
    # The birthday was between asking and showing a passport: there is nothing to prove any more.
    assert identified(by_parent, leeftijd=GROWN, **proof) == []
    assert identified(by_parent, leeftijd=GROWN) == []
    by_curator = request(vertegenwoordiger=CURATOR)
    assert identified(by_curator, leeftijd=GROWN) == [("12.1", "no-proof")]
    # A child that asks alone is identified as well.
    assert identified(request(leeftijd=YOUNG), leeftijd=YOUNG) == []


IDENTIFIED = content("identificatie", datum="2026-10-14")


def decided(
    asking: Mapping[str, Any] | None = None,
    how: Mapping[str, Any] | None = IDENTIFIED,
    /,
    **changes: object,
) -> Said:
    decision = content("weigering", **{"datum": "2026-10-15", **changes})
    asking = asking or request()
    return said(requests.decision_refusals(NOW, request_card(), asking, decision, how))


@pytest.mark.artikel("4", "12.3")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, []),
        ({"datum": "2026-10-16"}, [("18.1", "future-date")]),
        ({"datum": "2026-10-11"}, [("12.3", "early-date")] * 2),
        ({"datum": "2026-10-13"}, [("12.3", "early-date")]),
        ({"besloten_door": ["pol-1", "om-1"]}, [("4", "not-represented")]),
        (
            {"besloten_door": ["pol-1", "om-1", "hrl-1", "x-1"]},
            [("15.2.c", "unknown-officer")],
        ),
    ],
)
def test_the_kernpartijen_decide_on_a_request_together(
    changes: dict[str, object], refused: Said
) -> None:
    assert decided(**changes) == refused


@pytest.mark.artikel("12.3")
def test_nobody_is_answered_whose_identity_is_not_established() -> None:
    assert decided(None, None) == [("12.3", "not-identified")]
    for reason in ("identiteit", "niet-bevoegd", "ingetrokken"):
        assert decided(None, None, reden=reason) == []
    for reason in ("gegevens-juist", "geen-gegevens"):
        assert decided(None, None, reden=reason) == [("12.3", "not-identified")]


OF_AGE, CHILD = [("12.1", "of-age")], [("12.1", "no-representative")]
PERSON, OTHER = "betrokkene", "vertegenwoordiger"


@pytest.mark.artikel("12.1")
@pytest.mark.parametrize(
    ("asking_age", "representative", "to", "age", "refused"),
    [
        (GROWN, None, PERSON, GROWN, []),
        (GROWN, None, OTHER, GROWN, CHILD),
        (YOUNG, PARENT, OTHER, YOUNG, []),
        (YOUNG, PARENT, PERSON, YOUNG, CHILD),
        # Sixteen by now: the person alone is answered.
        (YOUNG, PARENT, OTHER, GROWN, OF_AGE),
        (YOUNG, PARENT, PERSON, GROWN, []),
        # Sixteen already when the parent asked: the person did not ask.
        (GROWN, PARENT, OTHER, GROWN, OF_AGE),
        (GROWN, PARENT, PERSON, GROWN, OF_AGE),
        # Stated as 16 by mistake.
        (GROWN, PARENT, OTHER, YOUNG, []),
        # A child alone gets nothing, until it is 16.
        (YOUNG, None, PERSON, YOUNG, CHILD),
        (YOUNG, None, OTHER, YOUNG, CHILD),
        (YOUNG, None, PERSON, GROWN, []),
        (GROWN, CURATOR, OTHER, GROWN, []),
        (GROWN, MENTOR, OTHER, GROWN, []),
        (GROWN, MENTOR, PERSON, GROWN, []),
    ],
)
def test_at_16_the_person_is_answered_alone(
    asking_age: str, representative: object, to: str, age: str, refused: Said
) -> None:
    asking = request(leeftijd=asking_age, vertegenwoordiger=representative)
    how = {**IDENTIFIED, "leeftijd": age}
    assert decided(asking, how, gericht_aan=to, leeftijd=age) == refused


@pytest.mark.artikel("12.1", "12.4")
@pytest.mark.parametrize(
    ("asking_age", "representative", "to", "age", "refused"),
    [
        (GROWN, PARENT, OTHER, GROWN, []),
        (YOUNG, PARENT, OTHER, GROWN, []),
        (YOUNG, None, PERSON, YOUNG, []),
        # To nobody else than who asked.
        (GROWN, PARENT, PERSON, GROWN, []),
        (YOUNG, PARENT, PERSON, YOUNG, CHILD),
        (YOUNG, None, OTHER, YOUNG, CHILD),
    ],
)
def test_that_somebody_may_not_ask_is_told_to_who_asked(
    asking_age: str, representative: object, to: str, age: str, refused: Said
) -> None:
    asking = request(leeftijd=asking_age, vertegenwoordiger=representative)
    said_so = {"gericht_aan": to, "leeftijd": age, "reden": "niet-bevoegd"}
    for how in (None, {**IDENTIFIED, "leeftijd": age}):
        assert decided(asking, how, **said_so) == refused


@pytest.mark.artikel("12.1")
def test_a_parent_of_somebody_of_16_is_told_nothing_else() -> None:
    asking = request(vertegenwoordiger=PARENT)
    for reason in ("identiteit", "ingetrokken", "gegevens-juist", "uavg-41"):
        assert decided(asking, gericht_aan=OTHER, reden=reason) == OF_AGE
    # An age that was established is not stated away.
    young = {"gericht_aan": OTHER, "leeftijd": YOUNG}
    assert decided(asking, **young, reden="gegevens-juist") == OF_AGE


@pytest.mark.artikel("12.3", "12.4")
@pytest.mark.parametrize(
    ("reason", "how", "found", "refused"),
    [
        ("identiteit", None, [], []),
        ("identiteit", IDENTIFIED, [], [("12.3", "identified")]),
        ("geen-gegevens", IDENTIFIED, [], []),
        ("geen-gegevens", IDENTIFIED, [weegploeg_card()], [("12.4", "data-there")]),
        ("ingetrokken", IDENTIFIED, [weegploeg_card()], []),
        ("niet-bevoegd", IDENTIFIED, [weegploeg_card()], []),
    ],
)
def test_a_refusal_gives_no_reason_that_is_known_to_be_none(
    reason: str, how: Mapping[str, Any] | None, found: list[Card], refused: Said
) -> None:
    assert said(requests.reason_refusals({"reden": reason}, how, found)) == refused


@pytest.mark.artikel("12.2", "12.5")
def test_each_sort_of_request_has_its_own_answer() -> None:
    assert said(requests.wrong_sort(request(), ["inzage"], "x")) == []
    assert said(requests.wrong_sort(request(), ["correctie"], "x")) == [("12.2", "wrong-sort")]


def part(**changes: object) -> dict[str, Any]:
    made = {"dossier": WP, "record": 1, "uitkomst": "verbetering", "motivering": "Klopt niet."}
    return {key: value for key, value in {**made, **changes}.items() if value is not None}


@pytest.mark.artikel("12.5", "12.6")
@pytest.mark.parametrize(
    ("item", "refused"),
    [
        (part(), []),
        (part(dossier="WP-99999999"), [("12.5", "no-dossier")]),
        (part(record=99), [("12.5", "no-record")]),
        (part(record=None), [("12.6", "no-record")]),
        (part(record=None, uitkomst="afscherming"), [("12.6", "no-record")]),
        (part(record=None, uitkomst="verwijdering"), []),
        (part(record=None, uitkomst="afgewezen"), []),
    ],
)
def test_a_decision_is_about_records_of_the_request(item: dict[str, Any], refused: Said) -> None:
    assert corrected([item]) == refused


def corrected(parts: list[dict[str, Any]], wishes: int = 1) -> Said:
    asking = {"gewenst": [{"wat": "Het adres.", "reden": "Verhuisd."}] * wishes}
    decision = content("correctiebesluit", onderdelen=parts)
    found: Mapping[str, Card | None] = {WP: weegploeg_card()}
    return said(requests.correction_refusals(asking, decision, found))


NO_WISH, OPEN_WISH = ("12.5", "no-wish"), ("12.5", "wish-undecided")


@pytest.mark.artikel("12.5")
@pytest.mark.parametrize(
    ("wishes", "answered", "refused"),
    [
        # A request for inzage, which is refused for that.
        (0, [None], []),
        (1, [None], []),
        (1, [1], []),
        (1, [None, None], []),
        (1, [2], [NO_WISH, OPEN_WISH]),
        (2, [1, 2], []),
        (2, [2, 1, 2], []),
        (2, [1], [OPEN_WISH]),
        (2, [1, None], [NO_WISH, OPEN_WISH]),
        (2, [None], [NO_WISH, OPEN_WISH, OPEN_WISH]),
        (3, [3, 4], [NO_WISH, OPEN_WISH, OPEN_WISH]),
    ],
)
def test_every_wish_is_decided_upon(wishes: int, answered: list[int | None], refused: Said) -> None:
    assert corrected([part(wens=wish) for wish in answered], wishes) == refused


@pytest.mark.artikel("12.5", "12.6")
@given(st.dates(date(2026, 9, 1), TODAY), st.integers(0, 60))
def test_it_is_carried_out_by_the_earlier_of_four_weeks_from_receipt_and_from_decision(
    received: date, waited: int
) -> None:
    decided_on = date.fromordinal(received.toordinal() + waited)
    asking = request(ontvangen_op=received.isoformat())
    due = requests.execute_by(NOW, asking, {"datum": decided_on.isoformat()})
    assert (due - received).days <= 28
    assert (due - decided_on).days <= 28
    assert 28 in {(due - received).days, (due - decided_on).days}


@pytest.mark.artikel("12.6")
def test_a_settled_request_waits_for_no_answer_but_its_parts_for_execution() -> None:
    decision = content(
        "correctiebesluit", onderdelen=[part(), part(uitkomst="afgewezen"), part(record=2)]
    )
    card = requests.settled(request_card(), decision, "besloten")
    assert (card.state, card.outcome, card.decided) == (
        "afgesloten",
        "besloten",
        date(2026, 10, 20),
    )
    assert card.duties == ()
    assert requests.owed(decision) == (1, 3)
    owing = requests.execution_opened(card, 3, decision, date(2026, 11, 9))
    assert owing.duties == (Duty("uitvoering", 3, date(2026, 10, 20), date(2026, 11, 9)),)
    assert requests.executed(owing, 3, decision, [1]).duties == owing.duties
    assert requests.executed(owing, 3, decision, [1, 3]).duties == ()


@pytest.mark.artikel("12.6")
def test_where_all_is_rejected_nothing_is_carried_out() -> None:
    decision = content("correctiebesluit", onderdelen=[part(uitkomst="afgewezen")])
    card = requests.settled(request_card(), decision, "besloten")
    assert requests.execution_opened(card, 3, decision, TODAY) == card


@pytest.mark.artikel("12.6")
def test_only_what_was_ordered_is_carried_out_and_only_once() -> None:
    decision = content(
        "correctiebesluit",
        onderdelen=[part(), part(), part(record=None, uitkomst="verwijdering")],
    )
    assert requests.ordered(decision, WP, 1, "verbetering", []) == 1
    assert requests.ordered(decision, WP, 1, "verbetering", [1]) == 2
    assert requests.ordered(decision, WP, 0, "verwijdering", []) == 3
    for asked_for in (
        (WP, 1, "verwijdering", []),
        (WP, 0, "verwijdering", [3]),
        (CO, 1, "verbetering", []),
    ):
        refusal = requests.ordered(decision, *asked_for)
        assert isinstance(refusal, Refusal)
        assert said([refusal]) == [("12.6", "not-ordered")]
