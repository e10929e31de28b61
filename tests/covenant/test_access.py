# SPDX-License-Identifier: EUPL-1.2
"""Who reads which section: the design's table, for every kind of party and both registers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.access import (
    as_made,
    home,
    is_reporter_section,
    made_for,
    place_citing,
    place_given,
    readers,
    reporter_section,
)
from pgaref.covenant.profile import ReaderRule, RegisterRule
from pgaref.errors import Refusal, RefusedError
from tests.covenant.examples import (
    HEERLEN,
    KERN,
    NCTV,
    OM,
    POLITIE,
    RECLASSERING,
    TODAY,
    VENLO,
    casusoverleg_card,
    profile,
    register,
    said,
    weegploeg_card,
)

RAAD = "raad-voor-de-kinderbescherming"
ALL_KINDS = (HEERLEN, VENLO, OM, POLITIE, RAAD, RECLASSERING, NCTV)
COLLEGE = {HEERLEN, VENLO, POLITIE, "uitvoerder"}
INSIDE = {HEERLEN, VENLO, OM, POLITIE, RAAD, RECLASSERING, "uitvoerder"}
# The design's table, with two municipalities, the police, the OM and every other kind of party.
WEEGPLOEG = {
    "dossier": {HEERLEN, VENLO, OM, POLITIE, "uitvoerder"},
    f"melder-{HEERLEN}": {HEERLEN, "uitvoerder"},
    f"melder-{VENLO}": {VENLO, "uitvoerder"},
    f"melder-{OM}": {OM, "uitvoerder"},
    f"melder-{POLITIE}": {POLITIE, "uitvoerder"},
    "beperkt": COLLEGE,
    "beperkt-om": COLLEGE | {OM},
}
CASUSOVERLEG = {
    "dossier": INSIDE,
    "netwerk": INSIDE,
    "voortgang": INSIDE,
    "plan": INSIDE | {NCTV},
    "beperkt": COLLEGE,
    "beperkt-om": COLLEGE | {OM},
}


def table(name: str, parties: Iterable[str]) -> dict[str, set[str]]:
    found = readers(profile(), register(name), parties)
    assert all(len(set(who)) == len(who) for who in found.values())
    return {section: set(who) for section, who in found.items()}


@pytest.mark.artikel("8.4", "8.2.c", "6.b")
def test_the_readers_of_a_dossier_of_the_weegploeg() -> None:
    assert table("weegploeg", (HEERLEN, VENLO, OM, POLITIE)) == WEEGPLOEG


@pytest.mark.artikel("10.4", "10.5", "10.2.f", "10.2.g", "6.b")
def test_the_readers_of_a_dossier_of_the_casusoverleg() -> None:
    assert table("casusoverleg", ALL_KINDS) == CASUSOVERLEG


@pytest.mark.artikel("8.4", "9.1", "10.4")
@given(st.sets(st.sampled_from(ALL_KINDS)))
def test_only_who_is_on_the_dossier_reads_and_every_section_is_there(there: set[str]) -> None:
    expected = {name: who & {*there, "uitvoerder"} for name, who in CASUSOVERLEG.items()}
    assert table("casusoverleg", there) == expected


@pytest.mark.artikel("8.4")
@given(st.sets(st.sampled_from([p for p in profile().parties if p != "uitvoerder"])))
def test_nobody_but_kernpartijen_and_the_uitvoerder_ever_reads_in_the_weegploeg(
    there: set[str],
) -> None:
    found = table("weegploeg", there)
    who = {party for section in found.values() for party in section}
    kern = {p for p in there if profile().parties[p].kind == "kernpartij"}
    assert who == kern | {"uitvoerder"}


@pytest.mark.artikel("8.4")
def test_a_municipality_that_is_not_named_reads_nothing() -> None:
    for name in ("weegploeg", "casusoverleg"):
        assert all(VENLO not in who for who in table(name, KERN).values())


@pytest.mark.artikel("8.2.c", "10.2.c")
def test_melders_have_a_section_in_the_weegploeg_only() -> None:
    assert reporter_section(register("weegploeg"), POLITIE) == "melder-politie"
    with pytest.raises(ValueError, match="no melders"):
        reporter_section(register("casusoverleg"), POLITIE)


def given_place(
    name: str, giver: str, category: str, *grounds: str, parties: Iterable[str] = KERN
) -> str | tuple[str, str]:
    place = place_given(
        profile(),
        register(name),
        parties,
        giver=profile().parties[giver],
        category=category,
        grounds=grounds,
        day=TODAY,
    )
    return (place.article, place.reason) if isinstance(place, Refusal) else place


REFUSED = ("6.b", "wrong-ground")
PLACES: list[tuple[str, str, tuple[str, ...], str | tuple[str, str]]] = [
    (OM, "strafvorderlijk", ("wjsg-39f",), "dossier"),
    (POLITIE, "wpg-8", ("wpg-20",), "dossier"),
    (POLITIE, "wpg-13", ("wpg-20",), "dossier"),
    (POLITIE, "wpg-8", ("wpg-20", "wpg-16-1"), "dossier"),
    (POLITIE, "wpg-9", ("wpg-18-2",), "beperkt"),
    (POLITIE, "wpg-10", ("wpg-18-2",), "beperkt"),
    (POLITIE, "wpg-9", ("wpg-18-2", "wpg-16-1"), "beperkt-om"),
    (POLITIE, "wpg-10", ("wpg-16-1", "wpg-18-2"), "beperkt-om"),
    (POLITIE, "wpg-9", ("wpg-16-1",), REFUSED),
    (POLITIE, "wpg-8", ("wpg-16-1",), REFUSED),
    (POLITIE, "wpg-9", ("wpg-20",), REFUSED),
    (HEERLEN, "gemeentelijk", ("avg-6-1-e",), "dossier"),
    (RAAD, "jeugdbescherming", ("avg-6-1-e",), "dossier"),
    (RECLASSERING, "reclassering", ("reclassering-8",), "dossier"),
]


@pytest.mark.artikel("6.a", "6.b", "6.c", "6.d", "6.e", "8.4", "10.4")
@pytest.mark.parametrize("name", ["weegploeg", "casusoverleg"])
@pytest.mark.parametrize(("giver", "category", "grounds", "place"), PLACES)
def test_a_signal_lies_where_every_reader_may_receive_it(
    name: str, giver: str, category: str, grounds: tuple[str, ...], place: str | tuple[str, str]
) -> None:
    assert given_place(name, giver, category, *grounds) == place


@pytest.mark.artikel("6.b")
@given(st.sets(st.sampled_from(ALL_KINDS)))
def test_a_place_does_not_change_with_who_is_there_today(there: set[str]) -> None:
    # Otherwise the OM, joining later, would be given the keys of what it may not receive.
    for giver, category, grounds, place in PLACES:
        assert given_place("casusoverleg", giver, category, *grounds, parties=there) == place


@pytest.mark.artikel("6.b")
def test_a_refusal_names_a_reader_on_the_dossier() -> None:
    place = place_given(
        profile(),
        register("weegploeg"),
        (VENLO, OM, POLITIE),
        giver=profile().parties[POLITIE],
        category="wpg-9",
        grounds=["wpg-16-1"],
        day=TODAY,
    )
    assert isinstance(place, Refusal)
    assert place.message.endswith(f"not to {VENLO}")


def citing(name: str, kind: str, *cited: str, parties: Iterable[str] = KERN) -> str:
    place = place_citing(profile(), register(name), parties, kind, cited)
    if isinstance(place, Refusal):
        assert (place.article, place.reason) == ("6.b", "restricted")
        return f"refused: {place.message}"
    return place


@pytest.mark.artikel("6.b", "8.2.d")
@pytest.mark.parametrize("parties", [KERN, (POLITIE,), (HEERLEN, POLITIE)])
@pytest.mark.parametrize("name", ["weegploeg", "casusoverleg"])
@pytest.mark.parametrize(
    ("cited", "place"),
    [
        ((), "dossier"),
        (("dossier", "dossier"), "dossier"),
        (("melder-politie", "netwerk"), "dossier"),
        (("dossier", "beperkt-om"), "beperkt-om"),
        (("beperkt",), "beperkt"),
        (("beperkt-om", "beperkt"), "beperkt"),
        (("beperkt", "dossier", "beperkt-om"), "beperkt"),
    ],
)
def test_what_rests_on_restricted_data_is_restricted_as_well(
    parties: tuple[str, ...], name: str, cited: tuple[str, ...], place: str
) -> None:
    assert citing(name, "weging", *cited, parties=parties) == place


@pytest.mark.artikel("9.3", "6.b")
def test_a_plan_rests_on_nothing_restricted() -> None:
    assert citing("casusoverleg", "plan", "dossier") == "plan"
    for section in ("beperkt", "beperkt-om"):
        refused = f"refused: a plan may not rest on a record of section {section}"
        assert citing("casusoverleg", "plan", section) == refused


@pytest.mark.artikel("6.b")
def test_sections_with_other_readers_are_not_taken_for_narrower_ones() -> None:
    weegploeg = register("weegploeg")
    dossier, with_om, narrow = weegploeg.sections
    only_om = replace(narrow, name="alleen-om", readers=with_om.readers[1:2])
    changed = replace(weegploeg, sections=(dossier, with_om, narrow, only_om))
    place = place_citing(profile(), changed, KERN, "weging", ["beperkt", "alleen-om"])
    assert isinstance(place, Refusal)


@pytest.mark.artikel("8.2", "10.2")
def test_where_a_kind_lies_unless_something_restricts_it() -> None:
    homes = {"subject": "dossier", "plan": "plan", "betrokkene": "netwerk", "actie": "voortgang"}
    for kind, section in homes.items():
        assert home(register("casusoverleg"), kind) == section
    assert home(register("weegploeg"), "weging") == "dossier"


@pytest.mark.artikel("8.2.c")
def test_only_a_melders_section_needs_a_purpose_that_was_named() -> None:
    weegploeg, casusoverleg, *_ = profile().registers.values()
    assert is_reporter_section(weegploeg, "melder-politie")
    assert not is_reporter_section(weegploeg, "dossier")
    assert not is_reporter_section(casusoverleg, "melder-politie")


@pytest.mark.artikel("12.1")
def test_what_a_register_does_not_hold_is_refused() -> None:
    assert home(register("verzoeken"), "opschorting") == "verzoek"
    with pytest.raises(RefusedError) as caught:
        home(register("verzoeken"), "weging")
    assert said(caught.value.refusals) == [("12.1", "wrong-register")]


def with_readers(rules: RegisterRule, name: str, *readers: ReaderRule) -> RegisterRule:
    """The register with other readers for one section."""
    sections = tuple(replace(s, readers=readers) if s.name == name else s for s in rules.sections)
    return replace(rules, sections=sections)


@pytest.mark.artikel("10.4", "10.5", "18.1")
def test_a_file_keeps_the_readers_for_whom_it_was_made() -> None:
    rules, card = register("casusoverleg"), casusoverleg_card()
    made = as_made(rules, card)
    assert made == rules
    (former,) = [s.readers for s in rules.sections if s.name == "netwerk"]
    wider = with_readers(rules, "netwerk", *former, ReaderRule("externe-casuspartner", "10.5"))
    assert NCTV in readers(profile(), wider, [*KERN, NCTV])["netwerk"]
    assert as_made(wider, card) == rules
    # Narrowed, it is read by the same as before; whose rule is gone reads by the section's article.
    narrower = with_readers(rules, "netwerk", former[0])
    kept = {s.name: s.readers for s in as_made(narrower, card).sections}["netwerk"]
    assert [rule.who for rule in kept] == [rule.who for rule in former]
    assert (
        readers(profile(), as_made(narrower, card), [*KERN, RECLASSERING])["netwerk"]
        == readers(profile(), rules, [*KERN, RECLASSERING])["netwerk"]
    )


@pytest.mark.artikel("8.2.c", "10.4", "18.1")
def test_a_file_keeps_its_sections_and_who_reads_its_melders() -> None:
    rules, card = register("weegploeg"), weegploeg_card()
    assert rules.reporter is not None
    assert made_for(rules, f"melder-{HEERLEN}") == tuple(r.who for r in rules.reporter.readers)
    wider = replace(rules.reporter, readers=(*rules.reporter.readers, ReaderRule(OM, "8.2.c")))
    assert as_made(replace(rules, reporter=wider), card) == rules
    fewer = {name: s for name, s in card.sections.items() if not name.startswith("melder-")}
    del fewer["beperkt-om"]
    made = as_made(rules, replace(card, sections=fewer))
    assert [s.name for s in made.sections] == [
        s.name for s in rules.sections if s.name != "beperkt-om"
    ]
    assert made.reporter == rules.reporter
    # A card that says nothing of readers follows the profile in force.
    silent = {name: replace(section, readers=()) for name, section in card.sections.items()}
    none = with_readers(rules, "dossier")
    assert as_made(none, replace(card, sections=silent)) == none
