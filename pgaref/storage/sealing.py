# SPDX-License-Identifier: EUPL-1.2
"""Archiving: a second layer around every record, for kernpartijen alone (art. 13(2)).

Made from public halves only, so that the scheduler needs no secret: each ciphertext is encrypted
again to a fresh key per section, whose secret is wrapped for those officers of kernpartijen who
hold a key of the section. All other keys go, and so do packages in the outbox and drafts. An old
section key, wherever a copy of it lies, opens nothing here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from pgaref.covenant.model import Card, Officer, Section, State
from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import age, cards, drafts, keys, layout, packages
from pgaref.storage.files.tree import Tree
from pgaref.storage.transaction import Transaction


def seal(card: Card, tree: Tree, transaction: Transaction, officers: Mapping[str, Officer]) -> Card:
    """Hand a dossier's move into the archive to the transaction.

    `officers`: `party/officer` -> those of kernpartijen who are in office and can read.

    Raises:
        IntegrityError: a record's file is missing, or not the one on the card.
    """
    key_folder = layout.keys_folder(card.register, card.id)
    source = layout.dossier_folder(card.register, card.id)
    taken_back = packages.withdraw(card, transaction, card.packages)
    drafts.take_away(card.id, transaction)
    sections: dict[str, Section] = {}
    files: dict[str, bytes] = {}
    for name, section in card.sections.items():
        staying = [officers[holder] for holder in section.keys if holder in officers]
        fresh = keys.fresh(staying)
        for holder, data in fresh.files.items():
            transaction.put(f"{key_folder}/{layout.key_name(name, holder, seal=True)}", data)
        kept = {holder: sha for holder, sha in section.keys.items() if holder in fresh.files}
        sections[name] = replace(section, keys=kept, seal=fresh.recipient, seals=fresh.digests)
    entries = []
    for entry in card.records:
        name = layout.record_name(entry.section, entry.n)
        data = vouched(tree, f"{source}/{name}", entry.sha256)
        files[name] = age.encrypt(data, [sections[entry.section].seal])
        entries.append(replace(entry, sha256=hashlib.sha256(files[name]).hexdigest()))
    sealed = replace(
        card,
        state=State.GEARCHIVEERD,
        seq=transaction.commit_seq,
        sections=sections,
        records=tuple(entries),
        packages=taken_back,
    )
    # Beside the sealed card the active one stays: it was signed for, sealing may not be (`sealed`).
    digest = hashlib.sha256(cards.encode(card)).hexdigest()
    files[layout.ACTIVE_COPY] = vouched(tree, f"{source}/card.json", digest)
    target = layout.dossier_folder(card.register, card.id, archived=True)
    transaction.folder(target, {**files, "card.json": cards.encode(sealed)}, bound=["card.json"])
    for name, section in card.sections.items():
        keys.drop(transaction, f"{key_folder}/{name}", section.keys, sections[name].keys)
    transaction.remove_folder(source)
    return sealed


def vouched(tree: Tree, path: str, sha256: str) -> bytes:
    """The bytes of a record's file, if they are those that its card vouches for."""
    try:
        data = tree.read(path)
    except FileNotFoundError:
        raise IntegrityError(_("{path}: on its card, but missing", path=path)) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise IntegrityError(_("{path}: not the bytes that its card vouches for", path=path))
    return data
