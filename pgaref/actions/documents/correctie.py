# SPDX-License-Identifier: EUPL-1.2
"""The notice of a correction: to the person, and to all who read or received it: art. 12(6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pgaref.actions import recipients
from pgaref.actions.documents import gathering
from pgaref.actions.documents.gathering import Gathered
from pgaref.actions.requests import overviews
from pgaref.actions.session import ReadingWork, Session
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, Register
from pgaref.covenant.requests import REJECTED
from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage.records import Record


def gather(session: Session, addresses: Sequence[Address], purpose: str) -> Gathered:
    """The decision on a request (VZ), or the notice to readers of one correction (ID/N)."""
    address = gathering.one(addresses)
    with session.reading("document", dossier=address.dossier, purpose=purpose) as work:
        card = work.vault.card(address.dossier)
        if address.record:
            return _to_readers(work, card, address)
        gathering.require_register(card, Register.VERZOEKEN, "12.6")
        return _to_person(work, card)


def _to_person(work: ReadingWork, card: Card) -> Gathered:
    request = gathering.newest(work, card, "verzoek", "pgaref request list")
    decision = gathering.newest(
        work, card, "correctiebesluit", f"pgaref request correct {card.id} FILE"
    )
    work.reading.records = (str(request.address), str(decision.address))
    content = {
        **overviews.letter(work, card, request.content, decision.content),
        "besluit_datum": decision.content["datum"],
        "verzoek": request.content,
        # By the file alone: a record's number would tell how many records stand before it.
        "punten": [
            {
                "kenmerk": item["dossier"],
                "gevraagd": _wish(item, request.content),
                "uitkomst": item["uitkomst"],
                "wat": "een stuk in dit dossier" if "record" in item else "het hele dossier",
                "motivering": item["motivering"],
                "uiterlijk_op": _execute_by(item, decision.content),
            }
            for item in decision.content["onderdelen"]
        ],
    }
    return Gathered(content, work.actor.recipient, work.reading.records)


def _wish(item: Mapping[str, Any], request: Mapping[str, Any]) -> object:
    """What the person asked that this part answers, in the person's own words."""
    wishes = request.get("gewenst", ())
    place = item.get("wens", 1 if len(wishes) == 1 else 0)
    return wishes[place - 1]["wat"] if 0 < place <= len(wishes) else None


def _execute_by(item: Mapping[str, Any], decision: Mapping[str, Any]) -> object:
    """The last day to carry a part out; nothing where there is nothing to."""
    return None if item["uitkomst"] == REJECTED else decision["uiterlijk_op"]


def _to_readers(work: ReadingWork, card: Card, address: Address) -> Gathered:
    """What changed and why, and who has heard of it; what the record says now, its readers read."""
    entries, _left_out = gathering.printable(work, card)
    chosen = [entry for entry in entries if entry.n == address.record and entry.kind == "correctie"]
    if not chosen:
        raise UsageError(
            _("{address} is no correction that can be on paper", address=address),
            hint=f"pgaref show {card.id}",
        )
    (correction,) = gathering.opened(work, card, chosen)
    content = correction.content
    told = content.get("te_informeren", ())
    parties = work.now.profile.parties
    found = {
        **gathering.common(work, str(address), card.parties),
        "aan": [parties[party].name for party in told],
        "besluit_datum": content["datum"],
        "punten": [
            {
                "kenmerk": _readers_own(card, content),
                "uitkomst": content["soort"],
                "wat": _what(card, content),
                "motivering": content["reden"],
                "uitgevoerd_op": content["datum"],
            }
        ],
        "te_informeren": list(_told(work, card, correction, told)),
    }
    return Gathered(found, work.actor.recipient, work.reading.records)


def _readers_own(card: Card, content: Mapping[str, Any]) -> str:
    """The record as its readers know it; one of the archive may be known by its original alone."""
    n = content.get("record")
    return str(Address(card.id, n)) if n else str(content["origineel"])


def _what(card: Card, content: Mapping[str, Any]) -> list[str]:
    """What kind of record was changed, where it is there still, and which fields of it."""
    entry = card.record(content.get("record", 0))
    return [*([] if entry is None else [entry.kind]), *content.get("gewijzigd", ())]


def _told(
    work: ReadingWork, card: Card, correction: Record, told: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Each party on the list: since when it reads, and when it said that it had heard."""
    found, opened = recipients.gather(work, card)
    receipts = [
        work.opener.record(card, entry)
        for entry in card.of_kind("ontvangst")
        if work.opener.holds(card, entry.section)
    ]
    heard = {
        receipt.content["partij"]: receipt.content["op"]
        for receipt in receipts
        if receipt.content["correctie"] == correction.address.record
    }
    also = (*(f"{card.id}/{n}" for n in opened), *(str(r.address) for r in receipts))
    work.reading.records = (*work.reading.records, *also)
    # The first entry of a party; of one that came back, the period that goes on.
    going_on = [entry for entry in found if entry.until is None and not entry.disclosure]
    since = {entry.party: entry.since for entry in (*reversed(found), *going_on)}
    for party in told:
        yield {
            "partij": work.now.profile.parties[party].name,
            "sinds": since.get(party),
            "ontvangst": heard.get(party),
        }
