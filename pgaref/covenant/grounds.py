# SPDX-License-Identifier: EUPL-1.2
"""The legal grounds of article 6 as one function over the profile's table.

What no row allows is refused; no consent lifts a ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pgaref.covenant.profile import Ground, Party, Profile
from pgaref.errors import Refusal
from pgaref.language import _


class Relation(StrEnum):
    """How a recipient stands to the dossier."""

    DEELNEMER = "deelnemer"
    VERSTREKKING = "verstrekking"
    OPENBARE_ORDE = "openbare-orde"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a ground lets data go, why, and the articles that say so."""

    allowed: bool
    reasons: tuple[str, ...]
    articles: tuple[str, ...]


def may_receive(
    profile: Profile,
    *,
    ground: str,
    category: str,
    giver: Party,
    recipient: Party,
    relation: Relation,
    day: date,
) -> Decision:
    """Whether `ground` lets `giver` give data of `category` to `recipient` (art. 6).

    A giver keeps what is its own. `day` decides which rows are in force.
    """
    rows = [row for row in profile.grounds if row.id == ground and row.in_force(day)]
    if not rows:
        return Decision(False, (_("{ground} is no ground in force", ground=ground),), ("6",))
    own = [row for row in rows if giver.matches(row.givers)]
    articles = tuple(row.article for row in own or rows)
    if not own:
        return Decision(
            False,
            (_("{ground} is not a ground for {giver}", ground=ground, giver=giver.id),),
            articles,
        )
    covering = [row for row in own if category in row.categories]
    if not covering:
        allowed = ", ".join(c for row in own for c in row.categories)
        return Decision(
            False,
            (
                _(
                    "{ground} covers {allowed}, not {category}",
                    ground=ground,
                    allowed=allowed,
                    category=category,
                ),
            ),
            articles,
        )
    if recipient.id == giver.id:
        return Decision(True, (_("{giver} gave it", giver=giver.id),), articles)
    return _routed(covering, category, recipient, relation)


def _routed(
    rows: Sequence[Ground], category: str, recipient: Party, relation: Relation
) -> Decision:
    routes = [(row, route) for row in rows for route in row.routes if route.relation == relation]
    for row, route in routes:
        if recipient.matches(route.to):
            reason = _(
                "{row} lets {category} go to {recipient}",
                row=row.id,
                category=category,
                recipient=recipient.id,
            )
            return Decision(True, (reason,), tuple(dict.fromkeys((row.article, route.article))))
    known = [route for _row, route in routes] or [route for row in rows for route in row.routes]
    reachable = ", ".join(dict.fromkeys(name for route in known for name in route.to)) or _(
        "nobody"
    )
    reason = _(
        "{rows} lets {category} go to {reachable} only, not to {recipient}",
        rows=rows[0].id,
        category=category,
        reachable=reachable,
        recipient=recipient.id,
    )
    return Decision(False, (reason,), tuple(row.article for row in rows))


def may_receive_under(
    profile: Profile,
    grounds: Sequence[str],
    *,
    category: str,
    giver: Party,
    recipient: Party,
    relation: Relation,
    day: date,
) -> Decision:
    """Whether one of the `grounds` lets the data go: the first that does, or all refusals."""
    decisions = [
        may_receive(
            profile,
            ground=ground,
            category=category,
            giver=giver,
            recipient=recipient,
            relation=relation,
            day=day,
        )
        for ground in grounds
    ]
    for decision in decisions:
        if decision.allowed:
            return decision
    return Decision(
        False,
        tuple(reason for decision in decisions for reason in decision.reasons),
        tuple(dict.fromkeys(a for decision in decisions for a in decision.articles)),
    )


def misstated(
    profile: Profile,
    grounds: Sequence[str],
    *,
    category: str,
    giver: Party,
    stated: Mapping[str, str],
    day: date,
) -> Iterator[Refusal]:
    """What is wrong with a signal's grounds: each is the giver's, covers the data, is motivated."""
    if category not in profile.categories:
        yield Refusal(
            _("gegevens names no kind of data of article 6"),
            "6",
            "unknown-category",
            _("the kinds of data: pgaref template signal ID"),
        )
        return
    for ground in grounds:
        decision = may_receive(
            profile,
            ground=ground,
            category=category,
            giver=giver,
            recipient=giver,
            relation=Relation.DEELNEMER,
            day=day,
        )
        if not decision.allowed:
            own = dict.fromkeys(row.id for row in profile.grounds if giver.matches(row.givers))
            hint = _(
                "grounds of {giver}: {grounds}", giver=giver.id, grounds=", ".join(own) or _("none")
            )
            yield Refusal(decision.reasons[0], decision.articles[0], "wrong-ground", hint)
        else:
            row = next(
                row
                for row in profile.grounds
                if row.id == ground
                and row.in_force(day)
                and giver.matches(row.givers)
                and category in row.categories
            )
            yield from _unstated(row, stated)


def _unstated(row: Ground, stated: Mapping[str, str]) -> Iterator[Refusal]:
    for field, allowed in row.statements.items():
        if field not in stated:
            yield Refusal(
                _("{row} asks for onderbouwing.{field}", row=row.id, field=field),
                row.article,
                "unmotivated",
            )
        elif allowed and stated[field] not in allowed:
            yield Refusal(
                _(
                    "onderbouwing.{field} is not one of those that {row} allows",
                    field=field,
                    row=row.id,
                ),
                row.article,
                "unmotivated",
                _("one of: {allowed}", allowed=", ".join(allowed)),
            )
