# SPDX-License-Identifier: EUPL-1.2
"""Checking a dossier for accuracy and completeness: art. 8(3), 10(3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgaref.actions.dossiers import Made, file_record, open_for
from pgaref.actions.session import Session, refuse_if
from pgaref.covenant import duties


def review(session: Session, dossier: str, content: Mapping[str, Any]) -> Made:
    """File a review (`controle/1`); it lies where the narrowest of the records reviewed lies."""
    with session.writing("review", dossier=dossier) as work:
        card = open_for(work, dossier, "review")
        refuse_if(duties.review_refusals(work.now, card, content))
        change = work.change(card)
        number = file_record(work, change, content, cited=content["gecontroleerd"])
        change.update(duties=duties.reviewed(card.duties, content))
        change.save()
        work.transaction.commit()
        return Made(card.id, (number,))
