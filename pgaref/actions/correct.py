# SPDX-License-Identifier: EUPL-1.2
"""Correcting a record, wherever a copy of it lies: art. 8(3), 10(3), 12(6). Always a rekey.

A new key for the section, so that what was wrong is readable with no key that is still in use; the
correction itself is filed beside the record and lists who has to hear of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pgaref.actions.dossiers import (
    file_record,
    keeping,
    open_for,
    placed,
    register_of,
)
from pgaref.actions.quotations import refuse_quotation
from pgaref.actions.recipients import KINDS, gather
from pgaref.actions.requests.deciding import note_execution, order_of
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import access, corrections, duties, recipients
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, NewRecord, Officer, RecordEntry, Register, State
from pgaref.errors import Refusal, RefusedError
from pgaref.language import _
from pgaref.storage.dossier import DossierChange
from pgaref.storage.records import Record
from pgaref.storage.vault import is_archived

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction: its record, the copies that it reached, who is to be told by when.

    `untouched`: the same subject's file, where its copy stays as it is. In the archive, of which
    this officer reads nothing, the correction is noted; one in use is the uitvoerder's to correct.
    `beside`: the correction that is filed in the file of the copies, and who is to be told of it.
    """

    dossier: str
    record: int
    told: tuple[str, ...]
    copies: tuple[str, ...] = ()
    untouched: str = ""
    beside: tuple[str, tuple[str, ...]] = ("", ())

    def telling(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each correction of which parties have to hear, with those parties."""
        found = ((f"{self.dossier}/{self.record}", self.told), self.beside)
        return tuple((address, told) for address, told in found if told)


def correct(
    session: Session, address: Address, content: Content, *, dry_run: bool = False
) -> Corrected:
    """Correct a record (`correctie/1`), with every copy of it in the file of the other register."""
    with session.writing("correct", dossier=address.dossier) as work:
        card = open_for(work, address.dossier, "correct")
        entry = _entry(card, address.record, "12.5")
        opening = content["soort"] in corrections.REKEYED
        refuse_if(corrections.author_refusals(work.now, work.actor, card, opening=opening))
        refuse_if(corrections.correction_refusals(work.now, card, entry, content))
        original = _original(work, card, entry)
        _refuse_copy(work, card, original)
        _refuse_same(original, content)
        order = None
        if "verzoek" in content:
            order = order_of(work, content["verzoek"], card.id, entry.n, content["soort"])
        number, told = _correct_in(work, card, [original], content)
        corrected = _reach(work, Corrected(card.id, number, told), card, original, content)
        if order is not None:
            note_execution(work, order, f"{card.id}/{number}")
        if not dry_run:
            work.transaction.commit()
        return corrected


def _entry(card: Card, n: int, article: str) -> RecordEntry:
    """The entry of record `n`.

    Raises:
        RefusedError: there is none.
    """
    entry = card.record(n)
    if entry is None:
        hint = f"pgaref show {card.id}"
        raise RefusedError(
            Refusal(
                _("{dossier} has no record {n}", dossier=card.id, n=n), article, "no-record", hint
            )
        )
    return entry


def _original(work: Work, card: Card, entry: RecordEntry) -> Record:
    """The record that is corrected; where the uitvoerder reads no more, an empty likeness.

    Raises:
        KeyUnavailableError: another officer, who does not read it.
    """
    own = work.now.profile.uitvoerder.id == work.actor.party
    if not own or work.opener.holds(card, entry.section):
        return work.opener.record(card, entry)
    address = Address(card.id, entry.n)
    return Record(address, entry.section, entry.kind, entry.schema, "", "", {})


def _refuse_copy(work: Work, card: Card, record: Record) -> None:
    """A copy is corrected where it was copied from, so that both say the same (art. 8(5)).

    Raises:
        RefusedError: the original is there and not in the archive.
    """
    dossier, _slash, n = record.origin.partition("/")
    if dossier not in (card.id, card.counterpart) or not dossier:
        return
    other = work.vault.lookup(dossier)
    if other is not None and not is_archived(other) and other.record(int(n)) is not None:
        raise RefusedError(
            Refusal(
                _(
                    "record {record} is a copy of {origin}",
                    record=record.address.record,
                    origin=record.origin,
                ),
                "8.5",
                "copy",
                _(
                    "correct that one, this one follows: pgaref correct {origin} FILE",
                    origin=record.origin,
                ),
            )
        )


def _refuse_same(record: Record, content: Content) -> None:
    """An improvement that changes nothing takes no new key, and nobody is told of it.

    What a decision orders is carried out all the same: it is owed until that is filed.

    Raises:
        RefusedError: the record says so already.
    """
    if content["soort"] != corrections.IMPROVEMENT or "verzoek" in content:
        return
    if corrections.changed(record.content, content) == record.content:
        address = record.address
        raise RefusedError(
            Refusal(
                _(
                    "record {record} of {dossier} says so already, nothing changes",
                    record=address.record,
                    dossier=address.dossier,
                ),
                "12.6",
                "nothing-changes",
                _("what it says: pgaref show {address}", address=address),
            )
        )


def _correct_in(
    work: Work, card: Card, records: Sequence[Record], content: Content, origin: str = ""
) -> tuple[int, tuple[str, ...]]:
    """Correct records of one dossier, and the copies of the first that lie in it too.

    Returns the number of the first correction, and the parties that are to be told.
    """
    every = (*records, *_copies(work, card, records))
    affected = [(r, here) for r in every if (here := _fitting(r, content)) is not None]
    told = _to_be_told(work, card, [record for record, _entry in affected])
    change = work.change(card)
    number = card.next_number
    for place, (record, here) in enumerate(affected):
        copied = origin or ("" if record is records[0] else str(records[0].address))
        # One list for all that this changes in a dossier: nobody is told the same thing twice.
        _apply(work, change, record, here, copied, () if place else told)
    change.save()
    return number, told


def _to_be_told(work: Work, card: Card, records: Sequence[Record]) -> tuple[str, ...]:
    """The parties that read or received one of these records of a dossier (art. 12(6))."""
    if not all(work.opener.holds(card, entry.section) for entry in card.of_kind(*KINDS)):
        # In the archive the uitvoerder reads no more who left or received: those who read now.
        kern = work.now.controllers(card.parties)
        return tuple(kern)
    found, _hidden = gather(work, card)
    parties = {
        party
        for record in records
        for party in recipients.to_be_told(
            work.now.profile, found, record.section, record.address.record
        )
    }
    return tuple(sorted(parties))


def _copies(work: Work, card: Card, records: Sequence[Record]) -> Iterator[Record]:
    """The records of a dossier that copy one of these, and are none of them."""
    wanted = {str(record.address) for record in records}
    for entry in card.records:
        if work.opener.holds(card, entry.section) and f"{card.id}/{entry.n}" not in wanted:
            record = work.opener.record(card, entry)
            if record.origin in wanted:
                yield record


def _fitting(record: Record, content: Content) -> Content | None:
    """The correction as far as it is about a record that may be a narrowed copy (art. 8(5))."""
    if content["soort"] != corrections.IMPROVEMENT or not record.origin:
        return content
    here = corrections.narrowed(record.content, content)
    return here if here["velden"] else None


def _apply(
    work: Work,
    change: DossierChange,
    record: Record,
    content: Content,
    origin: str,
    told: Sequence[str],
) -> None:
    """Correct one record of a dossier, and file the correction with who is to be told."""
    entry = _entry(change.card, record.address.record, "12.5")
    number, sort = change.card.next_number, content["soort"]
    place = _beside(work, change.card, entry.section)
    if sort in corrections.REKEYED:
        _rekey(work, change, record, content, number)
    elif sort == corrections.SHIELDING:
        change.mark(replace(entry, shielded=number))
    filed = corrections.filed(content, entry.n, origin, told)
    refuse_quotation(work, change, place, filed)
    change.add(NewRecord("correctie", place, filed))
    change.card = corrections.telling_opened(work.now, change.card, number, told)
    weighed = entry.kind == "signaal" and change.card.register == Register.WEEGPLOEG
    if weighed and sort in corrections.REKEYED and not is_archived(change.card):
        change.update(state=State.TE_WEGEN)


def _beside(work: Work, card: Card, section: str) -> str:
    """The section for what is said of a record: where it lies, if that is a restricted one."""
    register = register_of(work.now, card)
    cited = [section] if section else []
    return placed(access.place_citing(work.now.profile, register, card.parties, "correctie", cited))


def _rekey(
    work: Work, change: DossierChange, record: Record, content: Content, number: int
) -> None:
    """The record's section under a new key, and the record replaced in it or gone from it."""
    if record.section not in change.rekeyed:
        change.rekey(record.section, _reading_on(work, change.card, record.section), work.opener)
    if record.kind == "signaal" and content["soort"] == corrections.REMOVAL:
        _drop_reporter(work, change, record)
    better = None
    if content["soort"] == corrections.IMPROVEMENT:
        better = corrections.changed(record.content, content)
        refuse_quotation(work, change, record.section, corrections.written(content))
        change.replace(record, better, number)
    else:
        change.drop(_entry(change.card, record.address.record, "12.5"))
    if record.kind == "plan":
        known = change.card.duties
        n = record.address.record
        change.update(duties=duties.replanned(known, n, record.content, better))


def _drop_reporter(work: Work, change: DossierChange, signal: Record) -> None:
    """Take who reported a signal off with it: for nothing else is the name kept (8(2)(c))."""
    for entry in change.card.of_kind("melder"):
        if not work.opener.holds(change.stored, entry.section):
            continue
        melder = work.opener.record(change.stored, entry)
        if melder.content["signaal"] != signal.address.record:
            continue
        if entry.section not in change.rekeyed:
            change.rekey(entry.section, _keepers(work, change.card, entry.section), work.opener)
        change.drop(_entry(change.card, entry.n, "8.2.c"))


def _reading_on(work: Work, card: Card, section: str) -> Sequence[Officer]:
    if is_archived(card):
        return _keepers(work, card, section)
    return keeping(work.now, card, section)


def _keepers(work: Work, card: Card, section: str) -> tuple[Officer, ...]:
    """Who reads a section and goes on doing so; in the archive, those who hold both its layers."""
    listed = card.sections[section]
    names = (holder.partition("/")[2] for holder in listed.seals or listed.keys)
    known = (work.now.officers.get(name) for name in names)
    return tuple(o for o in known if o is not None and o.in_office(work.now.today))


def _reach(
    work: Work, done: Corrected, card: Card, original: Record, content: Content
) -> Corrected:
    """Correct every copy in the other register's file, and say which; or that it stays."""
    other = work.vault.lookup(card.counterpart) if card.counterpart else None
    if other is None:
        return done
    left = replace(done, untouched=other.id)
    if card.register != Register.WEEGPLOEG:
        if not is_archived(other) or original.origin.partition("/")[0] != other.id:
            return done
        # What was copied from there is not rewritten there: its readers find the correction.
        _note_in_archive(work, other, original, content)
        return left
    if is_archived(card) and not is_archived(other):
        # The file in use is the uitvoerder's to correct, now that its original is sealed.
        return left
    if is_archived(other) and not _reads_all(work, other):
        _note_in_archive(work, other, original, content)
        return left
    copies = list(_copies(work, other, [original]))
    if not copies:
        return done
    number, told = _correct_in(work, other, copies, content, str(original.address))
    addresses = tuple(str(copy.address) for copy in copies)
    return replace(done, copies=addresses, beside=(f"{other.id}/{number}", told))


def _reads_all(work: Work, card: Card) -> bool:
    """Whether this officer can look for copies in every section that may hold one."""
    home = access.home(register_of(work.now, card), "subject")
    return work.opener.holds(card, home)


def _note_in_archive(work: Work, other: Card, original: Record, content: Content) -> None:
    """Nobody can write a record anew in the archive without reading it: the correction lies there.

    It is added as everything is, to the public halves; a kernpartij reads both together.
    """
    section = work.now.profile.section(other.register, original.section)
    restricted = section is not None and section.restricted
    change = work.change(other)
    filed = corrections.filed(content, 0, str(original.address), ())
    place = _beside(work, other, original.section if restricted else "")
    refuse_quotation(work, change, place, filed)
    change.add(NewRecord("correctie", place, filed))
    change.save()


def acknowledge(
    session: Session, address: Address, content: Content
) -> tuple[int, tuple[str, ...]]:
    """File that a party has heard of a correction (`ontvangst/1`).

    Returns the number of the record, and the parties that have not heard yet.
    """
    with session.writing("acknowledge", dossier=address.dossier) as work:
        card = work.vault.card(address.dossier)
        refuse_if(corrections.author_refusals(work.now, work.actor, card, opening=True))
        entry = _entry(card, address.record, "12.6")
        if entry.kind != "correctie":
            raise RefusedError(
                Refusal(
                    _(
                        "record {record} of {dossier} is no correction",
                        record=address.record,
                        dossier=card.id,
                    ),
                    "12.6",
                    "no-correction",
                    f"pgaref show {card.id}",
                )
            )
        told = work.opener.record(card, entry).content.get("te_informeren", ())
        refuse_if(corrections.acknowledgement_refusals(work.now, card, entry.n, told, content))
        before = set(_heard(work, card, entry.n))
        if content["partij"] in before:
            raise RefusedError(
                Refusal(
                    _(
                        "{partij} heard of {dossier}/{n} before, nothing changes",
                        partij=content["partij"],
                        dossier=card.id,
                        n=entry.n,
                    ),
                    "12.6",
                    "nothing-changes",
                    _("what is filed: pgaref show {dossier}", dossier=card.id),
                )
            )
        change = work.change(card)
        number = file_record(work, change, {**content, "correctie": entry.n}, cited=[entry.n])
        heard = {*before, content["partij"]}
        change.card = corrections.acknowledged(change.card, entry.n, told, heard)
        change.save()
        work.transaction.commit()
        return number, tuple(party for party in told if party not in heard)


def _heard(work: Work, card: Card, correction: int) -> Iterator[str]:
    """The parties that acknowledged a correction before."""
    for entry in card.of_kind("ontvangst"):
        content = work.opener.record(card, entry).content
        if content["correctie"] == correction:
            yield str(content["partij"])
