# SPDX-License-Identifier: EUPL-1.2
"""Gathering who received or could read what of a dossier: art. 10(5), 12(3), 12(6), 15(2)(e)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pgaref.actions.session import ReadingWork, Session, Work
from pgaref.covenant import recipients
from pgaref.covenant.model import Card
from pgaref.covenant.recipients import Event, Recipient
from pgaref.storage.logbook.origin import local_day
from pgaref.storage.vault import Vault, is_archived

KINDS = ("deelname", "vertrek", "verstrekking")


@dataclass(frozen=True, slots=True)
class Received:
    """Who received or could read what of a dossier, read for a purpose, under a log entry."""

    dossier: str
    purpose: str
    log_entry: int
    recipients: tuple[Recipient, ...]


def show_recipients(session: Session, dossier: str, purpose: str = "") -> Received:
    """Who received or could read what of a dossier, since when, on which ground.

    Raises:
        KeyUnavailableError: the actor reads none of the records that tell.
    """
    with session.reading("show", dossier=dossier, purpose=purpose) as work:
        card = work.vault.card(dossier)
        found, _ = gather(work, card)
        return Received(card.id, work.purpose, work.reading.op, found)


def gather(work: Work | ReadingWork, card: Card) -> tuple[tuple[Recipient, ...], tuple[int, ...]]:
    """Every recipient of a dossier, and the numbers of the records that were opened to tell."""
    entries = card.of_kind(*KINDS)
    records = [work.opener.record(card, entry) for entry in entries]
    profile = work.now.profile
    events = [
        Event(r.address.record, r.kind, local_day(profile, r.made_at), r.content) for r in records
    ]
    found = recipients.recipients(profile, card, events, archived_on(work.vault, card))
    return found, tuple(entry.n for entry in entries)


def archived_on(vault: Vault, card: Card) -> date | None:
    """The day on which a dossier went into the archive, as the log has it."""
    if not is_archived(card):
        return None
    commits = (
        line["time"]
        for line in vault.store.log.lines()
        if line.get("dossier") == card.id and line["action"] == "archive" and "plan" in line
    )
    time = next(commits, "")
    return local_day(vault.profile, time) if time else None


def told(found: Sequence[Recipient]) -> tuple[str, ...]:
    """The parties among the recipients, each once."""
    return tuple(dict.fromkeys(recipient.party for recipient in found))
