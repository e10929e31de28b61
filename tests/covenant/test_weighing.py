# SPDX-License-Identifier: EUPL-1.2
"""Weighing against the referentiekader: art. 7(3), 8(2)(d)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from pgaref.covenant.model import Outcome
from pgaref.covenant.weighing import cited, outcome_by_rule, weighing_refusals
from tests.covenant.examples import (
    KERN,
    VENLO,
    circumstances,
    content,
    kader,
    said,
    weegploeg_card,
)
from tests.schemas.samples import schemas


def weigh(card: Any = None, **changes: object) -> list[tuple[str, str]]:
    where = card or weegploeg_card()
    return said(weighing_refusals(circumstances(), kader(), where, content("weging", **changes)))


def judged(**judgements: str) -> dict[str, Any]:
    """The example's weighing with other judgements: criterion (with _ for -) -> oordeel."""
    weighing = content("weging")
    for entry in weighing["oordelen"]:
        entry["oordeel"] = judgements.get(entry["criterium"].replace("-", "_"), entry["oordeel"])
    return weighing


@pytest.mark.artikel("7.3", "8.2.d")
def test_the_example_weighing_is_allowed() -> None:
    assert weigh() == []


@pytest.mark.artikel("7.3")
@pytest.mark.parametrize("left_out", range(5))
def test_every_criterion_is_judged(left_out: int) -> None:
    judgements = content("weging")["oordelen"]
    del judgements[left_out]
    assert weigh(oordelen=judgements) == [("7.3", "incomplete-weighing")]


@pytest.mark.artikel("7.3")
def test_a_criterion_that_is_not_in_the_referentiekader_is_refused() -> None:
    judgements = content("weging")["oordelen"]
    judgements[4]["criterium"] = "uiterlijk"
    assert weigh(oordelen=judgements) == [
        ("7.3", "unknown-criterion"),
        ("7.3", "incomplete-weighing"),
    ]


@pytest.mark.artikel("7.3")
def test_a_criterion_is_judged_once() -> None:
    judgements = content("weging")["oordelen"]
    assert weigh(oordelen=[*judgements, judgements[0]]) == [("7.3", "judged-twice")]


@pytest.mark.artikel("7.3")
@pytest.mark.parametrize("n", [1, 4, 6, 99])
def test_a_judgement_rests_on_signals_of_this_dossier_only(n: int) -> None:
    judgements = content("weging")["oordelen"]
    judgements[1]["signalen"] = [2, n]
    assert weigh(oordelen=judgements) == [("7.3", "no-signal")]


@pytest.mark.artikel("7.3", "1")
@pytest.mark.parametrize(
    ("present", "refused"),
    [
        (["pol-1", "om-1"], [("7.3", "not-represented")]),
        (["hrl-1"], [("7.3", "not-represented")] * 2),
        (["uit-1", "pol-1", "om-1", "hrl-1"], []),
        (["pol-1", "om-1", "xxx-1"], [("15.2.c", "unknown-officer"), ("7.3", "not-represented")]),
        # Gone, or not there yet: does not speak for the party.
        (["pol-0", "om-1", "hrl-1"], [("15.2.c", "not-in-office"), ("7.3", "not-represented")]),
        (["pol-1", "om-2", "hrl-1"], [("15.2.c", "not-in-office"), ("7.3", "not-represented")]),
    ],
)
def test_every_kernpartij_on_the_dossier_is_represented(
    present: list[str], refused: list[tuple[str, str]]
) -> None:
    assert weigh(aanwezig=present) == refused


@pytest.mark.artikel("7.3")
def test_every_municipality_named_is_represented_also_by_an_officer_without_a_key() -> None:
    card = weegploeg_card(parties=(*KERN, VENLO))
    assert weigh(card) == [("7.3", "not-represented")]
    assert weigh(card, aanwezig=["pol-1", "om-1", "hrl-1", "ven-1"]) == []


@pytest.mark.artikel("18.1")
@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2026-10-15", []),
        ("2026-10-16", [("18.1", "future-date")]),
        ("2019-03-01", []),
        ("2019-02-28", [("18.1", "early-date")]),
    ],
)
def test_a_weighing_lies_between_the_covenant_and_today(
    day: str, refused: list[tuple[str, str]]
) -> None:
    assert weigh(datum=day) == refused


@pytest.mark.artikel("7.3")
@pytest.mark.parametrize("judgement", ["voldaan", "niet-voldaan", "onbekend"])
@pytest.mark.parametrize("criterion", ["feitelijk", "duidt_op", "meervoudig", "lichter_middel"])
def test_the_rule_wants_every_required_criterion_met(criterion: str, judgement: str) -> None:
    met = Outcome.AGENDEREN if judgement == "voldaan" else Outcome.NIET_AGENDEREN
    assert outcome_by_rule(kader(), judged(**{criterion: judgement})) == met


@pytest.mark.artikel("7.3")
def test_criteria_that_are_not_required_change_nothing() -> None:
    required = ["feitelijk", "duidt_op", "meervoudig", "lichter_middel"]
    for judgement, other in product(["voldaan", "niet-voldaan", "onbekend"], repeat=2):
        weighing = judged(minderjarigen=judgement, **dict.fromkeys(required, other))
        met = Outcome.AGENDEREN if other == "voldaan" else Outcome.NIET_AGENDEREN
        assert outcome_by_rule(kader(), weighing) == met


@pytest.mark.artikel("7.3")
def test_a_required_criterion_that_is_not_judged_is_not_met() -> None:
    weighing = content("weging")
    del weighing["oordelen"][0]
    assert outcome_by_rule(kader(), weighing) == Outcome.NIET_AGENDEREN


@pytest.mark.artikel("8.2.d")
def test_a_weighing_rests_on_the_signals_of_all_its_judgements() -> None:
    assert cited(content("weging")) == (2, 3)
    assert cited({"oordelen": [{"signalen": []}, {"signalen": [9, 3]}, {"signalen": [3]}]}) == (
        3,
        9,
    )


def _types(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value["type"] for _ in [0] if isinstance(value.get("type"), str))
        for entry in value.values():
            yield from _types(entry)


def test_no_judgement_is_a_number() -> None:
    judgement = schemas()["weging"]["properties"]["oordelen"]["items"]["properties"]
    assert judgement["oordeel"]["enum"] == ["voldaan", "niet-voldaan", "onbekend"]
    # The numbers of the signals, and nothing else.
    assert json.dumps(judgement["signalen"]).count('"integer"') == 1
    assert list(_types(judgement)).count("integer") == 1
    assert "number" not in set(_types(judgement))
