# SPDX-License-Identifier: EUPL-1.2
"""What a request that is not done with keeps from ending: art. 12(3), 12(6), 13.

A request waits for its answer, and then for what was decided to be carried out. Until both are
done its own file neither goes into the archive nor is destroyed; what it is about does, save where
a hold rests on the request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pgaref.covenant.duties import EXECUTION, REQUEST
from pgaref.covenant.model import Card, Duty, Hold
from pgaref.covenant.profile import Profile
from pgaref.errors import Refusal
from pgaref.language import _

# How a rule finds the card of another dossier: None where it is destroyed, damaged or not there.
Lookup = Callable[[str], Card | None]


def nothing_else(_dossier: str) -> Card | None:
    """The lookup of a rule that is about one dossier alone."""
    return None


def owing(card: Card, lookup: Lookup = nothing_else) -> tuple[Duty, ...]:
    """The duties of a request that its file has to stay for: to answer it, to carry it out.

    Where all files that it is about are gone, nothing can be carried out any more.
    """
    stays = {REQUEST}
    if any(lookup(dossier) is not None for dossier in card.concerns):
        stays.add(EXECUTION)
    return tuple(duty for duty in card.duties if duty.kind in stays)


def waits_for(card: Card, duty: Duty, profile: Profile) -> tuple[str, str]:
    """Why a request's file has to stay for such a duty, in words, and the article."""
    if duty.kind == REQUEST:
        return _(
            "request {dossier} is not answered", dossier=card.id
        ), profile.terms.request.article
    reason = _(
        "the decision in {dossier}/{about} is not carried out", dossier=card.id, about=duty.about
    )
    return reason, profile.terms.execution.article


def owing_refusals(card: Card, profile: Profile, lookup: Lookup) -> Iterator[Refusal]:
    """A refusal to archive or destroy a request's file for each thing that it waits for."""
    for duty in owing(card, lookup):
        reason, article = waits_for(card, duty, profile)
        answer = f"pgaref request answer|refuse|correct {card.id} FILE"
        hint = answer if duty.kind == REQUEST else "pgaref correct ID/N FILE"
        yield Refusal(reason, article, "not-settled", hint)


def requested_refusals(dossier: str, cards: Iterable[Card], profile: Profile) -> Iterator[Refusal]:
    """A refusal to destroy a dossier early for each open request about it (art. 12(3))."""
    for card in cards:
        if dossier in card.concerns and card.decided is None:
            yield Refusal(
                _(
                    "request {dossier} about {about} is open",
                    dossier=card.id,
                    about=dossier,
                ),
                profile.terms.request.article,
                "requested",
                _("first: pgaref request answer|refuse|correct {dossier} FILE", dossier=card.id),
            )


def in_force(hold: Hold, lookup: Lookup) -> bool:
    """Whether what a hold rests on is still there: a request that is settled holds nothing up.

    One that is not found (its card is damaged) keeps its hold to the hold's own last day.
    """
    request = lookup(hold.request) if hold.request else None
    return request is None or request.decided is None
