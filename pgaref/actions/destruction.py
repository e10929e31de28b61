# SPDX-License-Identifier: EUPL-1.2
"""Archiving and destroying by hand, and the proof: art. 13(2), 13(3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pgaref.actions.requests.deciding import Order, note_execution, removal_orders
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.actions.sweep import sealing_officers
from pgaref.covenant import authorisation, retention
from pgaref.covenant.acting import reason_refusals, state_refusals
from pgaref.covenant.circumstances import Circumstances, withdrawn_parties
from pgaref.covenant.duties import open_notices
from pgaref.covenant.model import Card
from pgaref.covenant.pending import owing_refusals, requested_refusals
from pgaref.covenant.requests import REMOVAL
from pgaref.errors import Refusal, UsageError
from pgaref.language import _
from pgaref.storage import certificates, layout, sealing
from pgaref.storage.certificates import Destruction
from pgaref.storage.vault import Vault

# The one destruction before its day (art. 13(1)): a removal that was decided on a request.
EXECUTED_REMOVAL = "12.6"


def archive(session: Session, dossier: str) -> None:
    """Seal a dossier before its term: from then on kernpartijen alone read it (art. 13(2))."""
    with session.writing("archive", dossier=dossier) as work:
        card = work.vault.card(dossier)
        waits = owing_refusals(card, work.now.profile, work.vault.lookup)
        refuse_if(iter([*state_refusals(work.now, card, "archive"), *waits]))
        officers = sealing_officers(work.vault, work.now.today)
        refuse_if(_unarchivable(work.now, card, officers))
        sealing.seal(card, work.vault.tree, work.transaction, officers)
        work.transaction.commit()


def _unarchivable(now: Circumstances, card: Card, officers: dict[str, Any]) -> Iterator[Refusal]:
    if retention.is_declined(card):
        yield Refusal(
            _("{dossier} was not agendered: it is destroyed, not archived", dossier=card.id),
            "13.3",
            "not-agendered",
        )
    for section in retention.unreadable_sections(card, now.profile, officers):
        parties = sorted({authorisation.party_of(holder) for holder in card.sections[section].keys})
        left = [refusal.hint for refusal in withdrawn_parties(now, parties)]
        yield Refusal(
            _("no officer in office of a kernpartij reads section {section}", section=section),
            "13.2",
            "no-reader",
            left[0]
            if left
            else "pgaref officer add PARTY ID --name NAME --card FILE --accepted DATE",
        )


def shred(session: Session, dossier: str, reason: str) -> None:
    """Destroy a dossier that is due or, early, one that was not agendered (art. 13(3))."""
    with session.writing("shred", dossier=dossier, reason=reason) as work:
        card = work.vault.card(dossier)
        refuse_if(reason_refusals(work.now, "shred", reason))
        orders = removal_orders(work, dossier) if reason == REMOVAL else []
        early = _unordered(card, orders) if reason == REMOVAL else _not_due(work, card)
        waits = owing_refusals(card, work.now.profile, work.vault.lookup)
        refuse_if(iter([*_held(work, card), *waits, *early]))
        due = retention.destruction(card, work.now.profile, work.vault.lookup)
        article = EXECUTED_REMOVAL if orders else due.article
        how = Destruction(reason, article, due.day, work.now.today, work.actor.id, work.actor.party)
        certificates.destroy(card, how, work.vault.settings, work.transaction)
        for order in orders:
            note_execution(work, order, dossier)
        work.transaction.commit()


def _unordered(card: Card, orders: Sequence[Order]) -> Iterator[Refusal]:
    """A removal is no term that ended: a decision on a request orders it (art. 12(6))."""
    if not orders:
        yield Refusal(
            _("no decision on a request orders the removal of {dossier}", dossier=card.id),
            EXECUTED_REMOVAL,
            "not-ordered",
            "pgaref request correct VZ FILE",
        )


def _held(work: Work, card: Card) -> Iterator[Refusal]:
    hold = retention.valid_hold(card, work.now.today, work.vault.lookup)
    if hold is not None:
        yield Refusal(
            _(
                "{dossier} is held until {until} ({basis})",
                dossier=card.id,
                until=hold.until,
                basis=hold.basis,
            ),
            "13.1",
            "held",
            f"pgaref hold release {card.id}/{hold.record}",
        )


def _not_due(work: Work, card: Card) -> Iterator[Refusal]:
    due = retention.destruction(card, work.now.profile, work.vault.lookup)
    if work.now.today >= due.day:
        return
    if not retention.is_declined(card):
        yield Refusal(
            _(
                "{dossier} is kept until {day}: {reason}",
                dossier=card.id,
                day=due.day,
                reason=due.reason,
            ),
            due.article,
            "not-due",
        )
    yield from requested_refusals(card.id, work.vault.cards(), work.now.profile)
    for duty in open_notices(card, work.now.today):
        yield Refusal(
            _("the person of record {about} is not informed yet", about=duty.about),
            "11.2",
            "not-informed",
            f"pgaref inform {card.id} FILE",
        )


def certificate(session: Session, dossier: str) -> dict[str, Any]:
    """The certificate of a destroyed dossier.

    Raises:
        UsageError: it was not destroyed, or never existed.
    """
    with session.looking() as look:
        return proof(look.vault, dossier)


def proof(vault: Vault, dossier: str) -> dict[str, Any]:
    """The certificate of a destroyed dossier, from an open vault. Raises as `certificate` does."""
    path = layout.certificate_file(dossier)
    if path not in vault.history.bindings:
        vault.card(dossier)
        raise UsageError(_("{dossier} was not destroyed", dossier=dossier))
    return certificates.decode(vault.bound(path), path)
