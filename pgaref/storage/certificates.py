# SPDX-License-Identifier: EUPL-1.2
"""Destroying a dossier and the proof of it (art. 13; Archiefbesluit 1995, art. 8).

Wraps and seals go first, then packages with their keys, drafts, records and card. Overwriting is
claimed as nothing: what makes the rest unreadable is that its keys are gone, and until when a
backup still holds one stands on the certificate.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pgaref.covenant import retention
from pgaref.covenant.model import Card
from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import canonical, drafts, layout, packages
from pgaref.storage.transaction import Transaction
from pgaref.storage.vault import Settings, is_archived

METHOD = "keys-and-records-removed"


@dataclass(frozen=True, slots=True)
class Destruction:
    """Why and when a dossier is destroyed, and by whom."""

    reason: str
    article: str
    due: date
    day: date
    actor: str
    party: str

    @property
    def days_overdue(self) -> int:
        """How many days after its maximum."""
        return retention.overdue_days(self.due, self.day)


def destroy(card: Card, how: Destruction, settings: Settings, transaction: Transaction) -> None:
    """Hand the destruction of a dossier, and its certificate, to the transaction."""
    transaction.destroys = True
    transaction.remove_folder(layout.keys_folder(card.register, card.id))
    packages.withdraw(card, transaction, card.packages)
    drafts.take_away(card.id, transaction)
    folder = layout.dossier_folder(card.register, card.id, archived=is_archived(card))
    transaction.remove_folder(folder)
    certificate = encode(card, how, settings, transaction.op)
    transaction.put(layout.certificate_file(card.id), certificate, bound=True)


def encode(card: Card, how: Destruction, settings: Settings, op: int) -> bytes:
    """The certificate's bytes: what, on which ground, how, when, by whom (canonical JSON)."""
    value: dict[str, object] = {
        "format": 1,
        "vault": settings.id,
        "id": card.id,
        "register": card.register,
        "seq": op,
        "opened": card.opened.isoformat(),
        "last_processed": card.last_processed.isoformat(),
        "due": how.due.isoformat(),
        "destroyed": how.day.isoformat(),
        "reason": how.reason,
        "article": how.article,
        "method": METHOD,
        "actor": how.actor,
        "party": how.party,
        "parties": list(card.parties),
        "records": dict(Counter(entry.kind for entry in card.records)),
        "backup_until": (how.day + timedelta(days=settings.keys_days)).isoformat(),
    }
    optional = {
        "declined": card.declined and card.declined.isoformat(),
        "keep_until": card.keep_until and card.keep_until.isoformat(),
        "outcome": card.outcome,
        "days_overdue": how.days_overdue,
        "packages": len(card.packages),
    }
    return canonical.encode(value | {name: item for name, item in optional.items() if item})


def decode(data: bytes, path: str) -> dict[str, Any]:
    """The certificate in `data`, read at `path`.

    Raises:
        IntegrityError: not canonical JSON.
    """
    try:
        return canonical.decode(data)
    except ValueError:
        raise IntegrityError(_("{path}: not a certificate", path=path)) from None
