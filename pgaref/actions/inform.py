# SPDX-License-Identifier: EUPL-1.2
"""Noting how the duty to inform was met or deferred: art. 11."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgaref.actions.dossiers import Made, file_record, open_for
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import duties
from pgaref.covenant.model import Card
from pgaref.errors import RefusedError

SUBJECT = "subject"


def inform(session: Session, dossier: str, content: Mapping[str, Any]) -> Made:
    """Note the outcome (`informatieplicht/1`); on the subject it holds for both files."""
    with session.writing("inform", dossier=dossier) as work:
        card = open_for(work, dossier, "inform")
        about = _about(card, content)
        other = _counterpart(work, card) if content["betreft"] == SUBJECT else None
        refuse_if(duties.notice_refusals(work.now, card, about, content, other))
        change = work.change(card)
        number = file_record(work, change, content, cited=[about])
        change.update(duties=duties.notice_noted(card.duties, about, content))
        change.save()
        if other is not None:
            _note_elsewhere(work, other, content)
        work.transaction.commit()
        return Made(card.id, (number,))


def _about(card: Card, content: Mapping[str, Any]) -> int:
    if content["betreft"] != SUBJECT:
        return int(content["betreft"])
    return card.of_kind("subject")[0].n


def _note_elsewhere(work: Work, other: Card, content: Mapping[str, Any]) -> None:
    """The same person stands in the other register: the note is made there too (art. 11(4))."""
    about = other.of_kind("subject")[0].n
    change = work.change(other)
    file_record(work, change, content, cited=[about])
    change.update(duties=duties.notice_noted(other.duties, about, content))
    change.save()


def _counterpart(work: Work, card: Card) -> Card | None:
    if not card.counterpart:
        return None
    try:
        return work.vault.card(card.counterpart)
    except RefusedError:
        return None
