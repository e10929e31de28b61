# SPDX-License-Identifier: EUPL-1.2
"""Records opened to see that they are what their card says; nothing of what they hold is told."""

from __future__ import annotations

from collections.abc import Iterator

from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, RecordEntry
from pgaref.errors import IntegrityError, KeyUnavailableError, PgarefError, PluginError
from pgaref.language import _
from pgaref.storage import layout, records, schemas
from pgaref.storage.checking.findings import Finding, finding_of
from pgaref.storage.opening import Opener, record_path


def opened_findings(opener: Opener, card: Card) -> Iterator[Finding]:
    """What is wrong with those records and keys of a dossier that the opener's officer opens."""
    for name in card.sections:
        if opener.holds(card, name):
            yield from _key_findings(opener, card, name)
    for entry in card.records:
        if entry.section in card.sections and opener.holds(card, entry.section):
            yield from _record_findings(opener, card, entry)


def roster_findings(opener: Opener) -> Iterator[Finding]:
    """What is wrong with the roster, for an officer who may read it."""
    try:
        named = opener.roster()
    except KeyUnavailableError:
        return
    except (IntegrityError, OSError) as error:
        yield finding_of(error, layout.ROSTER)
        return
    for officer in sorted(named.keys() ^ opener.vault.officers.keys()):
        yield Finding(
            layout.ROSTER, _("{officer} is not both an officer and named", officer=officer)
        )


def _key_findings(opener: Opener, card: Card, section: str) -> Iterator[Finding]:
    try:
        opener.secret(card, section)
    except PluginError:
        raise
    except (PgarefError, OSError) as error:
        yield finding_of(error, f"{layout.keys_folder(card.register, card.id)}/{section}")


def _record_findings(opener: Opener, card: Card, entry: RecordEntry) -> Iterator[Finding]:
    path = record_path(card, entry)
    try:
        plaintext = opener.plaintext(card, entry)
        vault = opener.vault.settings.id
        value = records.envelope(plaintext, path)
        record = records.unpack(value, path, vault, Address(card.id, entry.n), entry.section)
        envelope = schemas.check(value, "envelope/1")
        content = schemas.check(record.content, f"{entry.kind}/{entry.schema}")
    except (PgarefError, OSError) as error:
        yield finding_of(error, path)
        return
    if (record.kind, record.schema) != (entry.kind, entry.schema):
        yield Finding(path, _("another kind than its card says"))
    if len(plaintext) % records.BLOCK:
        yield Finding(path, _("not padded to whole KiB"))
    for problem in (*envelope, *(f"content.{problem}" for problem in content)):
        yield Finding(path, problem)
    if not content:
        carried = records.newest(record)
        for problem in schemas.check(carried.content, f"{carried.kind}/{carried.schema}"):
            yield Finding(
                path, _("read in schema {n}: {problem}", n=carried.schema, problem=problem)
            )
