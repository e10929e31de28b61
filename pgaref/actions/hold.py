# SPDX-License-Identifier: EUPL-1.2
"""Holding a destruction up, and letting go: art. 12, 13; AVG 18."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.actions.dossiers import Made, file_record
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant.acting import reason_refusals
from pgaref.covenant.duties import REQUEST
from pgaref.covenant.holds import hold_of, hold_refusals
from pgaref.covenant.model import Card, Hold
from pgaref.covenant.pending import in_force
from pgaref.errors import UsageError
from pgaref.language import _


@dataclass(frozen=True, slots=True)
class Held:
    """A hold on a dossier, and whether it is in force today: a settled request holds nothing."""

    dossier: str
    hold: Hold
    valid: bool


def add_hold(session: Session, dossier: str, content: Mapping[str, Any]) -> Made:
    """File a decision to hold (`opschorting/1`), on an archived dossier too."""
    with session.writing("hold add", dossier=dossier) as work:
        card = work.vault.card(dossier)
        request = _request(work, dossier, content)
        refuse_if(hold_refusals(work.now, card, content, request))
        if request is not None:
            content = {**content, "verzoek": request.id}
        change = work.change(card)
        number = file_record(work, change, content)
        change.update(holds=(*card.holds, hold_of(content, number, work.now.today)))
        change.save()
        work.transaction.commit()
        return Made(card.id, (number,))


def _request(work: Work, dossier: str, content: Mapping[str, Any]) -> Card | None:
    """The request that a hold rests on: the one that it names, or the open one about the file."""
    if content["basis"] != REQUEST:
        return None
    if "verzoek" in content:
        return work.vault.lookup(content["verzoek"])
    about = [card for card in work.vault.cards() if dossier in card.concerns]
    return next((card for card in about if card.decided is None), None)


def release_hold(session: Session, dossier: str, record: int, reason: str) -> tuple[int, ...]:
    """Let go the hold filed under `record` (0: all); returns the numbers let go."""
    with session.writing("hold release", dossier=dossier, reason=reason) as work:
        card = work.vault.card(dossier)
        refuse_if(reason_refusals(work.now, "hold release", reason))
        gone = tuple(hold.record for hold in card.holds if record in (0, hold.record))
        if not gone:
            raise UsageError(
                _("{dossier} has no such hold", dossier=dossier),
                hint=_("the holds: pgaref hold list"),
            )
        change = work.change(card)
        change.update(holds=tuple(hold for hold in card.holds if hold.record not in gone))
        change.save()
        work.transaction.commit()
        return gone


def list_holds(session: Session) -> list[Held]:
    """Every hold on every dossier."""
    with session.looking() as look:
        return [
            Held(card.id, hold, hold.valid(look.now.today) and in_force(hold, look.vault.lookup))
            for card in look.vault.cards()
            for hold in card.holds
        ]
