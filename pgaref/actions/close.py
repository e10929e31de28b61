# SPDX-License-Identifier: EUPL-1.2
"""Closing a plan, noted in both files: art. 9(4), 8(2)(f), 10(2)(h)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.actions.dossiers import file_record, open_for, processed
from pgaref.actions.session import Session, Work, refuse_if
from pgaref.covenant.closing import closing_refusals
from pgaref.covenant.duties import closed
from pgaref.covenant.model import Card, State
from pgaref.errors import RefusedError
from pgaref.storage.vault import is_archived


@dataclass(frozen=True, slots=True)
class Closed:
    """The closing's number, and where the weegploeg's file notes it (0: destroyed)."""

    dossier: str
    record: int
    weegploeg: str = ""
    weegploeg_record: int = 0


def close(session: Session, dossier: str, content: Mapping[str, Any]) -> Closed:
    """File a closing (`afsluiting/1`) in both registers, archived or not."""
    with session.writing("close", dossier=dossier) as work:
        card = open_for(work, dossier, "close")
        refuse_if(closing_refusals(work.now, card, content))
        change = work.change(card)
        number = file_record(work, change, content)
        change.update(duties=closed(card.duties))
        if not is_archived(card):
            change.update(state=State.AFGESLOTEN)
        processed(work, change, "close")
        change.save()
        noted = _note_in_weegploeg(work, card, content)
        work.transaction.commit()
        return Closed(card.id, number, *noted)


def _note_in_weegploeg(work: Work, card: Card, content: Mapping[str, Any]) -> tuple[str, int]:
    try:
        other = work.vault.card(card.counterpart)
    except RefusedError:
        return "", 0
    change = work.change(other)
    number = file_record(work, change, content)
    processed(work, change, "close")
    change.save()
    return other.id, number
