# SPDX-License-Identifier: EUPL-1.2
"""Records: one YAML document in an envelope, salted and padded, before it is encrypted.

The digest of a record is the SHA-256 of its plaintext (`age -d ... | sha256sum`); the salt keeps it
from betraying content, the padding to whole KiB keeps the file's size from doing so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from pgaref.covenant import migrations
from pgaref.covenant.identifiers import Address
from pgaref.errors import InputError, IntegrityError
from pgaref.language import _
from pgaref.storage import yamltext

FORMAT = 1
BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a record was before an act carried it to a newer schema: `kind` as `signaal/1`.

    `digest` is that of its text then, to which what was pinned before still refers.
    """

    kind: str
    digest: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Record:
    """An opened record. `origin` and `origin_digest` are set on a copy (art. 8(5), 13(4)).

    `schema` is the version of `content`. Where that was carried to a newer one to be read, `stored`
    is the version that lies in the vault, and 0 otherwise.
    """

    address: Address
    section: str
    kind: str
    schema: int
    made_at: str
    made_by: str
    content: Mapping[str, Any]
    origin: str = ""
    origin_digest: str = ""
    migrated: tuple[Migrated, ...] = ()
    stored: int = 0

    @property
    def in_vault(self) -> int:
        """The version of the schema that the record has in the vault."""
        return self.stored or self.schema


def digest(plaintext: bytes) -> str:
    """The digest of a record's plaintext."""
    return hashlib.sha256(plaintext).hexdigest()


def encode(record: Record, vault: str, salt: bytes) -> bytes:
    """The plaintext of a record, padded with newlines to a multiple of 1 KiB.

    `salt` is 16 random bytes.
    """
    envelope: dict[str, object] = {
        "pgaref": FORMAT,
        "vault": vault,
        "record": str(record.address),
        "section": record.section,
        "kind": f"{record.kind}/{record.schema}",
        "made": {"at": record.made_at, "by": record.made_by},
    }
    if record.origin:
        envelope["origin"] = {"record": record.origin, "digest": record.origin_digest}
    if record.migrated:
        envelope["migrated"] = [asdict(former) for former in record.migrated]
    envelope |= {"salt": salt.hex(), "content": record.content}
    text = yamltext.dump(envelope)
    return text + b"\n" * (-len(text) % BLOCK)


def decode(plaintext: bytes, path: str, vault: str, address: Address, section: str) -> Record:
    """The record in `plaintext`, read at `path`, where that address and section belong.

    Raises:
        IntegrityError: no envelope of format 1, or one of another vault, address or section.
    """
    return unpack(envelope(plaintext, path), path, vault, address, section)


def envelope(plaintext: bytes, path: str) -> Mapping[str, Any]:
    """The envelope in `plaintext`, as it stands there.

    Raises:
        IntegrityError: not YAML as a record has it.
    """
    try:
        return yamltext.parse(plaintext, path).value
    except InputError:
        raise IntegrityError(
            _("{path}: not a record of format {format}", path=path, format=FORMAT)
        ) from None


def unpack(
    value: Mapping[str, Any], path: str, vault: str, address: Address, section: str
) -> Record:
    """The record in an envelope; as `decode`."""
    try:
        kind, _slash, version = str(value["kind"]).partition("/")
        origin = value.get("origin", {})
        record = Record(
            address=address,
            section=section,
            kind=kind,
            schema=int(version),
            made_at=value["made"]["at"],
            made_by=value["made"]["by"],
            content=value["content"],
            origin=origin.get("record", ""),
            origin_digest=origin.get("digest", ""),
            migrated=tuple(Migrated(**former) for former in value.get("migrated", ())),
        )
        names = (value["pgaref"], value["vault"], value["record"], value["section"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise IntegrityError(
            _("{path}: not a record of format {format}", path=path, format=FORMAT)
        ) from None
    if names != (FORMAT, vault, str(address), section):
        raise IntegrityError(_("{path}: holds a record that belongs elsewhere", path=path))
    return record


def newest(record: Record) -> Record:
    """The record with its content in the newest version of its schema; itself where it is."""
    schema = migrations.newest(record.kind, record.schema)
    if schema == record.schema:
        return record
    content = migrations.carried(record.kind, record.schema, record.content)
    return replace(record, schema=schema, content=content, stored=record.schema)
