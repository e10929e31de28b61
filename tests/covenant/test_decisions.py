# SPDX-License-Identifier: EUPL-1.2
"""Deciding: art. 7(4), 8(2)(e), 13(3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.decisions import (
    decided,
    decision_refusals,
    kader_refusals,
    weighing_needed,
)
from pgaref.covenant.model import Card, Outcome, State
from tests.covenant.examples import (
    circumstances,
    content,
    entry,
    kader,
    said,
    weegploeg_card,
)

NOT = {"uitkomst": "niet-agenderen", "betrekken": None, "over_te_dragen": None}
Said = list[tuple[str, str]]


def decide(card: Card | None = None, weighing: Any = None, **changes: object) -> Said:
    found = decision_refusals(
        circumstances(),
        kader(),
        card or weegploeg_card(),
        weighing or content("weging"),
        content("besluit", **changes),
    )
    return said(found)


@pytest.mark.artikel("7.4")
@pytest.mark.parametrize(
    ("kinds", "refused"),
    [
        (["signaal", "weging"], []),
        (["signaal"], [("7.4", "not-weighed")]),
        (["signaal", "weging", "signaal"], [("7.4", "not-weighed")]),
        (["signaal", "weging", "signaal", "weging"], []),
        (["signaal", "weging", "besluit", "informatieplicht"], []),
        # A reopened dossier may hold a weighing of old, and nothing to weigh.
        (["weging"], [("7.4", "no-signal")]),
        ([], [("7.4", "no-signal")]),
    ],
)
def test_a_decision_needs_a_weighing_newer_than_the_newest_signal(
    kinds: list[str], refused: Said
) -> None:
    records = tuple(entry(n, kind) for n, kind in enumerate(["subject", *kinds], start=1))
    assert said(weighing_needed(weegploeg_card(records=records))) == refused


@pytest.mark.artikel("7.4", "8.2.e")
def test_the_example_decision_is_allowed() -> None:
    assert decide() == []


@pytest.mark.artikel("6.b", "7.4")
@pytest.mark.parametrize("reason", [None, "Aan alle criteria is voldaan."])
def test_a_decision_is_always_filed_with_its_reason(reason: str | None) -> None:
    # `beperkt` stands in its place in the dossier, and only there.
    assert decide(motivering=reason, beperkt=9) == [("7.4", "copy")]


@pytest.mark.artikel("7.4", "18.1")
@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2026-10-14", []),
        ("2026-10-13", [("7.4", "decided-before-weighed")]),
        ("2026-10-16", [("18.1", "future-date")]),
        ("2019-02-28", [("18.1", "early-date"), ("7.4", "decided-before-weighed")]),
    ],
)
def test_a_decision_follows_its_weighing(day: str, refused: Said) -> None:
    assert decide(datum=day) == refused


@pytest.mark.artikel("7.4")
@pytest.mark.parametrize("uitkomst", ["agenderen", "nadere-informatie"])
@pytest.mark.parametrize(
    ("present", "refused"),
    [
        (["pol-1", "om-1"], [("7.4", "not-represented")]),
        (["pol-1", "om-1", "hrl-9"], [("15.2.c", "unknown-officer"), ("7.4", "not-represented")]),
    ],
)
def test_every_kernpartij_on_the_dossier_decides(
    uitkomst: str, present: list[str], refused: Said
) -> None:
    assert decide(aanwezig=present, uitkomst=uitkomst) == refused


UNMET = content("weging")
UNMET["oordelen"][0]["oordeel"] = "onbekend"


@pytest.mark.artikel("7.3")
@pytest.mark.parametrize(
    ("weighing", "uitkomst", "departs"),
    [
        (content("weging"), "agenderen", False),
        (content("weging"), "niet-agenderen", True),
        (UNMET, "agenderen", True),
        (UNMET, "niet-agenderen", False),
        (content("weging"), "nadere-informatie", False),
        (UNMET, "nadere-informatie", False),
    ],
)
def test_a_departure_from_the_rule_is_motivated(
    weighing: dict[str, Any], uitkomst: str, departs: bool
) -> None:
    refused = [("7.3", "unmotivated-departure")] if departs else []
    assert decide(weighing=weighing, uitkomst=uitkomst) == refused
    assert decide(weighing=weighing, uitkomst=uitkomst, afwijking="Omdat.") == []


@pytest.mark.artikel("7.3", "7.4")
def test_a_weighing_by_a_former_referentiekader_may_be_incomplete() -> None:
    former = content("weging")
    del former["oordelen"][4]
    incomplete = [("7.4", "incomplete-weighing")]
    assert decide(weighing=former) == incomplete
    assert decide(weighing=former, afwijking="Omdat.") == incomplete
    assert decide(weighing=former, uitkomst="nadere-informatie") == []


@pytest.mark.artikel("13.3")
@pytest.mark.parametrize(
    ("until", "declined", "refused"),
    [
        ("2026-10-15", None, []),
        ("2027-04-15", None, []),
        ("2027-04-16", None, [("13.3", "kept-too-long")]),
        ("2026-10-14", None, [("13.3", "kept-too-short")]),
        # The first decision counts, not this one.
        ("2027-02-28", date(2026, 8, 31), []),
        ("2027-03-01", date(2026, 8, 31), [("13.3", "kept-too-long")]),
    ],
)
def test_bewaren_tot_lies_between_today_and_the_maximum(
    until: str, declined: date | None, refused: Said
) -> None:
    card = weegploeg_card(declined=declined)
    assert decide(card, UNMET, **NOT, bewaren_tot=until) == refused


def after(card: Card, day: str, outcome: str, **changes: object) -> Card:
    return decided(card, content("besluit", datum=day, uitkomst=outcome, **changes))


@pytest.mark.artikel("7.4", "8.2.e")
def test_agenderen_closes_the_matter_in_the_weegploeg() -> None:
    card = after(weegploeg_card(), "2026-10-15", "agenderen")
    assert (card.state, card.outcome) == (State.BESLOTEN, Outcome.AGENDEREN)
    assert (card.decided, card.declined, card.keep_until) == (date(2026, 10, 15), None, None)


@pytest.mark.artikel("7.4")
def test_gathering_more_is_no_decision() -> None:
    for card in (weegploeg_card(), after(weegploeg_card(), "2026-10-15", "niet-agenderen")):
        assert after(card, "2026-10-16", "nadere-informatie") == card


@pytest.mark.artikel("13.3")
def test_the_first_decision_not_to_agender_counts() -> None:
    card = after(weegploeg_card(), "2026-10-15", "niet-agenderen", bewaren_tot="2027-01-01")
    assert (card.declined, card.keep_until) == (date(2026, 10, 15), date(2027, 1, 1))
    again = after(card, "2026-12-01", "niet-agenderen")
    assert (again.decided, again.declined) == (date(2026, 12, 1), date(2026, 10, 15))
    assert again.keep_until == date(2027, 1, 1)
    turned = after(again, "2026-12-02", "agenderen")
    assert turned.declined == date(2026, 10, 15)
    assert after(turned, "2026-12-03", "niet-agenderen").declined == date(2026, 10, 15)


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.artikel("13.3")
@given(st.lists(st.tuples(DAYS, st.none() | DAYS), min_size=1, max_size=5))
def test_no_later_decision_lengthens_the_term(made: list[tuple[date, date | None]]) -> None:
    card = weegploeg_card()
    for day, until in made:
        kept = until.isoformat() if until else None
        card = after(card, day.isoformat(), "niet-agenderen", bewaren_tot=kept)
    assert card.declined == min(day for day, _ in made)
    assert card.keep_until == min((until for _, until in made if until), default=None)


@pytest.mark.artikel("7.3")
def test_a_weighing_under_another_referentiekader_is_done_anew() -> None:
    weighed = {"referentiekader": {"versie": "1", "sha256": "a" * 64}}
    assert list(kader_refusals(weighed, "a" * 64, "WP-00000000")) == []
    (refusal,) = kader_refusals(weighed, "b" * 64, "WP-00000000")
    assert (refusal.article, refusal.reason) == ("7.3", "stale-weighing")
    assert refusal.hint == "pgaref weigh WP-00000000 FILE"
