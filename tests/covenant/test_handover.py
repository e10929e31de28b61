# SPDX-License-Identifier: EUPL-1.2
"""Handing over to the casusoverleg: art. 8(5), 9(1), 10(2)(a)-(d)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.handover import (
    ALWAYS,
    copies,
    participants,
    participation_refusals,
    source_refusals,
    split,
)
from pgaref.covenant.model import Card, NewRecord
from pgaref.errors import Refusal
from tests.covenant.examples import (
    CO,
    HEERLEN,
    NCTV,
    OM,
    POLITIE,
    RECLASSERING,
    VENLO,
    casusoverleg_card,
    circumstances,
    content,
    entry,
    register,
    said,
    source,
    stored_signal,
    weegploeg_card,
)

CASUSOVERLEG = register("casusoverleg")
NOW = circumstances()
TAKING_PART = (HEERLEN, OM, POLITIE, RECLASSERING)
Said = list[tuple[str, str]]


def involve(*parties: str, existing: Card | None = None) -> Said:
    named = [{"partij": party, "taak": "t", "noodzaak": "n"} for party in parties]
    decision = content("besluit", betrekken=named)
    return said(participation_refusals(NOW, CASUSOVERLEG, decision, existing))


@pytest.mark.artikel("7.3", "9.1")
def test_the_participants_of_the_example_are_named_one_by_one() -> None:
    assert participants(content("besluit")) == TAKING_PART
    assert involve(*TAKING_PART) == []


@pytest.mark.artikel("9.1", "14.1", "4")
@pytest.mark.parametrize(
    ("parties", "refused"),
    [
        ((POLITIE,), []),
        ((POLITIE, "iemand"), [("1", "unknown-party")]),
        ((POLITIE, NCTV), [("14.1", "no-secrecy")]),
        ((POLITIE, "uitvoerder"), [("9.1", "wrong-party")]),
        ((POLITIE, POLITIE), [("9.1", "named-twice")]),
        ((RECLASSERING,), [("4", "no-kernpartij")]),
        ((POLITIE, VENLO), [("15.2.b", "no-officer")]),
        (("iemand",), [("1", "unknown-party")]),
    ],
)
def test_who_may_be_involved(parties: tuple[str, ...], refused: Said) -> None:
    assert involve(*parties) == refused


@pytest.mark.artikel("9.1")
def test_a_second_handover_brings_in_nobody_who_has_not_joined() -> None:
    running = casusoverleg_card(parties=(OM, POLITIE))
    assert involve(OM, POLITIE, existing=running) == []
    decision = content("besluit")
    (refusal, other) = participation_refusals(NOW, CASUSOVERLEG, decision, running)
    assert said([refusal, other]) == [("9.1", "not-a-participant")] * 2
    assert refusal.hint == f"pgaref join {CO} {HEERLEN} FILE"


def choose(*numbers: int) -> Said:
    items = [{"record": n, "relevantie": "r"} for n in numbers]
    records = (*weegploeg_card().records, entry(7, "besluit"), entry(8, "controle"))
    card = weegploeg_card(records=records)
    return said(source_refusals(card, content("besluit", over_te_dragen=items)))


@pytest.mark.artikel("8.5", "10.2.a", "10.2.b", "10.2.c", "10.2.d")
@pytest.mark.parametrize(
    ("numbers", "refused"),
    [
        ((2, 3, 6), []),
        ((), []),
        ((99,), [("8.5", "no-record")]),
        ((4,), [("10.2.c", "melder")]),
        ((1,), [("10.2.a", "subject")]),
        ((7,), [("10.2", "wrong-kind")]),
        ((8,), [("10.2", "wrong-kind")]),
        ((2, 2), [("8.5", "named-twice")]),
    ],
)
def test_what_may_be_handed_over(numbers: tuple[int, ...], refused: Said) -> None:
    assert choose(*numbers) == refused


def copy_of(kind: str, section: str, value: Any, *fields: str, parties: Any = TAKING_PART) -> Any:
    item: dict[str, Any] = {"record": 2, "relevantie": "r"}
    if fields:
        item["velden"] = list(fields)
    (made,) = copies(NOW, CASUSOVERLEG, parties, [source(2, kind, section, value)], [item])
    return made


@pytest.mark.artikel("8.5", "10.2.b", "10.2.c")
def test_a_signal_goes_along_with_its_party_in_place_of_the_melder() -> None:
    made = copy_of("signaal", "dossier", stored_signal(0))
    named = {"naam": "De politie", "contactgegevens": "via pol-1"}
    assert made == NewRecord("signaal", "dossier", {**stored_signal(0), "partij": named}, "2")
    assert "melder" not in made.content
    assert "Kim" not in str(made)


@pytest.mark.artikel("10.2.c")
def test_the_partys_own_contact_is_used_where_the_profile_has_it() -> None:
    # No party that brings signals has one in limburg-2019; another covenant may.
    parties = dict(NOW.profile.parties)
    parties[POLITIE] = replace(parties[POLITIE], contact="Postbus 1")
    now = circumstances(profile=replace(NOW.profile, parties=parties))
    sources = [source(2, "signaal", "dossier", stored_signal(0))]
    (made,) = copies(now, CASUSOVERLEG, TAKING_PART, sources, [{"record": 2}])
    assert isinstance(made, NewRecord)
    assert made.content["partij"] == {"naam": "De politie", "contactgegevens": "Postbus 1"}


FIELDS = sorted(stored_signal(0))


@pytest.mark.artikel("8.5")
@given(st.sets(st.sampled_from(FIELDS), min_size=1))
def test_only_the_chosen_fields_go_along_and_those_that_say_what_it_is(fields: set[str]) -> None:
    made = copy_of("signaal", "dossier", stored_signal(0), *sorted(fields))
    assert set(made.content) == fields | set(ALWAYS["signaal"]) | {"partij"}
    assert all(made.content[f] == stored_signal(0)[f] for f in set(made.content) - {"partij"})


@pytest.mark.artikel("8.5")
def test_a_field_that_is_not_there_cannot_be_chosen() -> None:
    made = copy_of("signaal", "dossier", stored_signal(0), "gedraging", "melder", "bsn")
    assert said([made]) == [("8.5", "no-field")]


@pytest.mark.artikel("6.b", "8.5")
@pytest.mark.parametrize(
    ("grounds", "place"),
    [
        (["wpg-18-2"], "beperkt"),
        (["wpg-18-2", "wpg-16-1"], "beperkt-om"),
        (["wpg-16-1"], ("6.b", "wrong-ground")),
    ],
)
@pytest.mark.parametrize("parties", [TAKING_PART, (POLITIE,), (OM, POLITIE)])
def test_a_restricted_signal_goes_into_its_section_or_not_at_all(
    grounds: list[str], place: Any, parties: tuple[str, ...]
) -> None:
    signal = {**stored_signal(0), "gegevens": "wpg-9", "grondslag": grounds}
    made = copy_of("signaal", "beperkt", signal, parties=parties)
    if isinstance(made, Refusal):
        assert made.message.startswith("record 2: ")
        assert said([made]) == [place]
    else:
        assert made.section == place


@pytest.mark.artikel("8.5", "10.2.d", "6.b")
@pytest.mark.parametrize("section", ["dossier", "beperkt", "beperkt-om"])
def test_a_weighing_goes_where_its_signals_are(section: str) -> None:
    made = copy_of("weging", section, content("weging"))
    assert made == NewRecord("weging", section, content("weging"), "2")


@pytest.mark.artikel("10.2.d")
def test_a_weighing_keeps_its_judgements() -> None:
    made = copy_of("weging", "dossier", {**content("weging"), "duiding": "d"}, "conclusie")
    assert made.content == content("weging")


@pytest.mark.artikel("8.5")
def test_copies_come_in_the_order_asked_for() -> None:
    sources = [source(n, "signaal", "dossier", stored_signal(n - 2)) for n in (2, 3)]
    items = [{"record": 3, "relevantie": "r"}, {"record": 2, "relevantie": "r"}]
    made = copies(NOW, CASUSOVERLEG, TAKING_PART, sources, items)
    assert [copy.origin for copy in made if isinstance(copy, NewRecord)] == ["3", "2"]


@pytest.mark.artikel("6.b")
def test_what_a_decision_says_of_a_restricted_record_is_kept_apart() -> None:
    card = weegploeg_card(records=(entry(2, "signaal"), entry(3, "signaal", "beperkt")))
    decision = content("besluit")
    two, three, six = decision["over_te_dragen"]
    assert split(decision, card, ["beperkt", "beperkt-om"]) == {"beperkt": [three]}
    assert split(decision, card, []) == {}
    assert split({}, card, ["beperkt"]) == {}
    assert {two["record"], six["record"]} == {2, 6}
