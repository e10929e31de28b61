# SPDX-License-Identifier: EUPL-1.2
"""Adding a signal to a dossier: art. 7(1)-(2) in the weegploeg, 9(2) in the casusoverleg."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgaref.actions.dossiers import Made, ground_code, open_for, processed, register_of
from pgaref.actions.quotations import refuse_quotation
from pgaref.actions.session import Session, refuse_if
from pgaref.covenant import signals
from pgaref.covenant.model import Register, State


def signal(session: Session, dossier: str, content: Mapping[str, Any]) -> Made:
    """Add a signal (`signaal/1`); a weegploeg dossier is to be weighed again."""
    with session.writing("signal", dossier=dossier) as work:
        card = open_for(work, dossier, "signal")
        register = register_of(work.now, card)
        refuse_if(signals.signal_refusals(work.now, register, card.parties, content))
        work.transaction.ground = ground_code(content["grondslag"])
        change = work.change(card)
        made = signals.signal_records(
            work.now, register, card.parties, [content], first=card.next_number
        )
        refuse_quotation(work, change, made[0].section, content)
        numbers = tuple(change.add(record) for record in made)
        if card.register == Register.WEEGPLOEG:
            change.update(state=State.TE_WEGEN)
        processed(work, change, "signal")
        change.save()
        work.transaction.commit()
        return Made(card.id, numbers)
