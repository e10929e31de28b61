# SPDX-License-Identifier: EUPL-1.2
"""The work of a casusoverleg: plan, actions, relations, advice: art. 9(3)-(5), 10(2)(d)-(g)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from pgaref.covenant.circumstances import Circumstances, dates_of_acts, unknown_parties
from pgaref.covenant.model import Card
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
# The measures are the numbers of those in the plans of the dossier so far.
Rule = Callable[[Circumstances, Card, Collection[int], _Content], Iterator[Refusal]]


def plan_refusals(
    now: Circumstances, card: Card, measures: Collection[int], content: _Content
) -> Iterator[Refusal]:
    """What is held against a plan (`plan/1`): each measure is a participant's (art. 9(1), 9(3))."""
    for place, measure in enumerate(content["maatregelen"]):
        yield from _participant(now, card, measure["wie"], f"maatregelen[{place}].wie")


def action_refusals(
    now: Circumstances, card: Card, measures: Collection[int], content: _Content
) -> Iterator[Refusal]:
    """What is held against an action (`actie/1`): a known measure, by a participant (art. 9(4))."""
    yield from dates_of_acts(now, {"op": content["op"]})
    yield from _participant(now, card, content["partij"], "partij")
    if content["maatregel"] not in measures:
        yield Refusal(
            _(
                "{dossier} has no measure {maatregel}",
                dossier=card.id,
                maatregel=content["maatregel"],
            ),
            "9.4",
            "no-measure",
            _("its measures: {measures}", measures=", ".join(map(str, sorted(measures))))
            if measures
            else f"pgaref plan {card.id} FILE",
        )


def relation_refusals(
    now: Circumstances, card: Card, measures: Collection[int], content: _Content
) -> Iterator[Refusal]:
    """What is held against a relation (`betrokkene/1`): a plan needs it (art. 10(2)(f), (g))."""
    if not card.of_kind("plan"):
        article = "10.2.f" if content["soort"] == "achterblijver" else "10.2.g"
        yield Refusal(
            _("{dossier} has no plan that needs this person", dossier=card.id),
            article,
            "no-plan",
            f"pgaref plan {card.id} FILE",
        )


def advice_refusals(
    now: Circumstances, card: Card, measures: Collection[int], content: _Content
) -> Iterator[Refusal]:
    """What is held against an advice (`advies/1`): it was asked for on a real day (art. 9(5))."""
    yield from dates_of_acts(now, {"gevraagd_op": content["gevraagd_op"]})


def _participant(now: Circumstances, card: Card, party_id: str, field: str) -> Iterator[Refusal]:
    yield from unknown_parties(now, [party_id])
    if party_id in now.profile.parties and party_id not in card.parties:
        yield Refusal(
            _(
                "{field}: {party} does not take part in {dossier}",
                field=field,
                party=party_id,
                dossier=card.id,
            ),
            "9.1",
            "not-a-participant",
            f"pgaref join {card.id} {party_id} FILE",
        )
