# SPDX-License-Identifier: EUPL-1.2
"""Noting how the duty to inform was met or deferred: art. 11."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pgaref.actions.dossiers import Made, file_record, open_for
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant import duties, retention
from pgaref.covenant.model import Card
from pgaref.errors import RefusedError

SUBJECT = "subject"


def inform(session: Session, dossier: str, content: Mapping[str, Any]) -> Made:
    """Note the outcome (`informatieplicht/1`); on the subject it holds for both files."""
    with session.writing("inform", dossier=dossier) as work:
        card = open_for(work, dossier, "inform")
        other = None
        if _is_about_subject(card, content["betreft"]):
            content, about = {**content, "betreft": SUBJECT}, _subject(card)
            other = _counterpart(work, card)
        else:
            about = int(content["betreft"])
        end = _end(work, card)
        refuse_if(duties.notice_refusals(work.now, card, about, content, end, other))
        number = _note(work, card, about, content, end)
        if other is not None:
            _note(work, other, _subject(other), content, _end(work, other))
        work.transaction.commit()
        return Made(card.id, (number,))


def _is_about_subject(card: Card, person: str | int) -> bool:
    """Named by the number of its record, or of a copy, the subject is the same person."""
    return person == SUBJECT or person in {entry.n for entry in card.of_kind(SUBJECT)}


def _subject(card: Card) -> int:
    return card.of_kind(SUBJECT)[0].n


def _end(work: Work, card: Card) -> date:
    """The day on which a dossier is destroyed: no deferral outlasts it."""
    return retention.last_day(card, work.now.profile, work.now.today, work.vault.lookup)


def _note(work: Work, card: Card, about: int, content: Mapping[str, Any], end: date) -> int:
    """File the note in a dossier, archived or not (art. 11(4))."""
    change = work.change(card)
    number = file_record(work, change, content, cited=[about])
    noted = duties.notice_noted(card.duties, about, content, work.now.today)
    change.update(duties=duties.ending_with(noted, end))
    change.save()
    return number


def _counterpart(work: Work, card: Card) -> Card | None:
    if not card.counterpart:
        return None
    try:
        return work.vault.card(card.counterpart)
    except RefusedError:
        return None
