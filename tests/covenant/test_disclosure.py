# SPDX-License-Identifier: EUPL-1.2
"""Disclosing to an externe casuspartner: art. 10(5), 14(1), within the grounds of art. 6."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant import disclosure
from pgaref.covenant.handover import Source
from pgaref.covenant.profile_reading import parse
from tests.covenant.examples import (
    NCTV,
    OFFICERS,
    RECLASSERING,
    casusoverleg_card,
    circumstances,
    content,
    entry,
    profile_text,
    register,
    said,
    source,
    stored_signal,
)

NOW, CARD, CASUSOVERLEG = circumstances(), casusoverleg_card(), register("casusoverleg")
Said = list[tuple[str, str]]


NO_SECRECY = ("14.1", "no-secrecy")
BY_ANOTHER = {"opgelegd_door": "uit-1", "bevestigd_door": "pol-1", "op": "2026-10-15"}


def recipient(**changes: object) -> Said:
    return said(
        disclosure.recipient_refusals(NOW, CARD, CASUSOVERLEG, content("verstrekking", **changes))
    )


@pytest.mark.artikel("10.5", "14.1")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, []),
        ({"aan": "iemand"}, [("1", "unknown-party")]),
        ({"geheimhouding": None}, [NO_SECRECY]),
        ({"geheimhouding": BY_ANOTHER}, [NO_SECRECY]),
        ({"aan": RECLASSERING, "geheimhouding": None}, [("10.5", "wrong-party"), NO_SECRECY]),
        (
            {"aan": "riec-limburg", "geheimhouding": None},
            [("10.5", "not-a-participant"), ("15.2.b", "no-officer"), NO_SECRECY],
        ),
        # Wegen is what the weegploeg does; and pgaref alone lays down what the Wpg asks.
        ({"doel": "wegen"}, [("10.5", "wrong-purpose")]),
        ({"wpg": [{}]}, [("6.b", "filled-in")]),
    ],
)
def test_the_recipient_is_an_external_partner_on_the_dossier_under_secrecy(
    changes: dict[str, object], refused: Said
) -> None:
    assert recipient(**changes) == refused


@pytest.mark.artikel("15.2.b")
def test_a_recipient_without_an_officer_is_refused() -> None:
    now = circumstances(officers={k: o for k, o in OFFICERS.items() if k != "nctv-1"})
    found = said(disclosure.recipient_refusals(now, CARD, CASUSOVERLEG, content("verstrekking")))
    assert found == [("15.2.b", "no-officer"), ("15.2.c", "unknown-officer")]


def choose(*numbers: int) -> Said:
    others = (
        entry(9, "signaal", "beperkt-om"),
        entry(10, "weging"),
        entry(11, "actie", "voortgang"),
        entry(12, "advies"),
    )
    card = casusoverleg_card(records=(*CARD.records, *others))
    disclosed = content("verstrekking", gegevens=[{"record": n, "velden": ["x"]} for n in numbers])
    return said(disclosure.chosen_refusals(card, CASUSOVERLEG, disclosed))


@pytest.mark.artikel("10.5", "6.b")
@pytest.mark.parametrize(
    ("numbers", "refused"),
    [
        ((1, 2, 3, 6, 10, 11, 12), []),
        # A plan, which an external partner reads itself, and a relation.
        ((7,), [("10.5", "wrong-kind")]),
        ((8,), [("10.5", "wrong-kind")]),
        ((99,), [("10.5", "no-record")]),
        # The weighing that rests on restricted data; a restricted signal is refused by its ground.
        ((5,), [("6.b", "restricted")]),
        ((4, 9), []),
    ],
)
def test_what_rests_on_restricted_data_never_leaves(
    numbers: tuple[int, ...], refused: Said
) -> None:
    assert choose(*numbers) == refused


def sources(**changes: object) -> list[Source]:
    return [
        source(2, "signaal", "dossier", {**stored_signal(0), **changes}),
        source(3, "signaal", "dossier", stored_signal(1)),
        source(7, "actie", "voortgang", content("actie")),
        source(10, "weging", "dossier", content("weging")),
    ]


def fields(
    *velden: str, record: int = 2, grounds: Any = ("wpg-20",), now: Any = NOW, **changes: Any
) -> list[Any]:
    disclosed = content("verstrekking", grondslag=list(grounds))
    disclosed["gegevens"] = [{"record": record, "velden": list(velden)}]
    return list(disclosure.field_refusals(now, CASUSOVERLEG, sources(**changes), disclosed))


@pytest.mark.artikel("10.5")
@pytest.mark.parametrize(
    ("velden", "refused"),
    [
        (["waargenomen_op", "gedraging"], []),
        (["gedraging", "bsn"], [("10.5", "no-field")]),
        (["melder"], [("10.5", "no-field")]),
        (["schema"], [("10.5", "no-field")]),
    ],
)
def test_only_fields_that_are_there_are_chosen(velden: list[str], refused: Said) -> None:
    assert said(fields(*velden)) == refused


RESTRICTED: dict[str, Any] = {"gegevens": "wpg-9", "grondslag": ["wpg-18-2"]}


@pytest.mark.artikel("6.b", "10.5")
@pytest.mark.parametrize("grounds", [["wpg-20"], ["wpg-18-2"], ["wpg-18-2", "wpg-20"]])
def test_no_ground_lets_restricted_data_go_to_an_external_partner(grounds: list[str]) -> None:
    (refusal,) = fields("gedraging", grounds=grounds, **RESTRICTED)
    assert said([refusal]) == [("6.b", "wrong-ground")]
    assert refusal.message == (
        "record 2 is wpg-9; wpg-18-2 lets wpg-9 go to gemeente, uitvoerder only, not to nctv"
    )
    assert refusal.hint == "leave out record 2"


@pytest.mark.artikel("6.b")
def test_restricted_data_stays_whatever_a_profile_says() -> None:
    text = profile_text()
    route = {"wie": ["externe-casuspartner"], "relatie": "verstrekking", "artikel": "10.5"}
    text["grondslagen"][2]["naar"].append(route)
    now = replace(NOW, profile=parse(text))
    found = fields("gedraging", grounds=["wpg-18-2"], now=now, **RESTRICTED)
    assert said(found) == [("6.b", "restricted")]


@pytest.mark.artikel("6", "10.5")
@pytest.mark.parametrize(
    ("record", "grounds", "refused"),
    [
        (3, ["avg-6-1-e"], []),
        (3, ["wpg-20"], [("6.c", "wrong-ground")]),
        (2, ["avg-6-1-e"], [("6.b", "wrong-ground")]),
        (2, ["avg-6-1-e", "wpg-20"], []),
        (2, ["wpg-20", "wpg-99"], [("6", "wrong-ground")]),
        # The weighing of the example rests on both signals.
        (10, ["wpg-20"], [("6.c", "wrong-ground")]),
        (10, ["avg-6-1-e"], [("6.b", "wrong-ground")]),
        (10, ["avg-6-1-e", "wpg-20"], []),
        # No signal among the records: the grounds stated are still grounds.
        (7, ["wpg-20"], []),
        (7, ["wpg-99"], [("6", "wrong-ground")]),
    ],
)
def test_a_disclosure_states_a_ground_that_its_record_rests_on(
    record: int, grounds: list[str], refused: Said
) -> None:
    field = {7: "maatregel", 10: "conclusie"}.get(record, "gedraging")
    assert said(fields(field, record=record, grounds=grounds)) == refused


@pytest.mark.artikel("6.b", "10.5")
def test_a_weighing_stays_when_one_of_its_signals_may_not_go() -> None:
    (refusal,) = fields("oordelen", record=10, grounds=["wpg-20", "avg-6-1-e"], **RESTRICTED)
    assert said([refusal]) == [("6.b", "wrong-ground")]
    assert refusal.message.startswith("record 10 rests on record 2, which is wpg-9; ")
    assert refusal.hint == "leave out record 10"


@pytest.mark.artikel("10.5")
@pytest.mark.parametrize("cited", [99, 7])
def test_a_weighing_stays_when_it_rests_on_what_is_no_signal_here(cited: int) -> None:
    weighing = content("weging")
    weighing["oordelen"][0]["signalen"] = [cited]
    weighing["oordelen"][1:] = []
    there = [*sources()[:3], source(10, "weging", "dossier", weighing)]
    disclosed = content("verstrekking", gegevens=[{"record": 10, "velden": ["conclusie"]}])
    assert said(disclosure.field_refusals(NOW, CASUSOVERLEG, there, disclosed)) == [
        ("10.5", "no-signal")
    ]


def quoting(grounds: list[str], **changes: Any) -> list[Any]:
    """What is held against an action that repeats the police's signal."""
    action = content("actie", toelichting=stored_signal(0)["gedraging"])
    there = [*sources(**changes)[:2], source(7, "actie", "voortgang", action)]
    chosen = [{"record": 7, "velden": ["toelichting"]}]
    disclosed = content("verstrekking", grondslag=grounds, gegevens=chosen)
    return list(disclosure.field_refusals(NOW, CASUSOVERLEG, there, disclosed))


@pytest.mark.artikel("6.b", "10.5")
def test_police_data_that_an_action_repeats_goes_under_no_other_ground() -> None:
    (refusal,) = quoting(["avg-6-1-e"])
    assert said([refusal]) == [("6.b", "wrong-ground")]
    assert refusal.message == (
        "record 7 quotes record 2, which rests on wpg-20, and grondslag states none of it"
    )
    assert quoting(["wpg-20"]) == []
    (refusal,) = quoting(["wpg-20"], **RESTRICTED)
    assert refusal.message.startswith("record 7 quotes record 2, which is wpg-9; ")
    assert refusal.hint == "leave out record 7"


@pytest.mark.artikel("10.5", "10.2.f", "10.2.g")
def test_nothing_is_disclosed_from_a_register_that_names_no_kind() -> None:
    disclosed = content("verstrekking")
    (refusal,) = disclosure.chosen_refusals(CARD, replace(CASUSOVERLEG, disclosable=()), disclosed)
    assert said([refusal]) == [("10.5", "wrong-kind")]
    assert refusal.hint == "what may be: nothing"


def test_an_unknown_recipient_is_told_of_elsewhere() -> None:
    disclosed = content("verstrekking", aan="iemand")
    assert list(disclosure.field_refusals(NOW, CASUSOVERLEG, sources(), disclosed)) == []


@pytest.mark.artikel("10.5")
@given(st.lists(st.sampled_from(sorted(stored_signal(0))), min_size=1, unique=True))
def test_exactly_the_chosen_fields_are_disclosed(velden: list[str]) -> None:
    items = [{"record": 7, "velden": ["maatregel"]}, {"record": 2, "velden": velden}]
    made = disclosure.chosen(sources(), content("verstrekking", gegevens=items))
    assert made == [
        {"record": 7, "soort": "actie", "velden": {"maatregel": 1}},
        {"record": 2, "soort": "signaal", "velden": {f: stored_signal(0)[f] for f in velden}},
    ]


def test_the_example_goes_to_the_external_partner_on_the_dossier() -> None:
    assert content("verstrekking")["aan"] == NCTV
    assert NCTV in CARD.parties
