# SPDX-License-Identifier: EUPL-1.2
"""The letter that refuses a request, with reasons and how to object: art. 12(4); UAVG 34, 41."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pgaref.actions.documents import gathering
from pgaref.actions.documents.gathering import Gathered
from pgaref.actions.requests import overviews
from pgaref.actions.session import Session
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Register


def gather(session: Session, addresses: Sequence[Address], purpose: str) -> Gathered:
    """The refusal of one request. It says nothing of any file, nor whether there is one."""
    dossier = gathering.whole(gathering.one(addresses))
    with session.reading("document", dossier=dossier, purpose=purpose) as work:
        card = work.vault.card(dossier)
        gathering.require_register(card, Register.VERZOEKEN, "12.4")
        request = gathering.newest(work, card, "verzoek", "pgaref request list")
        refusal = gathering.newest(work, card, "weigering", f"pgaref request refuse {card.id} FILE")
        work.reading.records = (str(request.address), str(refusal.address))
        content = {
            **overviews.letter(work, card, request.content, refusal.content),
            # Who is concerned would tell whether there is a file, and whose.
            "verantwoordelijken": ["De kernpartijen bij dit convenant"],
            "verzoek": request.content,
            "gronden": _grounds(refusal.content),
            "motivering": refusal.content["motivering"],
        }
        return Gathered(content, work.actor.recipient, work.reading.records)


def _grounds(refusal: Mapping[str, Any]) -> list[dict[str, str]]:
    if "gronden" not in refusal:
        return [{"grond": "Artikel 12 AVG", "tekst": refusal["reden"]}]
    return [
        {"grond": f"Artikel 41 lid 1 onder {letter} UAVG", "tekst": f"uavg-41-{letter}"}
        for letter in refusal["gronden"]
    ]
