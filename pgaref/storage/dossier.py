# SPDX-License-Identifier: EUPL-1.2
"""A dossier under change in one transaction: made, added to, opened to or taken from.

Adding a record needs no secret: records are encrypted to the public halves on the card. Giving
access wraps the section's secret once more; taking access away is always a rekey.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pgaref.covenant import migrations
from pgaref.covenant.identifiers import Address, make_id
from pgaref.covenant.model import Card, NewRecord, Officer, RecordEntry, Section
from pgaref.errors import InputError
from pgaref.storage import age, cards, keys, layout, records, schemas
from pgaref.storage.files.tree import Tree
from pgaref.storage.keys import Wrapped
from pgaref.storage.opening import Opener
from pgaref.storage.records import Migrated, Record
from pgaref.storage.sealing import vouched
from pgaref.storage.transaction import Transaction
from pgaref.storage.vault import is_archived


@dataclass(frozen=True, slots=True)
class Making:
    """What every record made by one act shares: the vault, the moment, the officer."""

    vault: str
    at: str
    by: str


class DossierChange:
    """Collects what one act changes in a dossier; `save` hands it to the transaction.

    `stored` is the card as it lies in the vault, `added` the content of each new record.
    """

    def __init__(self, card: Card, transaction: Transaction, making: Making) -> None:
        self.card = card
        self.stored = card
        self.added: dict[int, Mapping[str, object]] = {}
        self._transaction = transaction
        self._making = making
        self._files: dict[str, bytes] = {}
        self._keys: dict[str, bytes] = {}
        self._left: dict[str, tuple[str, ...]] = {}
        self._gone: list[str] = []

    def add(self, new: NewRecord, *, origin: Record | None = None, origin_digest: str = "") -> int:
        """Add a record, in the newest version of its schema; returns its number.

        `origin` is the record that it copies.

        Raises:
            InputError: the content does not fit its schema; nothing that does not is ever stored.
        """
        content = migrations.brought(new.content)
        _require_fit(new.kind, content)
        n = self.card.next_number
        kind, version = migrations.named(content)
        record = Record(
            address=Address(self.card.id, n),
            section=new.section,
            kind=kind,
            schema=version,
            made_at=self._making.at,
            made_by=self._making.by,
            content=content,
            origin=str(origin.address) if origin else "",
            origin_digest=origin_digest,
        )
        self._write(record)
        self.added[n] = content
        self._transaction.records.append(str(record.address))
        return n

    def _write(self, record: Record) -> None:
        """Encrypt a record to its section and enter it on the card."""
        plaintext = records.encode(record, self._making.vault, secrets.token_bytes(16))
        self._store(
            RecordEntry(
                n=record.address.record,
                section=record.section,
                kind=record.kind,
                schema=record.schema,
                sha256="",
                digest=records.digest(plaintext),
            ),
            plaintext,
        )

    def _store(self, entry: RecordEntry, plaintext: bytes) -> None:
        section = self.card.sections[entry.section]
        data = age.encrypt(plaintext, [section.recipient])
        if section.seal:
            data = age.encrypt(data, [section.seal])
        self._lay(entry, data)

    def _lay(self, entry: RecordEntry, data: bytes) -> None:
        """Put a record's file, and its entry on the card."""
        self._files[layout.record_name(entry.section, entry.n)] = data
        entry = replace(entry, sha256=hashlib.sha256(data).hexdigest())
        others = tuple(known for known in self.card.records if known.n != entry.n)
        entries = tuple(sorted((*others, entry), key=lambda known: known.n))
        self.card = replace(self.card, records=entries)

    def admit(self, name: str, officers: Sequence[Officer], opener: Opener) -> None:
        """Let more officers read a section, from its first record on; in the archive too."""
        section = self.card.sections[name]
        wrapped = keys.wrap(opener.secret(self.card, name), officers)
        if section.seal:
            seals = Wrapped(section.seal, keys.wrap(opener.seal_secret(self.card, name), officers))
            section = self._put_seals(name, section, seals)
        self._put_keys(name, section, {**section.keys}, wrapped)

    def make_section(
        self, name: str, officers: Sequence[Officer], readers: Sequence[str] = ()
    ) -> None:
        """A new section with its own key pair, for these officers: those of `readers` today."""
        fresh = keys.fresh(officers)
        section = Section(fresh.recipient, readers=tuple(readers))
        self._put_keys(name, section, {}, fresh.files)

    def rekey(self, name: str, officers: Sequence[Officer], opener: Opener) -> None:
        """A new key pair for a section and its records anew under it, for these officers alone."""
        entries = [entry for entry in self.card.records if entry.section == name]
        plaintexts = [opener.plaintext(self.card, entry) for entry in entries]
        former = self.card.sections[name]
        self._left[name] = _holders(former)
        self.make_section(name, officers, former.readers)
        if former.seal:
            self._seal(name, officers)
        for entry, plaintext in zip(entries, plaintexts, strict=True):
            self._store(entry, plaintext)

    def shut(self, name: str, tree: Tree) -> None:
        """Take a section of the archive from everybody who has a key of it; nobody is left.

        It needs no secret: each file gets one layer more, to a key that nobody keeps, so that a
        copy of a key file opens nothing either.

        Raises:
            IntegrityError: a record's file is missing, or not the one on the card.
        """
        former = self.card.sections[name]
        self._left[name] = _holders(former)
        seal = keys.fresh(()).recipient
        shut = replace(former, keys={}, seal=seal, seals={})
        self.card = replace(self.card, sections={**self.card.sections, name: shut})
        folder = layout.dossier_folder(self.card.register, self.card.id, archived=True)
        for entry in [entry for entry in self.card.records if entry.section == name]:
            path = f"{folder}/{layout.record_name(name, entry.n)}"
            self._lay(entry, age.encrypt(vouched(tree, path, entry.sha256), [seal]))

    def _seal(self, name: str, officers: Sequence[Officer]) -> None:
        """The second layer of a section in the archive anew, for these officers (art. 13(2))."""
        section = self._put_seals(name, self.card.sections[name], keys.fresh(officers))
        self.card = replace(self.card, sections={**self.card.sections, name: section})

    def _put_seals(self, name: str, section: Section, wrapped: Wrapped) -> Section:
        """The section with these seals; those of the same pair that are there stay."""
        for holder, data in wrapped.files.items():
            self._keys[layout.key_name(name, holder, seal=True)] = data
        kept = section.seals if section.seal == wrapped.recipient else {}
        return replace(section, seal=wrapped.recipient, seals={**kept, **wrapped.digests})

    @property
    def rekeyed(self) -> frozenset[str]:
        """The sections that get new keys in this change."""
        return frozenset(self._left)

    def replace(self, original: Record, content: Mapping[str, object], correction: int) -> None:
        """Put other content under a record's number; record `correction` says why.

        Raises:
            InputError: the content does not fit its schema.
        """
        _require_fit(original.kind, content)
        former = self.card.record(original.address.record)
        record = replace(
            original,
            made_at=self._making.at,
            made_by=self._making.by,
            content=content,
            migrated=(),
            stored=0,
        )
        self._write(record)
        entry = self.card.record(record.address.record)
        if entry is not None and former is not None:
            self.mark(replace(entry, corrected=correction, shielded=former.shielded))
        self._transaction.records.append(str(record.address))

    def migrate(self, record: Record) -> None:
        """Write a record that was opened in a newer version than it has in the vault as it is read.

        Who filed it when stays, and the digest that it had goes on in it: what was pinned by that
        (a copy, an answer, a consent) is known to be of this record.

        Raises:
            InputError: the content does not fit its schema.
        """
        _require_fit(record.kind, record.content)
        former = self.card.record(record.address.record)
        if former is None or not record.stored:
            raise ValueError("there is nothing to migrate")
        was = f"{record.kind}/{record.stored}"
        step = Migrated(was, former.digest, self._making.at, self._making.by)
        self._write(replace(record, migrated=(*record.migrated, step), stored=0))
        entry = self.card.record(record.address.record)
        if entry is not None:
            self.mark(replace(entry, corrected=former.corrected, shielded=former.shielded))
        self._transaction.records.append(str(record.address))

    def drop(self, entry: RecordEntry) -> None:
        """Take a record off the dossier; its number is not given again while a later one stands."""
        name = layout.record_name(entry.section, entry.n)
        self._files.pop(name, None)
        self._gone.append(name)
        others = tuple(known for known in self.card.records if known.n != entry.n)
        self.card = replace(self.card, records=others)
        self._transaction.records.append(f"{self.card.id}/{entry.n}")

    def mark(self, entry: RecordEntry) -> None:
        """Put an entry in the place of the one with the same number."""
        records = tuple(entry if known.n == entry.n else known for known in self.card.records)
        self.card = replace(self.card, records=records)

    def _put_keys(
        self, name: str, section: Section, listed: dict[str, str], files: Mapping[str, bytes]
    ) -> None:
        for holder, data in files.items():
            self._keys[layout.key_name(name, holder)] = data
            listed[holder] = hashlib.sha256(data).hexdigest()
        sections = {**self.card.sections, name: replace(section, keys=listed)}
        self.card = replace(self.card, sections=sections)

    def update(self, **changes: Any) -> None:
        """Change fields of the card."""
        self.card = replace(self.card, **changes)

    def save(self) -> Card:
        """Hand over to the transaction: removed keys, then keys, records, and the card."""
        self.card = replace(self.card, seq=self._transaction.commit_seq)
        card = self.card
        folder = layout.dossier_folder(card.register, card.id, archived=is_archived(card))
        key_folder = layout.keys_folder(card.register, card.id)
        for name, listed in self._left.items():
            staying = _holders(card.sections[name])
            keys.drop(self._transaction, f"{key_folder}/{name}", listed, staying)
        for name, data in self._keys.items():
            self._transaction.put(f"{key_folder}/{name}", data)
        for name, data in self._files.items():
            self._transaction.put(f"{folder}/{name}", data)
        for name in self._gone:
            self._transaction.remove(f"{folder}/{name}")
        self._transaction.put(f"{folder}/card.json", cards.encode(card), bound=True)
        return card

    def save_new(self) -> Card:
        """Hand over a dossier that is not there yet: it appears whole or not at all."""
        self.card = replace(self.card, seq=self._transaction.commit_seq)
        card = self.card
        self._transaction.folder(layout.keys_folder(card.register, card.id), self._keys)
        self._transaction.folder(
            layout.dossier_folder(card.register, card.id),
            {**self._files, "card.json": cards.encode(card)},
            bound=["card.json"],
        )
        return card


def _holders(section: Section) -> tuple[str, ...]:
    """Who has a key file of a section, by the file's name without its end: wraps, then seals."""
    return (*section.keys, *(f"{holder}.seal" for holder in section.seals))


def _require_fit(kind: str, content: Mapping[str, object]) -> None:
    """Refuse content that does not fit its schema, naming fields and never what is in them."""
    problems = schemas.rules(content, str(content["schema"]))
    if problems:
        raise InputError(*(f"{kind}: {problem}" for problem in problems))


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new dossier starts with; `readers` and `made_for` say of each section who reads it.

    The officers today, and the names of the profile by which they do.
    """

    register: str
    prefix: str
    state: str
    parties: tuple[str, ...]
    readers: Mapping[str, Sequence[Officer]]
    made_for: Mapping[str, Sequence[str]]
    day: date
    counterpart: str = field(default="")


def new_dossier(
    opening: Opening, taken: Iterable[str], transaction: Transaction, making: Making
) -> DossierChange:
    """A new dossier with all its sections, under an id that none of `taken` is."""
    known = set(taken)
    dossier = make_id(opening.prefix, secrets.randbits(35))
    while dossier in known:
        dossier = make_id(opening.prefix, secrets.randbits(35))
    card = Card(
        id=dossier,
        register=opening.register,
        state=opening.state,
        seq=transaction.commit_seq,
        opened=opening.day,
        last_processed=opening.day,
        parties=opening.parties,
        sections={},
        counterpart=opening.counterpart,
    )
    change = DossierChange(card, transaction, making)
    for name, officers in opening.readers.items():
        change.make_section(name, officers, opening.made_for[name])
    return change
