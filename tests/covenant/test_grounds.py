# SPDX-License-Identifier: EUPL-1.2
"""Article 6 as a table: every combination that is not in it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from pgaref.covenant.grounds import Relation, may_receive, may_receive_under, misstated
from pgaref.covenant.profile_reading import parse
from tests.covenant.examples import (
    HEERLEN,
    NCTV,
    OM,
    POLITIE,
    RECLASSERING,
    TODAY,
    VENLO,
    profile,
    profile_text,
    said,
)

RAAD, JEUGDZORG, RIEC = "raad-voor-de-kinderbescherming", "bureau-jeugdzorg-limburg", "riec-limburg"
GEMEENTEN = {HEERLEN, VENLO}
TAKING_PART = {*GEMEENTEN, OM, POLITIE, RAAD, RECLASSERING, "uitvoerder"}
EXTERNAL = {NCTV, JEUGDZORG, RIEC}
EVERYBODY = sorted(TAKING_PART | EXTERNAL)
CATEGORIES = [
    *("strafvorderlijk", "wpg-8", "wpg-9", "wpg-10", "wpg-13"),
    *("gemeentelijk", "jeugdbescherming", "reclassering"),
]
PUBLIC = {"deelnemer": TAKING_PART, "verstrekking": EXTERNAL}

# ground, article, givers, kinds of data, and per relation to whom they may go.
TABLE: list[tuple[str, str, set[str], set[str], dict[str, set[str]]]] = [
    ("wjsg-39f", "6.a", {OM}, {"strafvorderlijk"}, PUBLIC),
    ("wpg-20", "6.b", {POLITIE}, {"wpg-8", "wpg-13"}, PUBLIC),
    ("wpg-18-2", "6.b", {POLITIE}, {"wpg-9", "wpg-10"}, {"deelnemer": {*GEMEENTEN, "uitvoerder"}}),
    (
        "wpg-16-1",
        "6.b",
        {POLITIE},
        {"wpg-8", "wpg-9", "wpg-10", "wpg-13"},
        {"deelnemer": {OM}, "openbare-orde": GEMEENTEN},
    ),
    ("avg-6-1-e", "6.c", GEMEENTEN, {"gemeentelijk"}, PUBLIC),
    ("avg-6-1-e", "6.d", {RAAD}, {"jeugdbescherming"}, PUBLIC),
    ("reclassering-8", "6.e", {RECLASSERING}, {"reclassering"}, PUBLIC),
]
GROUNDS = sorted({row[0] for row in TABLE})


def expected(ground: str, category: str, giver: str, recipient: str, relation: str) -> str:
    """The article by which the table allows it, or nothing."""
    for row_ground, article, givers, categories, routes in TABLE:
        fits = row_ground == ground and giver in givers and category in categories
        if fits and (recipient == giver or recipient in routes.get(relation, ())):
            return article
    return ""


def ask(ground: str, category: str, giver: str, recipient: str, relation: str) -> Any:
    return may_receive(
        profile(),
        ground=ground,
        category=category,
        giver=profile().parties[giver],
        recipient=profile().parties[recipient],
        relation=Relation(relation),
        day=TODAY,
    )


def test_the_table_speaks_of_everything_that_the_profile_knows() -> None:
    assert set(CATEGORIES) == set(profile().categories)
    assert set(GROUNDS) == {ground.id for ground in profile().grounds}
    natures = {profile().parties[party].nature for party in EVERYBODY}
    assert natures == {party.nature for party in profile().parties.values()}


# A party of each kind of body stands for all of its kind; they are told apart by nothing else.
BODIES = sorted({profile().parties[party].nature: party for party in reversed(EVERYBODY)}.items())
RELATIONS = [relation.value for relation in Relation]
# What one row of the table says: of each of its givers and kinds of data, in each relation.
CELLS = [
    pytest.param(
        row[0], category, giver, relation, id=f"{row[1]}-{row[0]}-{category}-{giver}-{relation}"
    )
    for row in TABLE
    for category, giver, relation in product(sorted(row[3]), sorted(row[2]), RELATIONS)
]
# What no row names: a ground with a giver or a kind of data that are not its own.
UNNAMED = [
    pytest.param(ground, category, giver, id=f"{ground}-{category}-{nature}")
    for ground, category, (nature, giver) in product([*GROUNDS, "wpg-99"], CATEGORIES, BODIES)
    if not any(row[0] == ground and giver in row[2] and category in row[3] for row in TABLE)
]


def test_the_cells_are_those_of_the_profile() -> None:
    """Each row's givers by kind of body, and its kinds of data: none is left out of CELLS."""
    natures = dict(BODIES)
    told = {
        (row.id, row.article, nature, category)
        for row in profile().grounds
        for nature, party in natures.items()
        if profile().parties[party].matches(row.givers)
        for category in row.categories
    }
    assert told == {
        (ground, article, profile().parties[giver].nature, category)
        for ground, article, givers, categories, _ in TABLE
        for giver, category in product(givers, categories)
    }
    # One municipality stands for both.
    pairs = len({p.values[:3] for p in CELLS if VENLO not in p.values})
    assert pairs + len(UNNAMED) == (len(GROUNDS) + 1) * len(CATEGORIES) * len(BODIES)


@pytest.mark.artikel("6.a", "6.b", "6.c", "6.d", "6.e", "10.5")
@pytest.mark.parametrize("recipient", EVERYBODY)
@pytest.mark.parametrize(("ground", "category", "giver", "relation"), CELLS)
def test_a_row_lets_data_go_to_whom_it_names_and_to_nobody_else(
    ground: str, category: str, giver: str, relation: str, recipient: str
) -> None:
    decision = ask(ground, category, giver, recipient, relation)
    article = expected(ground, category, giver, recipient, relation)
    assert decision.allowed == bool(article)
    assert decision.reasons
    assert decision.articles[0].startswith("6.")
    if article:
        assert decision.articles[0] == article


@pytest.mark.artikel("6.a", "6.b", "6.c", "6.d", "6.e")
@pytest.mark.parametrize(("ground", "category", "giver"), UNNAMED)
def test_what_no_row_names_goes_to_nobody(ground: str, category: str, giver: str) -> None:
    for recipient, relation in product(EVERYBODY, RELATIONS):
        decision = ask(ground, category, giver, recipient, relation)
        assert not decision.allowed, (recipient, relation)
        assert decision.reasons
        assert decision.articles[0].startswith("6")


@pytest.mark.artikel("10.5")
def test_a_disclosure_rests_on_the_ground_and_on_article_10_5() -> None:
    assert ask("wpg-20", "wpg-8", POLITIE, NCTV, "verstrekking").articles == ("6.b", "10.5")


@pytest.mark.artikel("1")
def test_the_uitvoerder_keeps_restricted_data_in_the_name_of_the_college() -> None:
    assert ask("wpg-18-2", "wpg-9", POLITIE, "uitvoerder", "deelnemer").articles == ("6.b", "1")


@pytest.mark.artikel("6.b")
@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (("wpg-99", "wpg-8", POLITIE, OM, "deelnemer"), "wpg-99 is no ground in force"),
        (("wpg-20", "wpg-8", OM, HEERLEN, "deelnemer"), f"wpg-20 is not a ground for {OM}"),
        (
            ("wpg-20", "wpg-9", POLITIE, HEERLEN, "deelnemer"),
            "wpg-20 covers wpg-8, wpg-13, not wpg-9",
        ),
        (
            ("wpg-18-2", "wpg-9", POLITIE, NCTV, "deelnemer"),
            "wpg-18-2 lets wpg-9 go to gemeente, uitvoerder only, not to nctv",
        ),
        # No route for this relation: the reason tells of those that there are.
        (
            ("wpg-18-2", "wpg-9", POLITIE, NCTV, "verstrekking"),
            "wpg-18-2 lets wpg-9 go to gemeente, uitvoerder only, not to nctv",
        ),
    ],
)
def test_a_refusal_says_why(question: tuple[str, str, str, str, str], reason: str) -> None:
    assert ask(*question).reasons == (reason,)


def under(*grounds: str, category: str, recipient: str) -> Any:
    return may_receive_under(
        profile(),
        grounds,
        category=category,
        giver=profile().parties[POLITIE],
        recipient=profile().parties[recipient],
        relation=Relation.DEELNEMER,
        day=TODAY,
    )


@pytest.mark.artikel("6.b")
def test_one_ground_of_several_is_enough() -> None:
    both = ("wpg-18-2", "wpg-16-1")
    assert under(*both, category="wpg-9", recipient=HEERLEN).allowed
    assert under(*both, category="wpg-9", recipient=OM).allowed
    refused = under(*both, category="wpg-9", recipient=RECLASSERING)
    assert not refused.allowed
    assert len(refused.reasons) == 2
    assert refused.articles == ("6.b",)


def test_no_ground_allows_nothing() -> None:
    assert not under(category="wpg-8", recipient=OM).allowed


DOEL = {"doel": "d"}
ELSE = {"werkzaamheid": "zorg"}
POLICE = {**DOEL, "zwaarwegend_belang": "z"}
STATED: list[tuple[list[str], str, str, dict[str, str], list[tuple[str, str]]]] = [
    (["wjsg-39f"], "strafvorderlijk", OM, POLICE, []),
    (["wjsg-39f"], "strafvorderlijk", OM, DOEL, [("6.a", "unmotivated")]),
    (["wpg-20"], "wpg-8", POLITIE, POLICE, []),
    (["wpg-20"], "wpg-8", POLITIE, {}, [("6.b", "unmotivated")] * 2),
    (["wpg-18-2"], "wpg-9", POLITIE, {"zwaarwegend_belang": "z"}, [("6.b", "unmotivated")]),
    (["wpg-16-1"], "wpg-10", POLITIE, DOEL, []),
    (["wpg-16-1"], "wpg-10", POLITIE, {}, [("6.b", "unmotivated")]),
    (["avg-6-1-e"], "gemeentelijk", HEERLEN, {"taak": "t"}, [("6.c", "unmotivated")]),
    (["avg-6-1-e"], "gemeentelijk", HEERLEN, {"domein": "sport"}, [("6.c", "unmotivated")]),
    (["avg-6-1-e"], "jeugdbescherming", RAAD, {"taak": "t"}, []),
    (["avg-6-1-e"], "jeugdbescherming", RAAD, {"domein": "jeugdzorg"}, [("6.d", "unmotivated")]),
    (["reclassering-8"], "reclassering", RECLASSERING, {}, [("6.e", "unmotivated")]),
    (["reclassering-8"], "reclassering", RECLASSERING, ELSE, [("6.e", "unmotivated")]),
    # The wrong ground for the giver, or for the data.
    (["wpg-20"], "gemeentelijk", HEERLEN, POLICE, [("6.b", "wrong-ground")]),
    (["wpg-20"], "wpg-9", POLITIE, POLICE, [("6.b", "wrong-ground")]),
    (["avg-6-1-e"], "jeugdbescherming", HEERLEN, {"taak": "t"}, [("6.c", "wrong-ground")]),
    (["wpg-99"], "wpg-8", POLITIE, POLICE, [("6", "wrong-ground")]),
    # Each of several stated grounds must be right.
    (["wpg-18-2", "wpg-20"], "wpg-9", POLITIE, POLICE, [("6.b", "wrong-ground")]),
    (["wpg-20"], "geheim", POLITIE, POLICE, [("6", "unknown-category")]),
]
STATED += [
    (["avg-6-1-e"], "gemeentelijk", HEERLEN, {"domein": domain}, [])
    for domain in (
        *("openbare-orde", "jeugdzorg", "werk-en-inkomen", "scholing", "uitkeringen"),
        "schuldsaneringen",
    )
]
STATED += [
    (["reclassering-8"], "reclassering", RECLASSERING, {"werkzaamheid": work}, [])
    for work in ("toezicht", "advies", "taakstraf")
]


@pytest.mark.artikel("6.a", "6.b", "6.c", "6.d", "6.e", "2")
@pytest.mark.parametrize(("grounds", "category", "giver", "stated", "refused"), STATED)
def test_each_ground_is_the_givers_covers_the_data_and_is_motivated(
    grounds: list[str],
    category: str,
    giver: str,
    stated: dict[str, str],
    refused: list[tuple[str, str]],
) -> None:
    party = profile().parties[giver]
    found = misstated(profile(), grounds, category=category, giver=party, stated=stated, day=TODAY)
    assert said(found) == refused


def test_who_gives_under_no_ground_is_told_so() -> None:
    party = profile().parties[NCTV]
    (refusal,) = misstated(
        profile(), ["wpg-20"], category="wpg-8", giver=party, stated=POLICE, day=TODAY
    )
    assert refusal.hint == "grounds of nctv: none"


@pytest.mark.artikel("6.c")
def test_the_row_in_force_on_the_day_says_what_must_be_stated() -> None:
    text = profile_text()
    later = {**text["grondslagen"][4], "onderbouwing": [{"veld": "taak"}]}
    text["grondslagen"][4]["geldig_tot"], later["geldig_van"] = "2026-12-31", "2027-01-01"
    text["grondslagen"].append(later)
    changed = parse(text)
    days = {date(2026, 12, 31): [], date(2027, 1, 1): [("6.c", "unmotivated")]}
    for day, refused in days.items():
        found = misstated(
            changed,
            ["avg-6-1-e"],
            category="gemeentelijk",
            giver=changed.parties[HEERLEN],
            stated={"domein": "jeugdzorg"},
            day=day,
        )
        assert said(found) == refused


@pytest.mark.artikel("6")
def test_a_ground_that_is_no_longer_in_force_allows_nothing() -> None:
    ended = [replace(ground, until=date(2026, 10, 14)) for ground in profile().grounds]
    party = profile().parties[POLITIE]
    decision = may_receive(
        replace(profile(), grounds=tuple(ended)),
        ground="wpg-20",
        category="wpg-8",
        giver=party,
        recipient=party,
        relation=Relation.DEELNEMER,
        day=TODAY,
    )
    assert not decision.allowed
