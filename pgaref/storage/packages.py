# SPDX-License-Identifier: EUPL-1.2
"""Taking packages back from the outbox: art. 10(5), 13(2).

What lies ready for a party lies there for as long as that party takes part and the dossier is in
use. The entry stays on the card without keys, so that a certificate still counts the disclosure.
"""

from __future__ import annotations

from dataclasses import replace

from pgaref.covenant.model import Card, Package
from pgaref.storage import layout
from pgaref.storage.transaction import Transaction


def withdraw(card: Card, transaction: Transaction, party: str = "") -> tuple[Package, ...]:
    """Remove the packages of a dossier, keys first; those for one `party` where one is given.

    Returns the entries that the card has from then on.
    """
    going = [p for p in card.packages if p.keys and party in ("", p.party)]
    for package in going:
        transaction.remove_folder(layout.package_keys(package.party, card.id, package.n))
    for package in going:
        path = layout.package_file(package.party, card.id, package.n)
        transaction.remove(path, bound=True)
    return tuple(replace(p, keys={}) if p in going else p for p in card.packages)
