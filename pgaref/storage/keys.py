# SPDX-License-Identifier: EUPL-1.2
"""Section keys: a fresh pair per section, its secret half wrapped once for each officer.

One recipient per file, so that expiring an officer is an unlink, and so that
`age -d -i me.key KEY | age -d -i - RECORD` prints a record with nothing but stock age.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pgaref.covenant.model import Officer
from pgaref.storage import age
from pgaref.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A new key pair: its public half, and the secret half as one file for each `party/officer`."""

    recipient: str
    files: Mapping[str, bytes]

    @property
    def digests(self) -> dict[str, str]:
        """`party/officer` -> SHA-256 of the key file, as the card lists it."""
        return {holder: hashlib.sha256(data).hexdigest() for holder, data in self.files.items()}


def wrap(secret: bytes, officers: Iterable[Officer]) -> dict[str, bytes]:
    """`party/officer` -> the secret for that officer alone."""
    return {officer.holder: age.encrypt(secret, [officer.recipient]) for officer in officers}


def fresh(officers: Iterable[Officer]) -> Wrapped:
    """A new key pair for these officers. The secret half is nowhere else."""
    secret, recipient = age.generate()
    return Wrapped(recipient, wrap(secret, officers))


def drop(
    transaction: Transaction, folder: str, listed: Iterable[str], staying: Collection[str]
) -> None:
    """Remove the key files of a section's `folder` for every holder listed who does not stay."""
    parties = {name.partition("/")[0] for name in staying}
    for name in listed:
        if name not in staying:
            transaction.remove(f"{folder}/{name}.age")
    for party in sorted({name.partition("/")[0] for name in listed} - parties):
        transaction.remove_folder(f"{folder}/{party}")
