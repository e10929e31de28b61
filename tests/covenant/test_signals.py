# SPDX-License-Identifier: EUPL-1.2
"""Bringing signals: art. 7(1)-(2) and 8(2)(a)-(c) in the weegploeg, 9(2) in the casusoverleg."""

from __future__ import annotations

from typing import Any

import pytest

from pgaref.covenant import signals
from pgaref.covenant.model import NewRecord
from pgaref.errors import RefusedError
from tests.covenant.examples import (
    HEERLEN,
    KERN,
    NCTV,
    OFFICERS,
    OM,
    PARTICIPANTS,
    POLITIE,
    RECLASSERING,
    VENLO,
    circumstances,
    content,
    intake_signal,
    officer,
    register,
    said,
)

WEEGPLOEG, CASUSOVERLEG = register("weegploeg"), register("casusoverleg")
NOW = circumstances()
Said = list[tuple[str, str]]


def intake(now: Any = NOW, **changes: object) -> Said:
    return said(signals.intake_refusals(now, WEEGPLOEG, content("intake", **changes)))


def signal(place: int, *, at: Any = WEEGPLOEG, parties: Any = KERN, **changes: object) -> Said:
    brought = intake_signal(place, **changes)
    return said(signals.signal_refusals(NOW, at, parties, brought, "signalen[0]."))


def in_casusoverleg(place: int, **changes: object) -> Said:
    brought: dict[str, object] = {"melder": None, "noodzaak": "Nodig voor het plan.", **changes}
    return signal(place, at=CASUSOVERLEG, parties=PARTICIPANTS, **brought)


@pytest.mark.artikel("7.1", "7.2", "8.2.a", "8.2.b", "8.2.c")
def test_the_example_intake_is_allowed() -> None:
    assert intake() == []
    assert signals.intake_parties(WEEGPLOEG, content("intake")) == KERN


@pytest.mark.artikel("8.4")
@pytest.mark.parametrize(
    ("gemeenten", "refused"),
    [
        ([HEERLEN, POLITIE], [("8.4", "wrong-party")]),
        ([HEERLEN, RECLASSERING], [("8.4", "wrong-party")]),
        ([HEERLEN, VENLO], [("15.2.b", "no-officer")]),
        ([HEERLEN, "gemeente-utrecht"], [("1", "unknown-party")]),
        ([], [("7.1", "not-on-dossier")]),
    ],
)
def test_the_municipalities_named(gemeenten: list[str], refused: Said) -> None:
    assert intake(gemeenten=gemeenten) == refused


@pytest.mark.artikel("15.2.b")
def test_a_standing_party_without_a_reader_is_an_error_and_never_a_shorter_list() -> None:
    officers = {"pol-1": OFFICERS["pol-1"], "hrl-1": OFFICERS["hrl-1"]}
    refused = intake(circumstances(officers=officers))
    assert refused == [("15.2.b", "no-officer")] * 2


@pytest.mark.artikel("7.1", "7.2")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, []),
        ({"inbrenger": "gemeente-utrecht"}, [("1", "unknown-party")]),
        ({"via": "hrl-1"}, [("7.2", "wrong-officer")]),
        ({"via": "pol-9"}, [("15.2.c", "unknown-officer")]),
        ({"via": "pol-0"}, [("15.2.c", "not-in-office")]),
        ({"waargenomen_op": "2026-10-16"}, [("18.1", "future-date")]),
        # What was seen may lie before the covenant; what is done may not.
        ({"waargenomen_op": "2018-01-01"}, []),
        ({"melder": None}, [("8.2.c", "no-melder")]),
        ({"gedraging": "Kim Fictief zag het."}, [("8.2.c", "melder")]),
        ({"partij": {"naam": "x"}}, [("10.2.c", "copy")]),
        ({"grondslag": ["wpg-99"]}, [("6", "wrong-ground")]),
        ({"gegevens": "wpg-9"}, [("6.b", "wrong-ground")]),
        ({"grondslag": ["wpg-16-1"]}, [("6.b", "wrong-ground")]),
        ({"onderbouwing": {"doel": "d"}}, [("6.b", "unmotivated")]),
    ],
)
def test_a_signal_of_the_police_in_the_weegploeg(changes: dict[str, object], refused: Said) -> None:
    assert signal(0, **changes) == refused


@pytest.mark.artikel("7.1")
@pytest.mark.parametrize("giver", [RECLASSERING, NCTV, "uitvoerder"])
def test_only_a_kernpartij_brings_a_signal_to_the_weegploeg(giver: str) -> None:
    assert ("7.1", "wrong-party") in signal(0, inbrenger=giver)


@pytest.mark.artikel("7.1")
def test_a_kernpartij_that_is_not_on_the_dossier_joins_first() -> None:
    assert signal(1, parties=("openbaar-ministerie", POLITIE)) == [("7.1", "not-on-dossier")]


@pytest.mark.artikel("9.2", "10.2.c")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, []),
        ({"noodzaak": None}, [("9.2", "no-necessity")]),
        ({"melder": {"naam": "x", "contactgegevens": "y"}}, [("10.2.c", "melder")]),
        (
            {"inbrenger": NCTV, "via": "nctv-1"},
            [("9.2", "wrong-party"), ("6.c", "wrong-ground")],
        ),
        ({"inbrenger": VENLO}, [("9.2", "not-on-dossier"), ("7.2", "wrong-officer")]),
        ({"inbrenger": "iemand"}, [("1", "unknown-party")]),
    ],
)
def test_a_signal_in_the_casusoverleg(changes: dict[str, object], refused: Said) -> None:
    assert in_casusoverleg(1, **changes) == refused


@pytest.mark.artikel("9.2", "6.e")
def test_a_casuspartij_brings_a_signal_to_the_casusoverleg() -> None:
    changes = {
        "inbrenger": RECLASSERING,
        "via": "rec-1",
        "grondslag": ["reclassering-8"],
        "gegevens": "reclassering",
        "onderbouwing": {"werkzaamheid": "toezicht"},
    }
    assert in_casusoverleg(0, **changes) == []


@pytest.mark.artikel("8.2.b", "8.2.c")
def test_signals_come_first_and_each_melder_goes_into_its_partys_own_section() -> None:
    brought = content("intake")["signalen"]
    brought[0] |= {"grondslag": ["wpg-18-2"], "gegevens": "wpg-9"}
    made = signals.signal_records(NOW, WEEGPLOEG, KERN, brought, 2)
    assert [(record.kind, record.section) for record in made] == [
        ("signaal", "beperkt"),
        ("signaal", "dossier"),
        ("melder", "melder-politie"),
        ("melder", f"melder-{HEERLEN}"),
    ]
    assert made[3].content == {
        "schema": "melder/1",
        "signaal": 3,
        "naam": "Robin Bedacht",
        "contactgegevens": "000-0000000",
    }
    assert made[0].content == {"schema": "signaal/1", **_without_melder(brought[0])}


def _without_melder(brought: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in brought.items() if key != "melder"}


@pytest.mark.artikel("10.2.c")
def test_no_melder_becomes_a_record_in_the_casusoverleg() -> None:
    brought = intake_signal(1, noodzaak="Nodig.")
    (record,) = signals.signal_records(NOW, CASUSOVERLEG, PARTICIPANTS, [brought], 7)
    facts = {"schema": "signaal/1", **_without_melder(brought)}
    assert record == NewRecord("signaal", "dossier", facts)


@pytest.mark.artikel("6.b")
def test_a_signal_without_a_place_becomes_no_record() -> None:
    brought = intake_signal(0, grondslag=["wpg-16-1"])
    with pytest.raises(RefusedError) as caught:
        signals.signal_records(NOW, WEEGPLOEG, KERN, [brought], 2)
    assert said(caught.value.refusals) == [("6.b", "wrong-ground")]


@pytest.mark.artikel("8.4")
def test_everything_wrong_is_told_at_once() -> None:
    officers = {**OFFICERS, "om-1": officer("om-1", OM, recipient="")}
    brought = [intake_signal(0, via="pol-9"), intake_signal(1, melder=None)]
    refused = intake(circumstances(officers=officers), gemeenten=[HEERLEN, "x"], signalen=brought)
    assert refused == [
        ("1", "unknown-party"),
        ("15.2.b", "no-officer"),
        ("15.2.c", "unknown-officer"),
        ("8.2.c", "no-melder"),
    ]
