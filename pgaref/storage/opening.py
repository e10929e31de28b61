# SPDX-License-Identifier: EUPL-1.2
"""Opening what an officer has a key for, and believing only what the card vouches for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, Officer, RecordEntry
from pgaref.errors import IntegrityError, KeyUnavailableError, UsageError
from pgaref.language import _, marked
from pgaref.storage import age, layout, parties, records, schemas
from pgaref.storage.age import Identity
from pgaref.storage.records import Record
from pgaref.storage.vault import Vault, is_archived

_HINT_ACTIVE = marked(
    "only the parties on a dossier, and those whom a section is for, have keys of it"
)
_HINT_ARCHIVED = marked("in the archive kernpartijen alone read (art. 13 lid 2)")


class Opener:
    """Opens sections and records of one vault with one officer's identity.

    `opened` is told the address of every record whose text was had: the act's end in the log names
    them all, whatever comes of it (art. 15(2)(e)).
    """

    def __init__(
        self, vault: Vault, officer: Officer, identity: Identity, opened: Callable[[str], object]
    ) -> None:
        self.vault = vault
        self._opened = opened
        self.officer = officer
        self._identity = identity
        self._secrets: dict[tuple[str, str], Sequence[bytes]] = {}

    def holds(self, card: Card, section: str) -> bool:
        """Whether the card lists a key of this officer for the section (and, archived, a seal)."""
        listed = card.sections[section]
        own = self.officer.holder
        return own in (listed.seals if is_archived(card) else listed.keys)

    def require_any(self, card: Card) -> None:
        """Refuse a dossier of which this officer has no key at all.

        Raises:
            KeyUnavailableError: none of its sections is for this officer.
        """
        if not any(self.holds(card, section) for section in card.sections):
            raise KeyUnavailableError(
                _("{officer} has no key for {dossier}", officer=self.officer.id, dossier=card.id),
                hint=_(_HINT_ARCHIVED if is_archived(card) else _HINT_ACTIVE),
            )

    def secret(self, card: Card, section: str) -> bytes:
        """The section's own secret half, checked to fit the public half on the card."""
        return self._layers(card, section)[-1]

    def seal_secret(self, card: Card, section: str) -> bytes:
        """The secret half of the section's second layer, of a dossier in the archive."""
        return self._layers(card, section)[0]

    def plaintext(self, card: Card, entry: RecordEntry) -> bytes:
        """The plaintext of a record, checked against the card's digests.

        Raises:
            KeyUnavailableError: this officer has no key for its section.
            IntegrityError: the file, a key or the plaintext is not what the card says.
        """
        path = record_path(card, entry)
        data = self._read(path, entry.sha256)
        for secret in self._layers(card, entry.section):
            data = _decrypt(data, age.load_identity(secret), path)
        self._opened(f"{card.id}/{entry.n}")
        if records.digest(data) != entry.digest:
            raise IntegrityError(_("{path}: not the text that its card vouches for", path=path))
        return data

    def record(self, card: Card, entry: RecordEntry) -> Record:
        """The record under an entry of the card, in the newest version of its schema.

        Raises:
            UsageError: a newer pgaref filed it.
            KeyUnavailableError, IntegrityError: as `plaintext`.
        """
        path = record_path(card, entry)
        address = Address(card.id, entry.n)
        vault = self.vault.settings.id
        record = records.decode(self.plaintext(card, entry), path, vault, address, entry.section)
        if (record.kind, record.schema) != (entry.kind, entry.schema):
            raise IntegrityError(_("{path}: another kind than its card says", path=path))
        if record.schema not in schemas.kinds().get(record.kind, ()):
            raise UsageError(
                _("{path}: is of a schema that this pgaref does not know", path=path),
                hint=_("read it with the newest pgaref; what the vault holds: pgaref schema list"),
            )
        return records.newest(record)

    def roster(self) -> dict[str, str]:
        """Officer id -> name.

        Raises:
            KeyUnavailableError: the roster is not for this officer.
        """
        data = self.vault.bound(layout.ROSTER)
        try:
            plaintext = age.decrypt(data, self._identity)
        except KeyUnavailableError:
            raise KeyUnavailableError(
                _("{officer} has no key for the roster of names", officer=self.officer.id),
                hint=_("it is for officers in office of the uitvoerder and the kernpartijen"),
            ) from None
        return parties.decode_roster(plaintext, layout.ROSTER)

    def _layers(self, card: Card, section: str) -> Sequence[bytes]:
        """The secrets that open the section's files, outermost first."""
        known = self._secrets.get((card.id, section))
        if known is None:
            listed = card.sections[section]
            layers = [(listed.recipient, listed.keys, False)]
            if is_archived(card):
                layers.insert(0, (listed.seal, listed.seals, True))
            known = [self._unwrap(card, section, *layer) for layer in layers]
            self._secrets[card.id, section] = known
        return known

    def _unwrap(
        self, card: Card, section: str, recipient: str, keys: Mapping[str, str], seal: bool
    ) -> bytes:
        own = self.officer.holder
        if own not in keys:
            raise KeyUnavailableError(
                _(
                    "{officer} has no key for section {section} of {dossier}",
                    officer=self.officer.id,
                    section=section,
                    dossier=card.id,
                )
            )
        name = layout.key_name(section, own, seal=seal)
        path = f"{layout.keys_folder(card.register, card.id)}/{name}"
        secret = _decrypt(self._read(path, keys[own]), self._identity, path)
        if age.load_identity(secret).recipient != recipient:
            raise IntegrityError(_("{path}: opens another section than its card says", path=path))
        return secret

    def _read(self, path: str, sha256: str) -> bytes:
        try:
            data = self.vault.tree.read(path)
        except FileNotFoundError:
            raise IntegrityError(
                _("{path}: is gone, and its card does not say why", path=path)
            ) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise IntegrityError(_("{path}: not the bytes that its card vouches for", path=path))
        return data


def record_path(card: Card, entry: RecordEntry) -> str:
    """Where a record's file stands."""
    folder = layout.dossier_folder(card.register, card.id, archived=is_archived(card))
    return f"{folder}/{layout.record_name(entry.section, entry.n)}"


def _decrypt(data: bytes, identity: Identity, path: str) -> bytes:
    try:
        return age.decrypt(data, identity)
    except KeyUnavailableError:
        raise IntegrityError(
            _("{path}: not encrypted to the key that its card says", path=path)
        ) from None
    except IntegrityError as error:
        raise IntegrityError(f"{path}: {error.message}") from None
