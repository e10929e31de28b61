# SPDX-License-Identifier: EUPL-1.2
"""The register of processing: art. 4, 5; AVG 30."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pgaref.covenant.calendar import Term
from pgaref.covenant.logreview import Operation
from pgaref.covenant.processing import KEEPING, activities, counted, in_dutch, problems
from pgaref.covenant.profile_reading import parse
from tests.covenant.examples import casusoverleg_card, profile, profile_text, weegploeg_card

DAY = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.mark.artikel("4", "5")
def test_every_activity_says_every_point_of_avg_30() -> None:
    found = {activity.name: activity for activity in activities(profile())}
    assert list(found) == [*profile().registers, KEEPING]
    for activity in found.values():
        for said in (
            activity.description,
            activity.purposes,
            activity.grounds,
            activity.persons,
            activity.data,
            activity.recipients,
            activity.transfers,
            activity.keeping,
            activity.measures,
        ):
            assert said
        assert activity.version >= 1


@pytest.mark.artikel("3", "6", "8.4", "10.5", "13.1", "13.2", "13.3")
def test_grounds_recipients_and_terms_are_those_that_pgaref_acts_by() -> None:
    found = {activity.name: activity for activity in activities(profile())}
    weegploeg, casusoverleg = found["weegploeg"], found["casusoverleg"]
    assert weegploeg.purposes == tuple(goal.text for goal in profile().goals)
    assert "Wet politiegegevens, artikel 20 (art. 6 onder b)" in weegploeg.grounds
    assert len({*weegploeg.grounds}) == len(weegploeg.grounds)
    assert "politie: dossier, beperkt-om, beperkt" in weegploeg.recipients
    assert "kernpartij: melder (eigen)" in weegploeg.recipients
    assert "externe-casuspartner: plan" in casusoverleg.recipients
    assert any(who.startswith("na toestemming, per veld: ") for who in casusoverleg.recipients)
    assert weegploeg.keeping == (
        "niet geagendeerd: vernietigd hooguit 6 maanden na het besluit (art. 13 lid 3)",
        "naar het archief hooguit 1 jaar na de laatste verwerking (art. 13 lid 2)",
        "vernietigd 5 jaar na de laatste verwerking (art. 13 lid 1)",
    )
    assert casusoverleg.keeping == weegploeg.keeping[1:]
    assert found["verzoeken"].keeping[0].startswith("met de dossiers waar het over gaat")
    assert {kind.special for kind in found["verzoeken"].data} == {()}
    assert found[KEEPING].keeping[0] == (
        "logboek: per kalenderjaar, 6 jaar na het einde van dat jaar (art. 15 lid 2 onder e)"
    )


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Term(years=1), "1 jaar"),
        (Term(years=5), "5 jaar"),
        (Term(months=1), "1 maand"),
        (Term(months=6), "6 maanden"),
        (Term(days=1), "1 dag"),
        (Term(years=1, days=28), "1 jaar en 28 dagen"),
    ],
)
def test_a_term_in_dutch(term: Term, said: str) -> None:
    assert in_dutch(term) == said


def rows(text: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = text["verwerkingen"]["activiteiten"]
    return found


@pytest.mark.artikel("4")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: rows(text).pop(0), ["verwerkingen: nothing is said of weegploeg"]),
        (
            lambda text: rows(text)[4].update(naam="kelder"),
            [
                "verwerkingen: nothing is said of beheer",
                "verwerkingen.kelder: is no register, nor beheer",
            ],
        ),
        (lambda text: rows(text)[0].update(doelen=["z"]), ["verwerkingen.weegploeg.doelen: z is"]),
        (lambda text: rows(text)[2].pop("doeleinden"), ["verwerkingen.verzoeken.doelen: is empty"]),
        (lambda text: rows(text)[4].pop("ontvangers"), ["verwerkingen.beheer.ontvangers: is"]),
    ],
)
def test_a_row_that_says_too_little_is_a_problem_of_the_profile(
    change: Callable[[dict[str, Any]], object], said: list[str]
) -> None:
    assert list(problems(profile())) == []
    text = profile_text()
    change(text)
    found = list(problems(parse(text)))
    assert all(any(line.startswith(start) for line in found) for start in said), found


@pytest.mark.artikel("18.4")
def test_counts_say_how_much_and_of_nobody_who() -> None:
    def act(seq: int, day: datetime = DAY, **changes: Any) -> Operation:
        made = Operation(seq, day, day, "pol-1", "politie", "show", "done")
        return replace(made, **changes)

    reading: dict[str, Any] = {"dossiers": ("WP-00000000",), "purpose": "weegploeg"}
    operations = [
        act(1, action="intake", changed=True),
        act(2, action="signal", changed=True),
        act(3, action="intake", changed=True),
        act(4, **reading),
        act(5, ended="refused"),
        act(6, ended="failed"),
        act(7, day=DAY.replace(year=2025), action="intake", changed=True),
    ]
    cards = (weegploeg_card(), weegploeg_card(state="te-wegen"), casusoverleg_card())
    found = counted(cards, operations, since=date(2026, 10, 1), until=date(2026, 10, 1))
    assert found.dossiers == {
        "casusoverleg": {"lopend": 1},
        "weegploeg": {"gewogen": 1, "te-wegen": 1},
    }
    assert found.acts == {"intake": 2, "signal": 1}
    assert found.reads == {"weegploeg": 1}
    assert (found.refused, found.failed) == (1, 1)
    none = counted([], operations, since=date(2026, 10, 2), until=date(2026, 12, 31))
    assert (none.acts, none.reads, none.refused, none.dossiers) == ({}, {}, 0, {})
