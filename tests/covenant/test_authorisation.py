# SPDX-License-Identifier: EUPL-1.2
"""Who has a key and who should: art. 10(4), 13(2), 15(2)(b), (c), (f)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.authorisation import (
    confirmation_refusals,
    packages_to_take_back,
    pending,
    readers,
    revocation_refusals,
    without,
)
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Card, Officer, Package, Section
from tests.covenant.examples import (
    NCTV,
    OFFICERS,
    OM,
    POLITIE,
    TODAY,
    casusoverleg_card,
    circumstances,
    officer,
    said,
    weegploeg_card,
)

SECOND = {"pol-2": officer("pol-2", POLITIE), "uit-2": officer("uit-2", "uitvoerder")}
NOW = circumstances()
MORE = circumstances(officers={**OFFICERS, **SECOND})


def with_officers(card: Card, now: Circumstances) -> Card:
    """The card once all that is pending was done."""
    after = {
        one.section: {o.holder: "0" * 64 for o in one.staying}
        for one in pending(card, readers(now))
    }
    sections = {
        name: replace(section, keys=after.get(name, section.keys))
        for name, section in card.sections.items()
    }
    return replace(card, sections=sections)


def sealed(card: Card, *parties: str) -> Card:
    """The card as it lies in the archive, for the officers of these parties."""

    def kept(section: Section) -> Mapping[str, str]:
        return {h: sha for h, sha in section.keys.items() if h.partition("/")[0] in parties}

    sections = {
        name: Section(section.recipient, kept(section), f"age1seal{name}", kept(section))
        for name, section in card.sections.items()
    }
    return replace(card, state="gearchiveerd", sections=sections)


@pytest.mark.artikel("15.2.b")
def test_nothing_is_pending_while_the_officers_stay_the_same() -> None:
    for card in (weegploeg_card(), casusoverleg_card(), sealed(weegploeg_card(), POLITIE, OM)):
        assert pending(card, readers(NOW)) == ()


@pytest.mark.artikel("8.4", "10.4", "15.2.b")
def test_a_new_officer_lacks_the_keys_of_the_own_party_and_no_other() -> None:
    for card in (weegploeg_card(), casusoverleg_card()):
        found = {one.section: [o.id for o in one.missing] for one in pending(card, readers(MORE))}
        for name, section in card.sections.items():
            parties = {holder.partition("/")[0] for holder in section.keys}
            lacking = [o.id for o in SECOND.values() if o.party in parties]
            assert sorted(found.get(name, [])) == sorted(lacking)
        assert not any(one.former for one in pending(card, readers(MORE)))
        assert pending(with_officers(card, MORE), readers(MORE)) == ()


@pytest.mark.artikel("13.2")
def test_in_the_archive_both_layers_are_needed() -> None:
    card = sealed(weegploeg_card(), POLITIE, OM)
    (one,) = [one for one in pending(card, readers(MORE)) if one.section == "dossier"]
    assert [o.id for o in one.missing] == ["pol-2"]
    half = card.sections["dossier"]
    half = replace(half, keys={**half.keys, "politie/pol-2": "0" * 64})
    again = replace(card, sections={**card.sections, "dossier": half})
    (one,) = [one for one in pending(again, readers(MORE)) if one.section == "dossier"]
    assert [o.id for o in one.missing] == ["pol-2"]
    assert one.readers == ("openbaar-ministerie/om-1", "politie/pol-1")


@pytest.mark.artikel("15.2.b", "15.2.c")
@pytest.mark.parametrize("gone", ["revoked", "expired"])
def test_who_is_not_in_office_any_more_loses_every_key(gone: str) -> None:
    card = with_officers(casusoverleg_card(), MORE)
    last = date(2026, 10, 14)
    change = {"revoked": TODAY, "reason": "uit-dienst"} if gone == "revoked" else {"until": last}
    ended = replace(SECOND["pol-2"], **change)
    now = replace(MORE, officers={**MORE.officers, "pol-2": ended})
    reading = {name for name, s in card.sections.items() if "politie/pol-2" in s.keys}
    found = {one.section: one for one in pending(card, readers(now))}
    assert found.keys() == reading
    for one in found.values():
        assert one.former == ("politie/pol-2",)
        assert ended not in one.staying
        assert one.unheard == ()


@pytest.mark.artikel("15.2.b")
def test_a_party_without_an_officer_is_told_of_and_never_dropped() -> None:
    card = casusoverleg_card()
    now = without(NOW, OFFICERS["rec-1"])
    found = pending(card, readers(now))
    assert found
    assert {one.unheard for one in found} == {("reclassering-nederland",)}


@given(st.sets(st.sampled_from([*OFFICERS, *SECOND])))
def test_whoever_goes_nobody_reads_but_officers_in_office_of_the_same_parties(
    gone: set[str],
) -> None:
    card, now = with_officers(casusoverleg_card(), MORE), MORE
    for name in gone:
        now = without(now, now.officers[name])
    if any(one.unheard for one in pending(card, readers(now))):
        return
    after = with_officers(card, now)
    for name, section in after.sections.items():
        before = {holder.partition("/")[0] for holder in card.sections[name].keys}
        assert {holder.partition("/")[0] for holder in section.keys} == before
        for holder in section.keys:
            assert now.officers[holder.partition("/")[2]].in_office(TODAY)
    assert pending(after, readers(now)) == ()


@pytest.mark.artikel("10.5", "15.2.c")
def test_a_package_that_a_former_officer_opens_is_taken_back() -> None:
    two = {"nctv/nctv-1": "0" * 64, "nctv/nctv-2": "0" * 64}
    packages = (
        Package(9, NCTV, "age1", "0" * 64, two),
        Package(10, NCTV, "age1", "0" * 64, {"nctv/nctv-1": "0" * 64}),
        Package(11, NCTV, "age1", "0" * 64),
    )
    card = casusoverleg_card(packages=packages)
    second = {"nctv-2": officer("nctv-2", NCTV)}
    now = circumstances(officers={**OFFICERS, **second})
    assert packages_to_take_back(card, readers(now)) == ()
    assert packages_to_take_back(card, readers(without(now, second["nctv-2"]))) == packages[:1]


# Who may end an authorisation, and whose.


def refused(
    name: str, by: str = "uit-1", now: Circumstances = MORE, *cards: Card
) -> list[tuple[str, str]]:
    there = cards or (with_officers(weegploeg_card(), now), casusoverleg_card())
    return said(revocation_refusals(now, there, now.officers[by], now.officers[name]))


@pytest.mark.artikel("15.2.b", "15.2.c")
def test_who_ends_an_authorisation() -> None:
    card = with_officers(weegploeg_card(), MORE)
    assert refused("pol-2", "uit-1", MORE, card) == []
    assert refused("pol-2", "pol-1", MORE, card) == []
    assert refused("pol-2", "om-1", MORE, card) == [("15.2.c", "wrong-role")]
    assert refused("pol-2", "pol-2", MORE, card) == [("15.2.c", "own-revocation")]
    # Who reads nothing, and whose party is on no dossier, goes.
    assert refused("ven-1", "uit-1", MORE, card) == []
    assert refused("nctv-1", "uit-1", MORE, card) == []


@pytest.mark.artikel("15.2.b")
def test_the_last_reader_stays() -> None:
    assert refused("om-1") == [("15.2.b", "last-reader")]
    assert refused("uit-1", "pol-1", NOW) == [("15.2.c", "wrong-role"), ("15.2.b", "last-reader")]
    # A vault without a dossier still has its uitvoerder.
    lonely = revocation_refusals(NOW, [], OFFICERS["pol-1"], OFFICERS["uit-1"])
    assert ("15.2.b", "last-reader") in said(lonely)
    # uit-2 is in office, and has no key yet of what the uitvoerder alone reads.
    alone = weegploeg_card(sections={"ingehouden": Section("age1", {"uitvoerder/uit-1": "0" * 64})})
    found = said(revocation_refusals(MORE, [alone], SECOND["uit-2"], OFFICERS["uit-1"]))
    assert found == [("15.2.b", "last-reader")]
    done = with_officers(alone, MORE)
    assert said(revocation_refusals(MORE, [done], SECOND["uit-2"], OFFICERS["uit-1"])) == []


# The check code.


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(
    ("name", "by", "reasons"),
    [
        ("pol-2", "uit-1", []),
        ("pol-2", "pol-1", []),
        ("pol-2", "pol-2", ["own-card"]),
        ("pol-2", "hrl-1", ["wrong-role"]),
        ("ven-1", "uit-1", ["no-card"]),
        ("pol-0", "uit-1", ["not-in-office"]),
    ],
)
def test_who_confirms_a_card(name: str, by: str, reasons: list[str]) -> None:
    known: Mapping[str, Officer] = MORE.officers
    found = confirmation_refusals(MORE, known[by], known[name])
    assert [refusal.reason for refusal in found] == reasons
