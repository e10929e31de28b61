# SPDX-License-Identifier: EUPL-1.2
"""The log for other systems: Logboek Dataverwerkingen, a line for each processing (15(2)(e))."""

from __future__ import annotations

from datetime import date

from pgaref.actions.operations import operations
from pgaref.actions.session import TOOL, Session
from pgaref.documents import ldv

ACT = "log export"


def export_ldv(
    session: Session, register: str, since: date | None, until: date | None
) -> tuple[dict[str, object], ...]:
    """The acts that began on the days `since` to `until`, as lines of LDV; logged as a reading.

    `register`: the URI of the verwerkingsregister; empty: a name of the covenant's own.
    """
    with session.reading(ACT) as work:
        profile = work.now.profile
        base = register or f"urn:x-pgaref:{profile.name}"
        activities = {r.prefix: f"{base}#{r.name}" for r in profile.registers.values()}
        activities[""] = f"{base}#beheer"
        return tuple(
            line
            for one in operations(work.vault)
            if (since or date.min) <= one.time.date() <= (until or date.max)
            for line in ldv.lines(one, work.vault.settings.id, activities, TOOL)
        )
