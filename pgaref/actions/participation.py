# SPDX-License-Identifier: EUPL-1.2
"""Joining and leaving a dossier: art. 8(4), 9(1), 10(4), 10(5), 14(1). Leaving is a rekey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgaref.actions.dossiers import (
    Made,
    file_record,
    keeping,
    open_for,
    readers_on,
    register_of,
    section_readers,
)
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import access, participation
from pgaref.covenant.duties import due_now
from pgaref.covenant.model import Card
from pgaref.covenant.profile import RegisterRule
from pgaref.storage import packages
from pgaref.storage.dossier import DossierChange


def join(
    session: Session,
    dossier: str,
    party: str,
    content: Mapping[str, Any],
    *,
    dry_run: bool = False,
) -> Made:
    """Let a party read a dossier (`deelname/1`), from its first record on."""
    with session.writing("join", dossier=dossier) as work:
        card = open_for(work, dossier, "join")
        register = register_of(work.now, card)
        refuse_if(participation.join_refusals(work.now, register, card, party, content))
        change = work.change(card)
        parties = tuple(sorted({*card.parties, party}))
        # Nobody waits for a party that has withdrawn, and that this one may replace (art. 18(3)).
        reading = section_readers(work.now, register, work.now.remaining(parties))
        _admit(work, change, register, reading, party)
        number = file_record(work, change, {**content, "partij": party})
        change.update(parties=parties, duties=due_now(card.duties, work.now.today))
        change.save()
        if not dry_run:
            work.transaction.commit()
        return Made(card.id, (number,), readers_on(change.card))


def _admit(
    work: Work,
    change: DossierChange,
    register: RegisterRule,
    readers: Mapping[str, Any],
    party: str,
) -> None:
    for name, officers in readers.items():
        if name not in change.card.sections:
            change.make_section(name, officers, access.made_for(register, name))
        else:
            new = [officer for officer in officers if officer.party == party]
            if new:
                change.admit(name, new, work.opener)


def leave(
    session: Session,
    dossier: str,
    party: str,
    content: Mapping[str, Any],
    *,
    dry_run: bool = False,
) -> Made:
    """Take a party off a dossier (`vertrek/1`): every section that it read gets new keys.

    What lies ready for it in the outbox goes. What was lawfully read was read; a bringing party
    keeps the melders that it brought itself.
    """
    with session.writing("leave", dossier=dossier) as work:
        card = open_for(work, dossier, "leave")
        register = register_of(work.now, card)
        refuse_if(participation.leave_refusals(work.now, register, card, party, content))
        change = work.change(card)
        change.update(parties=tuple(name for name in card.parties if name != party))
        theirs = [package for package in card.packages if package.party == party]
        change.update(packages=packages.withdraw(card, work.transaction, theirs))
        _take_keys(work, change, party)
        number = file_record(work, change, {**content, "partij": party})
        change.save()
        if not dry_run:
            work.transaction.commit()
        return Made(card.id, (number,), readers_on(change.card))


def _take_keys(work: Work, change: DossierChange, party: str) -> None:
    """New keys for every section that a party read, for those who stay."""
    card = change.card
    register = register_of(work.now, card)
    for name in _read_by(card, party):
        if not _own_melders(card, register, name, party):
            change.rekey(name, keeping(work.now, card, name, party), work.opener)


def _read_by(card: Card, party: str) -> list[str]:
    """The sections of which an officer of the party holds a key."""
    return [
        name
        for name, section in card.sections.items()
        if any(holder.startswith(f"{party}/") for holder in section.keys)
    ]


def _own_melders(card: Card, register: RegisterRule, section: str, party: str) -> bool:
    if register.reporter is None or section != access.reporter_section(register, party):
        return False
    return any(entry.section == section for entry in card.records)
