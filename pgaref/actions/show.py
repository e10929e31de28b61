# SPDX-License-Identifier: EUPL-1.2
"""Reading a dossier, logged first: art. 8(4), 10(4), 10(5), 13(2), 15(2)(e)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pgaref.actions.dossiers import Readers, readers_on, register_of
from pgaref.actions.session import ReadingWork, Session
from pgaref.covenant import access, retention
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, RecordEntry
from pgaref.covenant.retention import Due
from pgaref.errors import KeyUnavailableError, Refusal, RefusedError, UsageError
from pgaref.language import _
from pgaref.storage.records import Record


@dataclass(frozen=True, slots=True)
class Shown:
    """What an officer read of a dossier: the records, and what the card says around them."""

    card: Card
    purpose: str
    log_entry: int
    records: tuple[Record, ...]
    readers: Readers
    dues: Mapping[str, Due]


def show(session: Session, address: Address, *, purpose: str = "", section: str = "") -> Shown:
    """Open every record of the dossier (or the one addressed) that the actor has a key for.

    Raises:
        KeyUnavailableError: the actor has a key for none of them.
        RefusedError: no purpose fits, or the dossier is destroyed.
        UsageError: no such dossier, record or section.
    """
    with session.reading("show", dossier=address.dossier, purpose=purpose, section=section) as work:
        card = work.vault.card(address.dossier)
        entries = _wanted(card, address, section)
        if not purpose:
            entries = _without_melders(work, card, entries, address, section)
        readable = [entry for entry in entries if work.opener.holds(card, entry.section)]
        if not readable:
            raise KeyUnavailableError(
                _("{actor} has no key for {address}", actor=work.actor.id, address=address),
                hint=_("what you do read of it: pgaref show {dossier}", dossier=card.id),
            )
        work.reading.records = tuple(f"{card.id}/{entry.n}" for entry in readable)
        records = tuple(work.opener.record(card, entry) for entry in readable)
        return Shown(
            card=card,
            purpose=work.purpose,
            log_entry=work.reading.op,
            records=records,
            readers=_readers(card, records, whole=not (address.record or section)),
            dues=retention.dues(card, work.now.profile, work.vault.lookup),
        )


def _readers(card: Card, records: Iterable[Record], *, whole: bool) -> Readers:
    """Who reads the dossier or, where it is not shown whole, the sections of what is shown."""
    shown = {record.section for record in records}
    return {name: holders for name, holders in readers_on(card).items() if whole or name in shown}


def _without_melders(
    work: ReadingWork, card: Card, entries: list[RecordEntry], address: Address, section: str
) -> list[RecordEntry]:
    """The records that may be read for the file's own purpose: no melder is among them (8(2)(c)).

    Raises:
        RefusedError: a melder was asked for by number or section.
    """
    register = register_of(work.now, card)
    kept = [e for e in entries if not access.is_reporter_section(register, e.section)]
    if len(kept) < len(entries) and (address.record or section):
        names = ", ".join(purpose.name for purpose in work.now.profile.purposes)
        hint = _("--purpose, one of: {names}", names=names)
        raise RefusedError(
            Refusal(_("reading a melder needs a purpose"), "8.2.c", "no-purpose", hint)
        )
    return kept


def _wanted(card: Card, address: Address, section: str) -> list[RecordEntry]:
    if section and section not in card.sections:
        raise UsageError(
            _("{dossier} has no such section", dossier=card.id),
            hint=_("its sections: {sections}", sections=", ".join(card.sections)),
        )
    if address.record and card.record(address.record) is None:
        if address.record < card.next_number:
            # Numbers run on and none is left open: what is gone was taken out by a correction.
            raise UsageError(
                _(
                    "record {record} of {dossier} was removed by a correction",
                    record=address.record,
                    dossier=card.id,
                ),
                hint=_("which, and why: pgaref show {dossier}", dossier=card.id),
            )
        raise UsageError(
            _("{dossier} has no record {record}", dossier=card.id, record=address.record)
        )
    return [
        entry
        for entry in card.records
        if address.record in (0, entry.n) and section in ("", entry.section)
    ]
