# SPDX-License-Identifier: EUPL-1.2
"""The overview that answered a request, made anew from the files: art. 12(3); AVG 15."""

from __future__ import annotations

from collections.abc import Sequence

from pgaref.actions.documents import gathering
from pgaref.actions.documents.gathering import Gathered
from pgaref.actions.requests import overviews
from pgaref.actions.session import Session
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Register


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
        return Gathered(
            overviews.document(work, card, request.content, decision.content, found),
            work.actor.recipient,
            work.reading.records,
            tuple(_said(item) for item in overviews.withheld(found)),
        )


def _said(item: dict[str, str]) -> str:
    field = f", {item['veld']}" if "veld" in item else ""
    return f"{item['stuk']}{field} ({item['wat']}, uavg 41 {item['grond']})"
