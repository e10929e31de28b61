# SPDX-License-Identifier: EUPL-1.2
"""Holding a destruction up: on a request, procedure, restriction (AVG 18) or order (12, 13).

A hold stops destruction, never archiving; it ends at most three months off and is renewed only by a
new decision. Without a valid hold the maximum wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    absent_parties,
    dates_of_acts,
    unknown_officers,
)
from pgaref.covenant.duties import REQUEST
from pgaref.covenant.model import Card, Hold
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]


def hold_refusals(
    now: Circumstances, card: Card, content: _Content, request: Card | None = None
) -> Iterator[Refusal]:
    """What the covenant holds against a hold (`opschorting/1`).

    `request` is the card of the request that it rests on, where there is one.
    """
    yield from dates_of_acts(now, {"datum": content["datum"]})
    yield from unknown_officers(now, content["besloten_door"])
    deciding = now.controllers(card.parties)
    yield from absent_parties(now, deciding, content["besloten_door"], "4", "besloten_door")
    latest = now.profile.terms.hold.after(now.today)
    until = date.fromisoformat(content["tot"])
    if not now.today <= until <= latest:
        yield Refusal(
            _("tot lies not between today and {latest}", latest=latest),
            now.profile.terms.hold.article,
            "hold-too-long",
            _("a hold is renewed by a new decision"),
        )
    if content["basis"] == REQUEST:
        yield from _unfounded(card, request)


def _unfounded(card: Card, request: Card | None) -> Iterator[Refusal]:
    """A refusal unless there is an open request about this dossier (art. 12)."""
    if request is None or card.id not in request.concerns:
        yield Refusal(
            _("there is no such request about {dossier}", dossier=card.id),
            "12.2",
            "no-request",
            _("the requests: pgaref request list; a new one: pgaref request open FILE"),
        )
    elif request.decided is not None:
        yield Refusal(
            _("{request} is settled", request=request.id),
            "12.3",
            "settled",
            _("while somebody objects or goes to court, the basis is procedure"),
        )


def hold_of(content: _Content, record: int, day: date) -> Hold:
    """The hold that such a decision, recorded under number `record` on `day`, puts on the card."""
    until = date.fromisoformat(content["tot"])
    return Hold(record, content["basis"], day, until, content.get("verzoek", ""))
