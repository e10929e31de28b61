# SPDX-License-Identifier: EUPL-1.2
"""Packages of the outbox, made and taken back: art. 10(5), 13(2).

What lies ready for a party lies there for as long as that party takes part and the dossier is in
use. The entry stays on the card without keys, so that a certificate still counts the disclosure.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

from pgaref.covenant.model import Card, Package
from pgaref.storage import layout
from pgaref.storage.transaction import Transaction


def bundle(files: Mapping[str, bytes], day: date) -> bytes:
    """The files as one POSIX ustar archive, made in memory: the same bytes for the same input.

    Sorted by name, of nobody, for the owner alone, and as old as `day` (0:00 UTC).
    """
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in sorted(files.items()):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), 0o600
            member.mtime = int(datetime.combine(day, time(), UTC).timestamp())
            archive.addfile(member, io.BytesIO(data))
    return made.getvalue()


def withdraw(
    card: Card, transaction: Transaction, packages: Iterable[Package]
) -> tuple[Package, ...]:
    """Remove these packages of a dossier, keys first, as far as they still lie ready.

    Returns the entries that the card has from then on.
    """
    going = [package for package in packages if package.keys]
    for package in going:
        transaction.remove_folder(layout.package_keys(package.party, card.id, package.n))
    for package in going:
        path = layout.package_file(package.party, card.id, package.n)
        transaction.remove(path, bound=True)
    return tuple(replace(p, keys={}) if p in going else p for p in card.packages)
