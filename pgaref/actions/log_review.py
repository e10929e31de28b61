# SPDX-License-Identifier: EUPL-1.2
"""Reviewing the log, and signing for it: art. 15(2)(e)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pgaref.actions import findings
from pgaref.actions.operations import operations
from pgaref.actions.session import Session, refuse_if
from pgaref.covenant import oversight
from pgaref.covenant.logreview import Review, findings_refusals, review


def review_log(session: Session, since: date | None, until: date | None) -> Review:
    """What stands out in the log, of the days `since` to `until`. Itself logged as a reading."""
    with session.reading(oversight.LOG) as work:
        return review(
            list(operations(work.vault)),
            work.now.profile,
            since=since or date.min,
            until=until or date.max,
            today=work.now.today,
        )


def sign_findings(session: Session, content: Mapping[str, Any]) -> str:
    """Keep what a review found (`logcontrole/1`), by another than the uitvoerder; its path."""
    with session.writing(oversight.LOG) as work:
        refuse_if(findings_refusals(work.now, work.actor.party, content))
        return findings.keep(work, content)
