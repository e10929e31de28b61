# SPDX-License-Identifier: EUPL-1.2
"""Handing a subject over to the casusoverleg, as a part of the decision: art. 8(5), 10(2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.actions.dossiers import open_new, processed
from pgaref.actions.session import Work, refuse_if
from pgaref.covenant import access, handover
from pgaref.covenant.duties import NOTICE, due_now, notice_opened, review_opened
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, NewRecord, Register, State
from pgaref.covenant.profile import RegisterRule
from pgaref.errors import Refusal, RefusedError, UsageError
from pgaref.language import _
from pgaref.storage.dossier import DossierChange
from pgaref.storage.records import Record


@dataclass(frozen=True, slots=True)
class Prepared:
    """A handover that the covenant allows: participants, and the copies with what they copy.

    `copied`: number of a record handed over before -> of its copy in the `existing` dossier.
    """

    register: RegisterRule
    parties: tuple[str, ...]
    existing: Card | None
    copies: tuple[tuple[NewRecord, Record], ...]
    copied: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Handover:
    """The casusoverleg's dossier after the handover."""

    card: Card
    records: tuple[int, ...]
    is_new: bool


def prepare(work: Work, card: Card, content: Mapping[str, Any]) -> Prepared:
    """Find out what a decision to agender hands over, to whom.

    Raises:
        RefusedError: a participant, a record or a place that the covenant refuses.
    """
    register = work.now.profile.registers[Register.CASUSOVERLEG]
    existing = _running(work, card)
    if existing is not None:
        register = access.as_made(register, existing)
    refuse_if(handover.participation_refusals(work.now, register, content, existing))
    copied = _copied(work, card, existing) if existing else {}
    refuse_if(handover.source_refusals(card, content, copied))
    parties = existing.parties if existing else handover.participants(content)
    items = content["over_te_dragen"]
    opened = [_open(work, card, item["record"]) for item in items]
    sources = [handover.Source(r.address.record, r.kind, r.section, r.content) for r in opened]
    refuse_if(handover.cited_refusals(sources, copied))
    found = handover.copies(work.now, register, parties, sources, items)
    refuse_if(copy for copy in found if isinstance(copy, Refusal))
    allowed = [copy for copy in found if isinstance(copy, NewRecord)]
    pairs = tuple(zip(allowed, opened, strict=True))
    return Prepared(register, parties, existing, pairs, copied)


def _copied(work: Work, card: Card, existing: Card) -> dict[int, int]:
    """What of a dossier was handed over before: its numbers there, as the copies' origins tell."""
    entries = existing.of_kind(*handover.ALWAYS)
    origins = {work.opener.record(existing, entry).origin: entry.n for entry in entries}
    addresses = {record.n: str(Address(card.id, record.n)) for record in card.records}
    return {n: origins[address] for n, address in addresses.items() if address in origins}


def _open(work: Work, card: Card, n: int) -> Record:
    entry = card.record(n)
    if entry is None:
        raise UsageError(_("{dossier} has no record {n}", dossier=card.id, n=n))
    return work.opener.record(card, entry)


def _running(work: Work, card: Card) -> Card | None:
    """The running casusoverleg of the same subject, if there is one."""
    if not card.counterpart:
        return None
    try:
        other = work.vault.card(card.counterpart)
    except RefusedError:
        return None
    return other if other.state == State.LOPEND else None


def hand_over(work: Work, source: DossierChange, prepared: Prepared) -> Handover:
    """Hand the copies to a new dossier of the casusoverleg, or to the one that runs already."""
    subject = source.card.of_kind("subject")[-1]
    first = prepared.existing.next_number if prepared.existing else 2
    made, originals = zip(*prepared.copies, strict=True) if prepared.copies else ((), ())
    renumbered = handover.renumbered(made, prepared.copied, first)
    copies = list(zip(renumbered, originals, strict=True))
    if prepared.existing is None:
        change = open_new(work, prepared.register, prepared.parties, State.LOPEND, source.card.id)
        opened = work.opener.record(source.card, subject)
        home = access.home(prepared.register, "subject")
        copies.insert(0, (NewRecord("subject", home, opened.content), opened))
    else:
        change = work.change(prepared.existing)
    numbers = tuple(
        change.add(copy, origin=original, origin_digest=_digest(source.card, original))
        for copy, original in copies
    )
    source.update(counterpart=change.card.id)
    if prepared.existing is None:
        change.update(duties=_duties(work, source.card))
        card = change.save_new()
    else:
        processed(work, change, "decide")
        card = change.save()
    return Handover(card, numbers, prepared.existing is None)


def _duties(work: Work, source: Card) -> tuple[Any, ...]:
    """The duties of the new dossier: its own review, and the notice as far as it is still owed."""
    today = work.now.today
    review = review_opened(work.now.profile, today)
    owed = [duty for duty in source.duties if duty.kind == NOTICE and duty.about == 1]
    if not owed:
        return (review,)
    opened = due_now([notice_opened(work.now.profile, 1, today)], owed[0].due)
    return (*opened, review)


def _digest(card: Card, record: Record) -> str:
    entry = card.record(record.address.record)
    return entry.digest if entry else ""
