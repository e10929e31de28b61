# SPDX-License-Identifier: EUPL-1.2
"""Weighing a dossier against the referentiekader in force: art. 7(3), 8(2)(d)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgaref.actions.dossiers import Made, file_record, open_for, processed
from pgaref.actions.session import Session, refuse_if
from pgaref.covenant import weighing
from pgaref.covenant.model import State


def weigh(session: Session, dossier: str, content: Mapping[str, Any]) -> Made:
    """File a weighing (`weging/1`), pinned to the text of the referentiekader that it applied."""
    with session.writing("weigh", dossier=dossier) as work:
        card = open_for(work, dossier, "weigh")
        kader, sha256 = work.vault.referentiekader
        refuse_if(weighing.weighing_refusals(work.now, kader, card, content))
        change = work.change(card)
        pinned = {**content, "referentiekader": {"versie": kader.version, "sha256": sha256}}
        number = file_record(work, change, pinned, weighing.cited(content))
        change.update(state=State.GEWOGEN)
        processed(work, change, "weigh")
        change.save()
        work.transaction.commit()
        return Made(card.id, (number,))
