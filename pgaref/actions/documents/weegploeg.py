# SPDX-License-Identifier: EUPL-1.2
"""The meeting paper of the weegploeg: its dossiers, and the criteria to weigh by: art. 7(3), 8."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pgaref.actions.documents import gathering
from pgaref.actions.documents.gathering import Gathered
from pgaref.actions.session import ReadingWork, Session
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, Register, State
from pgaref.storage.records import Record


def gather(session: Session, addresses: Sequence[Address], purpose: str) -> Gathered:
    """Read the dossiers one by one, each with a line of its own in the log."""
    dossiers = dict.fromkeys(gathering.whole(address) for address in addresses)
    parts = [_one(session, dossier, purpose) for dossier in dossiers]
    last = parts[-1]
    return Gathered(
        content={
            **last.content,
            "kenmerk": list(dossiers),
            "dossiers": [part.content["dossier"] for part in parts],
        },
        recipient=last.recipient,
        records=tuple(record for part in parts for record in part.records),
        left_out=tuple(record for part in parts for record in part.left_out),
    )


def _one(session: Session, dossier: str, purpose: str) -> Gathered:
    with session.reading("document", dossier=dossier, purpose=purpose) as work:
        card = work.vault.card(dossier)
        gathering.require_register(card, Register.WEEGPLOEG, "7.3")
        entries, left_out = gathering.printable(work, card)
        records = gathering.opened(work, card, entries)
        content = {
            **gathering.common(work, card.id),
            "dossier": _dossier(work, card, records),
        }
        return Gathered(content, work.actor.recipient, work.reading.records, left_out)


def _dossier(work: ReadingWork, card: Card, records: Sequence[Record]) -> dict[str, Any]:
    profile = work.now.profile
    kader, _ = work.vault.referentiekader
    return {
        "kenmerk": card.id,
        # A decision on what was corrected since is weighed anew, and no longer where it stands.
        "stand": card.state if card.state == State.TE_WEGEN else card.outcome or card.state,
        "subject": gathering.subject(records),
        "geopend": card.opened,
        "stukken": [
            {
                "nummer": record.address.record,
                "soort": record.kind,
                "datum": record.made_at[:10],
                "afgeschermd": any(
                    e.shielded for e in card.records if e.n == record.address.record
                ),
                "velden": gathering.fields(profile, record.content),
            }
            for record in records
            if record.kind != "subject"
        ],
        "termijnen": gathering.terms(work, card),
        "criteria": [
            {"id": c.id, "vraag": c.question, "vereist": c.required} for c in kader.criteria
        ],
    }
