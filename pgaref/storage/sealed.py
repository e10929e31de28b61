# SPDX-License-Identifier: EUPL-1.2
"""Believing an archived card that nobody signed: it must say what the active one said (art. 13(2)).

Archiving is done by the scheduler, in whose name anybody can write who reaches the disk. So the
last active card, which an officer signed for, lies beside the sealed one, and whatever sealing does
not change must be the same on both. What a record holds is vouched for by its digest, which is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace

from pgaref.covenant.model import Card, State
from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import cards, layout
from pgaref.storage.files.tree import Tree
from pgaref.storage.logbook.history import Binding


def active_card(tree: Tree, path: str, former: Binding | None) -> Card:
    """The last active card of the dossier whose card lies at `path` in the archive.

    `former`: what the log had for it.

    Raises:
        IntegrityError: it is missing, or not as the log had it.
    """
    copy = layout.active_copy(path)
    if former is None:
        raise IntegrityError(_("{path}: archived, and never in use before", path=path))
    try:
        data = tree.read(copy)
    except FileNotFoundError:
        raise IntegrityError(_("{copy}: missing beside the archived card", copy=copy)) from None
    if hashlib.sha256(data).hexdigest() != former.sha256:
        raise IntegrityError(_("{copy}: not as log line {seq} has it", copy=copy, seq=former.seq))
    card = cards.decode(data, copy)
    if card.seq != former.seq:
        raise IntegrityError(_("{copy}: not the card that its log line wrote", copy=copy))
    return card


def require_faithful(path: str, sealed: Card, active: Card) -> None:
    """Refuse an archived card that says something else than the active one said.

    Raises:
        IntegrityError: more differs than sealing changes, or a key was added.
    """
    same = _unsealed(sealed) == _unsealed(active)
    if not same or sealed.state != State.GEARCHIVEERD or not _keys_stay(sealed, active):
        raise IntegrityError(
            _("{path}: not what the active card said before it was archived", path=path)
        )


def require_within(
    path: str, sealed: Card, active: Card, party: str, kernpartijen: Collection[str]
) -> None:
    """Refuse an archived card on which a party wrote more than one that reads there may.

    An officer of a kernpartij corrects in the archive (art. 12(6), 13(2)), and gives keys to
    further officers of the kernpartijen that read there: no other party gets one by that, and no
    term gets shorter.

    Raises:
        IntegrityError: the party had no key of the dossier, or more differs than that.
    """
    had = {
        name: {holder.partition("/")[0] for holder in section.keys}.intersection(kernpartijen)
        for name, section in active.sections.items()
    }
    fixed = ("id", "register", "opened", "parties", "declined", "keep_until", "outcome")
    whole = all(getattr(sealed, name) == getattr(active, name) for name in fixed)
    whole = whole and sealed.last_processed >= active.last_processed
    whole = whole and sealed.sections.keys() == active.sections.keys()
    whole = whole and all(
        section.readers == active.sections[name].readers
        for name, section in sealed.sections.items()
    )
    whole = whole and all(
        {holder.partition("/")[0] for holder in (*section.keys, *section.seals)} <= had[name]
        for name, section in sealed.sections.items()
    )
    if not whole or not any(party in parties for parties in had.values()):
        raise IntegrityError(
            _("{path}: not what {party} may make of an archived card", path=path, party=party)
        )


def _unsealed(card: Card) -> Card:
    """A card without what sealing changes."""
    return replace(
        card,
        state="",
        seq=0,
        sections={
            name: replace(section, keys={}, seal="", seals={})
            for name, section in card.sections.items()
        },
        records=tuple(replace(entry, sha256="") for entry in card.records),
        packages=tuple(replace(package, keys={}) for package in card.packages),
    )


def _keys_stay(sealed: Card, active: Card) -> bool:
    """Whether every key was there before, and each goes with one seal."""
    return all(
        section.keys.items() <= active.sections[name].keys.items()
        and section.keys.keys() == section.seals.keys()
        for name, section in sealed.sections.items()
    )
