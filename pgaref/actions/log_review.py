# SPDX-License-Identifier: EUPL-1.2
"""Reviewing the log, and signing for it: art. 15(2)(e)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pgaref.actions.officers import knowing
from pgaref.actions.operations import operations
from pgaref.actions.session import Session, refuse_if
from pgaref.covenant.logreview import Review, findings_refusals, review
from pgaref.storage import age, layout, yamltext

ACT = "log review"


def review_log(session: Session, since: date | None, until: date | None) -> Review:
    """What stands out in the log, of the days `since` to `until`. Itself logged as a reading."""
    with session.reading(ACT) as work:
        return review(
            list(operations(work.vault)),
            work.now.profile,
            since=since or date.min,
            until=until or date.max,
            today=work.now.today,
        )


def sign_findings(session: Session, content: Mapping[str, Any]) -> str:
    """Keep what a review found (`logcontrole/1`), by another than the uitvoerder; its path.

    Encrypted to who may know the officers: the uitvoerder and the kernpartijen.
    """
    with session.writing(ACT) as work:
        refuse_if(findings_refusals(work.now, work.actor.party, content))
        path = layout.log_findings(work.transaction.commit_seq)
        sealed = age.encrypt(yamltext.dump(content), knowing(work.now))
        work.transaction.put(path, sealed, bound=True)
        work.transaction.commit()
        return path
