# SPDX-License-Identifier: EUPL-1.2
"""The overview that answered a request, made anew from the files: art. 12(3); AVG 15."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from pgaref.actions.documents import gathering
from pgaref.actions.documents.gathering import Gathered
from pgaref.actions.requests import overviews
from pgaref.actions.session import Session
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, Register
from pgaref.documents.rendering import render
from pgaref.errors import Refusal, RefusedError
from pgaref.language import _


def gather(session: Session, addresses: Sequence[Address], purpose: str) -> Gathered:
    """What the answer to one request tells; what it leaves out is named to the officer alone."""
    dossier = gathering.whole(gathering.one(addresses))
    with session.reading("document", dossier=dossier, purpose=purpose) as work:
        card = work.vault.card(dossier)
        gathering.require_register(card, Register.VERZOEKEN, "12.3")
        request = gathering.newest(work, card, "verzoek", "pgaref request list")
        decision = gathering.newest(
            work, card, "beantwoording", f"pgaref request answer {card.id} FILE"
        )
        found = overviews.gather(work, request.content, decision.content.get("inhouden", ()))
        opened = (address for one in found for address in one.opened)
        work.reading.records = (str(request.address), str(decision.address), *opened)
        content = overviews.document(work, card, request.content, decision.content, found)
        _require_same(card, content, decision.content["overzicht"])
        return Gathered(
            content,
            work.actor.recipient,
            work.reading.records,
            tuple(_said(item) for item in overviews.withheld(found)),
        )


def _require_same(card: Card, content: Mapping[str, Any], sha256: str) -> None:
    """Refuse to hand out, under the date of the answer, what was not in it.

    Raises:
        RefusedError: the files have changed since.
    """
    if hashlib.sha256(render("inzage", content)).hexdigest() != sha256:
        raise RefusedError(
            Refusal(
                _("the files have changed since {dossier} was answered", dossier=card.id),
                "12.3",
                "changed",
                _(
                    "the overview that was given cannot be made again; "
                    "a new request tells of them now"
                ),
            )
        )


def _said(item: dict[str, str]) -> str:
    field = f", {item['veld']}" if "veld" in item else ""
    return f"{item['stuk']}{field} ({item['wat']}, uavg 41 {item['grond']})"
