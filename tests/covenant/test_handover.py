# SPDX-License-Identifier: EUPL-1.2
"""Handing over to the casusoverleg: art. 8(5), 9(1), 10(2)(a)-(d)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.handover import (
    ALWAYS,
    Source,
    apart,
    cited_refusals,
    copies,
    participants,
    participation_refusals,
    public,
    renumbered,
    source_refusals,
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


def choose(*numbers: int, copied: Mapping[int, int] | None = None) -> Said:
    items = [{"record": n, "relevantie": "r"} for n in numbers]
    records = (*weegploeg_card().records, entry(7, "besluit"), entry(8, "controle"))
    card = weegploeg_card(records=records)
    decision = content("besluit", over_te_dragen=items)
    return said(source_refusals(card, decision, copied or {}))


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


@pytest.mark.artikel("8.5")
def test_what_was_handed_over_before_does_not_go_a_second_time() -> None:
    assert choose(3, 6, copied={2: 2}) == []
    assert choose(2, 3, copied={2: 9}) == [("8.5", "handed-over")]
    decision = content("besluit", over_te_dragen=[{"record": 2, "relevantie": "r"}])
    (refusal,) = source_refusals(weegploeg_card(), decision, {2: 9})
    assert (
        refusal.message == "over_te_dragen[0].record: record 2 was handed over before, as record 9"
    )
    assert refusal.hint == "leave out record 2"


def weighing_of_the_example(n: int = 6) -> Source:
    return source(n, "weging", "dossier", content("weging"))


@pytest.mark.artikel("8.5", "10.2.d")
@pytest.mark.parametrize(
    ("along", "copied", "staying"),
    [
        ((2, 3), {}, []),
        ((), {2: 8, 3: 9}, []),
        ((3,), {2: 8}, []),
        ((3,), {}, [2]),
        ((), {3: 9}, [2]),
        ((), {}, [2, 3]),
    ],
)
def test_a_weighing_goes_along_with_the_signals_that_it_rests_on_or_not_at_all(
    along: tuple[int, ...], copied: dict[int, int], staying: list[int]
) -> None:
    signals = [source(n, "signaal", "dossier", stored_signal(n - 2)) for n in along]
    refused = list(cited_refusals([*signals, weighing_of_the_example()], copied))
    assert said(refused) == [("8.5", "cited-stays-behind")] * len(staying)
    hints = [f"hand over record {n} too, or leave out record 6" for n in staying]
    assert [refusal.hint for refusal in refused] == hints


@pytest.mark.artikel("8.5", "10.2.d")
@given(st.permutations([2, 3, 6]), st.integers(2, 50))
def test_a_copied_weighing_cites_the_copies_of_its_signals(order: list[int], first: int) -> None:
    of = {2: stored_signal(0), 3: stored_signal(1), 6: content("weging")}
    kinds = {2: "signaal", 3: "signaal", 6: "weging"}
    made = [NewRecord(kinds[n], "dossier", of[n], str(n)) for n in order]
    new = renumbered(made, {}, first)
    at = {n: first + place for place, n in enumerate(order)}
    weighing = new[order.index(6)]
    judgements: Any = weighing.content["oordelen"]
    for judgement, original in zip(judgements, of[6]["oordelen"], strict=True):
        assert judgement["signalen"] == sorted(at[n] for n in original["signalen"])
        assert {**judgement, "signalen": 0} == {**original, "signalen": 0}
    assert {**weighing.content, "oordelen": 0} == {**of[6], "oordelen": 0}
    assert [copy for copy in new if copy.kind != "weging"] == [
        c for c in made if c.kind != "weging"
    ]
    assert content("weging") == of[6]


@pytest.mark.artikel("8.5", "10.2.d")
def test_a_copied_weighing_cites_what_was_handed_over_before() -> None:
    weighing = NewRecord("weging", "dossier", content("weging"), "6")
    (new,) = renumbered([weighing], {2: 9, 3: 4}, 12)
    judgements: Any = new.content["oordelen"]
    assert [judgement["signalen"] for judgement in judgements] == [[4, 9], [9], [4, 9], [4], []]


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


RESTRICTED = ["beperkt-om", "beperkt"]


@pytest.mark.artikel("6.b", "8.5")
def test_what_a_decision_says_of_a_restricted_record_is_kept_apart() -> None:
    records = (entry(2, "signaal"), entry(3, "signaal", "beperkt"), entry(6, "weging"))
    card = weegploeg_card(records=records)
    decision = content("besluit")
    two, three, six = decision["over_te_dragen"]
    hidden = apart(decision, card, RESTRICTED)
    assert hidden == {"beperkt": {"over_te_dragen": [three]}}
    assert public(decision, hidden, 8) == {**decision, "over_te_dragen": [two, six]}
    assert apart(decision, card, []) == {}
    assert public(decision, {}, 8) == decision


@pytest.mark.artikel("6.b", "7.4")
@pytest.mark.parametrize("section", RESTRICTED)
@pytest.mark.parametrize("departure", [None, "Een afwijking."])
def test_why_a_restricted_weighing_led_to_a_decision_lies_beside_that_weighing(
    section: str, departure: str | None
) -> None:
    card = weegploeg_card(records=(entry(2, "signaal"), entry(6, "weging", section)))
    decision = content("besluit", afwijking=departure, uitkomst="niet-agenderen")
    del decision["over_te_dragen"]
    hidden = apart(decision, card, RESTRICTED)
    reasons = {k: v for k, v in decision.items() if k in ("motivering", "afwijking")}
    assert hidden == {section: reasons}
    told = public(decision, hidden, 8)
    assert told == {**{k: v for k, v in decision.items() if k not in reasons}, "beperkt": 8}


@pytest.mark.artikel("6.b", "7.4", "8.5")
def test_the_part_with_the_reasons_is_the_first_of_those_kept_apart() -> None:
    records = (
        entry(2, "signaal", "beperkt-om"),
        entry(3, "signaal"),
        entry(6, "weging", "beperkt"),
    )
    decision = content("besluit")
    two, three, six = decision["over_te_dragen"]
    hidden = apart(decision, weegploeg_card(records=records), RESTRICTED)
    assert list(hidden) == ["beperkt", "beperkt-om"]
    assert hidden["beperkt"] == {"motivering": decision["motivering"], "over_te_dragen": [six]}
    assert hidden["beperkt-om"] == {"over_te_dragen": [two]}
    told = public(decision, hidden, 8)
    assert (told["beperkt"], told["over_te_dragen"]) == (8, [three])
