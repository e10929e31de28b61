# SPDX-License-Identifier: EUPL-1.2
"""Who received or could read what, since when, on which ground (art. 10(5), 12(3), 12(6))."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pgaref.covenant.model import Card
from pgaref.covenant.recipients import Event, Recipient, recipients, to_be_told
from tests.covenant.examples import (
    HEERLEN,
    NCTV,
    OM,
    POLITIE,
    RECLASSERING,
    START,
    TODAY,
    casusoverleg_card,
    content,
    profile,
    sections,
    weegploeg_card,
)

JOINED = Event(9, "deelname", date(2026, 10, 12), {"partij": NCTV})
LEFT = Event(11, "vertrek", date(2026, 10, 14), {"partij": RECLASSERING})
DISCLOSED = Event(10, "verstrekking", date(2026, 10, 13), content("verstrekking"))
ALL = ["beperkt", "beperkt-om", "dossier", "netwerk", "plan", "voortgang"]


def of(party: str, card: Card, *events: Event, archived: date | None = None) -> list[Recipient]:
    found = recipients(profile(), card, events, archived)
    return [recipient for recipient in found if recipient.party == party]


@pytest.mark.artikel("10.4", "12.3")
def test_every_party_with_a_key_is_a_recipient_since_it_came() -> None:
    card = casusoverleg_card()
    (heerlen,) = of(HEERLEN, card)
    assert heerlen == Recipient(HEERLEN, tuple(ALL), START, None, ("10.4", "6.b"), ("hrl-1",))
    (om,) = of(OM, card)
    assert om.what == ("beperkt-om", "dossier", "netwerk", "plan", "voortgang")
    (uitvoerder,) = of("uitvoerder", card)
    assert (uitvoerder.since, uitvoerder.until) == (START, None)


@pytest.mark.artikel("10.5")
def test_an_external_partner_reads_the_plan_since_it_joined() -> None:
    reader, disclosed = of(NCTV, casusoverleg_card(), JOINED, DISCLOSED)
    assert reader == Recipient(NCTV, ("plan",), JOINED.day, None, ("10.5",), ("nctv-1",))
    assert disclosed == Recipient(NCTV, ("2",), DISCLOSED.day, None, ("wpg-20",), (), 10)


@pytest.mark.artikel("12.3")
def test_who_left_could_read_until_then() -> None:
    parties = (HEERLEN, NCTV, OM, POLITIE)
    card = casusoverleg_card(parties=parties, sections=sections("casusoverleg", parties))
    (gone,) = of(RECLASSERING, card, LEFT)
    assert gone == Recipient(
        RECLASSERING, ("dossier", "netwerk", "plan", "voortgang"), START, LEFT.day, ("10.4",)
    )


@pytest.mark.artikel("10.4", "12.3")
def test_who_left_and_came_back_is_a_recipient_of_each_period() -> None:
    """AVG 15(1)(c): who could read before is no less a recipient for having come back."""
    back = Event(14, "deelname", TODAY, {"partij": RECLASSERING})
    before, after = of(RECLASSERING, casusoverleg_card(), LEFT, back)
    sections = ("dossier", "netwerk", "plan", "voortgang")
    assert before == Recipient(RECLASSERING, sections, START, LEFT.day, ("10.4",))
    assert after == Recipient(RECLASSERING, sections, TODAY, None, ("10.4",), ("rec-1",))


@pytest.mark.artikel("10.5", "12.3", "13.2")
def test_each_time_that_a_partner_joined_and_left_is_told_apart() -> None:
    left, back = Event(12, "vertrek", date(2026, 10, 13), {"partij": NCTV}), replace(JOINED, n=13)
    again = replace(back, day=date(2026, 10, 14))
    events = (JOINED, DISCLOSED, left, again)
    *readers, disclosed = of(NCTV, casusoverleg_card(), *events)
    told = [(r.since, r.until, r.what, r.holders) for r in readers]
    assert told == [
        (JOINED.day, left.day, ("plan",), ()),
        (again.day, None, ("plan",), ("nctv-1",)),
    ]
    assert disclosed.disclosure == DISCLOSED.n
    # In the archive it reads no more: the last period ends there, the first where it ended.
    bare = casusoverleg_card(sections=sections("casusoverleg", (HEERLEN, OM, POLITIE)))
    *readers, _ = of(NCTV, bare, *events, archived=TODAY)
    assert [(r.since, r.until) for r in readers] == [
        (JOINED.day, left.day),
        (again.day, TODAY),
    ]
    gone = replace(left, n=15, day=TODAY)
    *readers, _ = of(NCTV, bare, *events, gone)
    assert [r.until for r in readers] == [left.day, TODAY]


@pytest.mark.artikel("13.2")
def test_in_the_archive_kernpartijen_alone_still_read() -> None:
    card = casusoverleg_card()
    sealed = {
        name: replace(
            section,
            seal=f"age1seal{name}",
            seals={
                k: v
                for k, v in section.keys.items()
                if k.partition("/")[0] in (HEERLEN, OM, POLITIE)
            },
        )
        for name, section in card.sections.items()
    }
    archived = replace(card, sections=sealed)
    (reclassering,) = of(RECLASSERING, archived, archived=TODAY)
    assert (reclassering.until, reclassering.holders) == (TODAY, ())
    (politie,) = of(POLITIE, archived, archived=TODAY)
    assert (politie.until, politie.holders) == (None, ("pol-1",))


@pytest.mark.artikel("8.2.c", "8.4")
def test_the_keeper_of_a_melder_is_a_recipient_by_its_own_article() -> None:
    (politie,) = of(POLITIE, weegploeg_card())
    assert politie.what == ("beperkt", "beperkt-om", "dossier", "melder-politie")
    assert politie.grounds == ("8.4", "6.b", "8.2.c")


def test_a_party_that_reads_nothing_is_no_recipient() -> None:
    bare = weegploeg_card(parties=(OM, RECLASSERING), sections=sections("weegploeg", (OM,)))
    assert of(RECLASSERING, bare) == []


@pytest.mark.artikel("12.6")
@pytest.mark.parametrize(
    ("section", "record", "told"),
    [
        ("dossier", 3, [HEERLEN, OM, POLITIE, RECLASSERING]),
        ("dossier", 2, [HEERLEN, NCTV, OM, POLITIE, RECLASSERING]),
        ("plan", 7, [HEERLEN, NCTV, OM, POLITIE, RECLASSERING]),
        ("beperkt", 4, [HEERLEN, POLITIE]),
    ],
)
def test_all_who_read_or_received_a_record_are_told(
    section: str, record: int, told: list[str]
) -> None:
    found: Any = recipients(profile(), casusoverleg_card(), [JOINED, DISCLOSED])
    assert list(to_be_told(profile(), found, section, record)) == told
