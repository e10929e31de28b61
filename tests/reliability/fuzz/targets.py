# SPDX-License-Identifier: EUPL-1.2
"""The functions that are fuzzed, with what may come of it; and whole examples to begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from pgaref.covenant.identifiers import Address
from pgaref.errors import InputError, IntegrityError, KeyUnavailableError
from pgaref.storage import age, canonical, cards, journal, records, schemas, yamltext
from pgaref.storage.logbook import line
from tests.reliability.vectors.reading import vectors

VAULT, ADDRESS, SECTION = "3f1c0d2e", Address("WP-2M8TZR4H", 1), "dossier"
_SECRET = b"AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0\n"
_IDENTITY = age.load_identity(_SECRET)
ROOT = Path(__file__).resolve().parents[3]


def record(data: bytes) -> None:
    """A record's plaintext: an envelope that belongs here, whose content its schema judges."""
    try:
        found = records.decode(data, "0001.age", VAULT, ADDRESS, SECTION)
    except IntegrityError:
        return
    content: object = found.content
    if isinstance(content, Mapping):
        schemas.rules(content, "subject/1")


def card(data: bytes) -> None:
    """A card: what is read is what would be written."""
    try:
        found = cards.decode(data, "card.json")
    except IntegrityError:
        return
    assert cards.encode(found) == data


def log_line(data: bytes) -> None:
    """A line of the log: what is read re-serialises to the same bytes."""
    try:
        found = line.parse(data, 1)
    except IntegrityError:
        return
    assert canonical.encode(found) == data


def plan(data: bytes) -> None:
    """A plan in the journal: read as it is written, or none."""
    try:
        found = journal.decode(data, 7)
    except ValueError:
        return
    assert found.encode() == data


def age_file(data: bytes) -> None:
    """An age file: opened whole, or refused in one of two ways."""
    try:
        age.decrypt(data, _IDENTITY)
    except (IntegrityError, KeyUnavailableError):
        return


def yaml(data: bytes) -> None:
    """What people type: a document, or problems with it."""
    with suppress(InputError):
        yamltext.parse(data, "FILE")


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "record": record,
    "card": card,
    "log line": log_line,
    "plan": plan,
    "age file": age_file,
    "yaml": yaml,
}


def examples(target: str) -> list[bytes]:
    """Whole ones of what a target reads."""
    if target == "age file":
        return [vector.data for vector in vectors() if len(vector.data) < 64 * 1024]
    own = f"tests/reliability/fuzz/examples/{target.replace(' ', '-')}"
    folder = ROOT / ("docs/voorbeeld" if target == "yaml" else own)
    return [path.read_bytes() for path in sorted(folder.iterdir())]
