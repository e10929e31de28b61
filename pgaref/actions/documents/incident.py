# SPDX-License-Identifier: EUPL-1.2
"""What is notified of an incident, as it is known by now: art. 15(2)(g); AVG 33(3), 34."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pgaref.actions.documents import gathering
from pgaref.actions.documents.gathering import Gathered
from pgaref.actions.incidents import CLOSING, KIND, REPORT, UPDATE
from pgaref.actions.session import ReadingWork, Session
from pgaref.covenant import incidents
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, Register
from pgaref.storage.localtime import instant_of


def gather(session: Session, addresses: Sequence[Address], purpose: str) -> Gathered:
    """Everything on file about one incident; it names no person."""
    dossier = gathering.whole(gathering.one(addresses))
    with session.reading("document", dossier=dossier, purpose=purpose) as work:
        card = work.vault.card(dossier)
        gathering.require_register(card, Register.INCIDENTEN, "15.2.g")
        content = {
            **gathering.common(work, card.id, card.parties),
            **_content(work, card),
        }
        return Gathered(content, work.actor.recipient, work.reading.records)


def _content(work: ReadingWork, card: Card) -> dict[str, Any]:
    kinds = {kind: _of_kind(work, card, kind) for kind in (KIND, UPDATE, REPORT, CLOSING)}
    (incident,) = kinds[KIND]
    known = instant_of(work.now.profile, incident["kennisgenomen"])
    due = incidents.deadline(work.now, known)
    closing = kinds[CLOSING][-1] if kinds[CLOSING] else {}
    told = [report["mededeling"] for report in kinds[REPORT] if "mededeling" in report]
    return {
        **incidents.gathered(incident, kinds[UPDATE]),
        "uiterlijk": {"datum": f"{due:%Y-%m-%d}", "tijd": f"{due:%H:%M}"},
        "fasen": kinds[REPORT],
        "mededeling": closing.get("mededeling") or (told[-1] if told else {}),
        "geleerd": closing.get("geleerd"),
        "afgesloten": closing.get("datum"),
    }


def _of_kind(work: ReadingWork, card: Card, kind: str) -> list[Mapping[str, Any]]:
    entries = card.of_kind(kind)
    work.reading.records += gathering.addresses(card, entries)
    return [work.opener.record(card, entry).content for entry in entries]
