# SPDX-License-Identifier: EUPL-1.2
"""A party gives notice: art. 18(2), 18(3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pgaref.covenant.authorisation import pending, readers
from pgaref.covenant.circumstances import (
    Circumstances,
    absent_parties,
    concerned_refusals,
    controllers_concerned,
    parties_without_reader,
)
from pgaref.covenant.model import Withdrawal
from pgaref.covenant.withdrawing import (
    entries,
    is_on,
    notice,
    notice_refusals,
    standing_registers,
)
from tests.covenant.examples import (
    HEERLEN,
    OFFICERS,
    OM,
    POLITIE,
    RECLASSERING,
    TODAY,
    casusoverleg_card,
    circumstances,
    said,
    weegploeg_card,
)

NOW = circumstances()
CARDS = (weegploeg_card(), casusoverleg_card())


def under_notice(ends: date, party: str = RECLASSERING) -> Circumstances:
    """A party that gave notice, and is one up to and including `ends`."""
    capped = {
        name: replace(officer, party_until=ends) if officer.party == party else officer
        for name, officer in OFFICERS.items()
    }
    return circumstances(officers=capped, withdrawals={party: Withdrawal(date(2026, 7, 1), ends)})


@pytest.mark.artikel("18.2")
@pytest.mark.parametrize(
    ("given", "ends"),
    [
        (date(2026, 10, 15), date(2027, 1, 15)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        # Filed when the term is over: what its officers did since, they did in office.
        (date(2026, 7, 15), date(2026, 10, 15)),
        (date(2026, 5, 1), date(2026, 10, 15)),
    ],
)
def test_a_notice_ends_three_months_after_it_was_given(given: date, ends: date) -> None:
    found = notice(NOW, given)
    assert (found.given, found.ends) == (given, ends)
    assert (found.over(ends), found.over(ends + timedelta(days=1))) == (False, True)


@pytest.mark.artikel("18.2")
def test_who_may_give_notice_and_on_which_day() -> None:
    assert said(notice_refusals(NOW, RECLASSERING, TODAY)) == []
    assert said(notice_refusals(NOW, "nergens", TODAY)) == [("1", "unknown-party")]
    assert said(notice_refusals(NOW, "uitvoerder", TODAY)) == [("5", "wrong-party")]
    tomorrow = TODAY + timedelta(days=1)
    assert said(notice_refusals(NOW, POLITIE, tomorrow)) == [("18.1", "future-date")]
    before = date(2019, 2, 28)
    assert said(notice_refusals(NOW, POLITIE, before)) == [("18.1", "early-date")]
    running, over = under_notice(TODAY), under_notice(TODAY - timedelta(days=1))
    assert said(notice_refusals(running, RECLASSERING, TODAY)) == []
    assert said(notice_refusals(over, RECLASSERING, date(2026, 7, 1))) == []
    assert said(notice_refusals(over, RECLASSERING, TODAY)) == [("18.2", "withdrawn")]


@pytest.mark.artikel("18.2", "15.2.c")
def test_its_officers_are_in_office_up_to_its_last_day() -> None:
    assert [o.id for o in under_notice(TODAY).readers_of(RECLASSERING)] == ["rec-1"]
    over = under_notice(TODAY - timedelta(days=1))
    assert over.readers_of(RECLASSERING) == ()
    (refusal,) = parties_without_reader(over, [RECLASSERING, POLITIE])
    assert (refusal.article, refusal.reason) == ("18.2", "withdrawn")
    assert refusal.hint.startswith(f"pgaref party withdraw {RECLASSERING} --on 2026-07-01")
    assert OFFICERS["rec-1"].last_day is None
    assert over.officers["rec-1"].last_day == TODAY - timedelta(days=1)


@pytest.mark.artikel("18.2", "10.4")
def test_nobody_is_waited_for_of_a_party_that_left() -> None:
    card = casusoverleg_card()
    running = [one.former for one in pending(card, readers(under_notice(TODAY)))]
    assert running == []
    over = pending(card, readers(under_notice(TODAY - timedelta(days=1))))
    assert {one.former for one in over} == {(f"{RECLASSERING}/rec-1",)}
    assert {one.unheard for one in over} == {()}
    assert all(one.staying for one in over)


@pytest.mark.artikel("18.3")
def test_a_party_on_every_file_needs_another_profile() -> None:
    assert standing_registers(NOW, POLITIE) == ("weegploeg",)
    assert standing_registers(NOW, HEERLEN) == ()


@pytest.mark.artikel("18.2")
def test_the_end_of_a_notice_stands_on_the_agenda_until_nothing_is_left_to_do() -> None:
    assert [*entries(NOW, CARDS)] == []
    ends = TODAY + timedelta(days=10)
    (entry,) = entries(under_notice(ends), [])
    assert (entry.what, entry.due, entry.days_left) == (f"withdrawal of {RECLASSERING}", ends, 10)
    assert (entry.article, entry.dossier) == ("18.2", "")
    assert entry.command == f"pgaref party withdraw {RECLASSERING} --on 2026-07-01"
    over = under_notice(TODAY - timedelta(days=3))
    (late,) = entries(over, CARDS)
    assert late.days_left == -3
    assert [*entries(over, [weegploeg_card()])] == []
    assert is_on(casusoverleg_card(parties=()), RECLASSERING)
    assert not is_on(weegploeg_card(), RECLASSERING)


@pytest.mark.artikel("13.2", "18.2")
def test_in_the_archive_a_party_is_on_a_file_for_as_long_as_it_has_a_key() -> None:
    """There the card goes on to name it, and nobody could take it off."""
    archived = casusoverleg_card(state="gearchiveerd")
    over = under_notice(TODAY - timedelta(days=3))
    assert is_on(archived, RECLASSERING)
    assert [entry.days_left for entry in entries(over, [archived])] == [-3]
    keyless = {name: replace(section, keys={}) for name, section in archived.sections.items()}
    renewed = replace(archived, sections=keyless)
    assert RECLASSERING in renewed.parties
    assert not is_on(renewed, RECLASSERING)
    assert [*entries(over, [renewed])] == []


@pytest.mark.artikel("4", "18.2", "18.3")
def test_who_has_withdrawn_is_no_controller_and_nobody_waits_for_it() -> None:
    card = weegploeg_card()
    over = under_notice(TODAY - timedelta(days=1), HEERLEN)
    assert NOW.controllers(card.parties) == (HEERLEN, OM, POLITIE)
    assert under_notice(TODAY, HEERLEN).controllers(card.parties) == (HEERLEN, OM, POLITIE)
    assert over.controllers(card.parties) == (OM, POLITIE)
    assert over.remaining(card.parties) == (OM, POLITIE)
    assert controllers_concerned(over, [HEERLEN], [card]) == (OM, POLITIE)
    assert said(absent_parties(over, card.parties, ["pol-1", "om-1"], "7.3", "aanwezig")) == []
    assert said(absent_parties(over, card.parties, ["pol-1"], "7.3", "aanwezig")) == [
        ("7.3", "not-represented")
    ]
    named = [*concerned_refusals(over, [HEERLEN], [OM, POLITIE], "")]
    assert said(named) == [("18.2", "withdrawn")]


@pytest.mark.artikel("4", "18.3")
def test_where_no_controller_is_left_on_a_file_another_kernpartij_speaks() -> None:
    over = under_notice(TODAY - timedelta(days=1), HEERLEN)
    alone = [*absent_parties(over, [HEERLEN], ["uit-1", "rec-1", "hrl-1"], "4", "besloten_door")]
    assert said(alone) == [("4", "not-represented")]
    assert alone[0].message == "no kernpartij is represented in besloten_door"
    assert said(absent_parties(over, [HEERLEN], ["pol-1"], "4", "besloten_door")) == []
