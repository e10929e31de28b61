# SPDX-License-Identifier: EUPL-1.2
"""Plan, actions, relations and advice: art. 9(3)-(5), 10(2)(d)-(g)."""

from __future__ import annotations

import pytest

from pgaref.covenant import casework
from tests.covenant.examples import (
    CO,
    HEERLEN,
    NCTV,
    OM,
    POLITIE,
    VENLO,
    casusoverleg_card,
    circumstances,
    content,
    entry,
    said,
)

NOW, CARD = circumstances(), casusoverleg_card()
Said = list[tuple[str, str]]


@pytest.mark.artikel("9.3")
@pytest.mark.parametrize(
    ("who", "refused"),
    [
        (HEERLEN, []),
        # An externe casuspartner that joined carries out measures as well (art. 1).
        (NCTV, []),
        (VENLO, [("9.1", "not-a-participant")]),
        ("iemand", [("1", "unknown-party")]),
    ],
)
def test_each_measure_is_a_participants(who: str, refused: Said) -> None:
    plan = content("plan")
    plan["maatregelen"][1]["wie"] = who
    assert said(casework.plan_refusals(NOW, CARD, (), plan)) == refused


@pytest.mark.artikel("9.3")
def test_the_example_plan_needs_its_parties_on_the_dossier() -> None:
    without = casusoverleg_card(parties=(OM, POLITIE))
    found = list(casework.plan_refusals(NOW, without, (), content("plan")))
    assert said(found) == [("9.1", "not-a-participant")] * 2
    assert found[0].message.startswith("maatregelen[0].wie: ")
    assert found[0].hint == f"pgaref join {CO} {HEERLEN} FILE"


@pytest.mark.artikel("9.4", "10.2.e")
@pytest.mark.parametrize(
    ("changes", "measures", "refused"),
    [
        ({}, 1, []),
        ({"maatregel": 2}, 2, []),
        ({"maatregel": 3}, 2, [("9.4", "no-measure")]),
        ({"maatregel": 0}, 2, [("9.4", "no-measure")]),
        ({}, 0, [("9.4", "no-measure")]),
        ({"partij": VENLO}, 1, [("9.1", "not-a-participant")]),
        ({"partij": "iemand"}, 1, [("1", "unknown-party")]),
        ({"op": "2026-10-16"}, 1, [("18.1", "future-date")]),
        ({"op": "2019-02-28"}, 1, [("18.1", "early-date")]),
    ],
)
def test_an_action_is_on_a_measure_of_a_plan(
    changes: dict[str, object], measures: int, refused: Said
) -> None:
    action = content("actie", **changes)
    assert said(casework.action_refusals(NOW, CARD, range(1, measures + 1), action)) == refused


@pytest.mark.artikel("9.4")
def test_a_refused_action_says_which_measures_there_are() -> None:
    action = content("actie", maatregel=9)
    (some,) = casework.action_refusals(NOW, CARD, range(1, 5), action)
    (none,) = casework.action_refusals(NOW, CARD, (), action)
    assert some.hint == "its measures: 1, 2, 3, 4"
    assert none.hint == f"pgaref plan {CO} FILE"


@pytest.mark.artikel("10.2.f", "10.2.g")
@pytest.mark.parametrize(
    ("kind", "article"), [("achterblijver", "10.2.f"), ("sociaal-netwerk", "10.2.g")]
)
def test_a_relation_is_recorded_only_where_a_plan_needs_it(kind: str, article: str) -> None:
    relation = content("betrokkene", soort=kind)
    assert said(casework.relation_refusals(NOW, CARD, (1, 2), relation)) == []
    before = casusoverleg_card(records=(entry(1, "subject"), entry(2, "signaal")))
    assert said(casework.relation_refusals(NOW, before, (), relation)) == [(article, "no-plan")]


@pytest.mark.artikel("9.5")
@pytest.mark.parametrize(
    ("day", "refused"), [("2026-10-15", []), ("2026-10-16", [("18.1", "future-date")])]
)
def test_advice_was_asked_for_on_a_day(day: str, refused: Said) -> None:
    advice = content("advies", gevraagd_op=day)
    assert said(casework.advice_refusals(NOW, CARD, (), advice)) == refused
