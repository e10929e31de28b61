# SPDX-License-Identifier: EUPL-1.2
"""`pgaref incident list`."""

from __future__ import annotations

from datetime import datetime, timedelta

import typer

from pgaref.actions.incidents import list_incidents
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.covenant.model import Card
from pgaref.errors import IntegrityError
from pgaref.language import _, counted


def command(context: typer.Context) -> None:
    """List the incidents, those that wait for a notification first (art. 15(2)(g); AVG 33(5))."""
    session = session_of(context)
    listing = list_incidents(session)
    if globals_of(context).json:
        output.emit_json([_plain(card, session.now) for card in listing.incidents])
    else:
        rows = [
            (card.id, card.state, card.opened, _left(card, session.now), " ".join(card.parties))
            for card in listing.incidents
        ]
        output.table(("incident", "state", "opened", "left", "kernpartijen"), rows)
        output.outcome(counted("{n} incident", "{n} incidents", len(rows)))
    if listing.damaged:
        raise IntegrityError("; ".join(listing.damaged), hint="pgaref check")


def _hours(card: Card, now: datetime) -> int | None:
    for duty in card.duties:
        if duty.at:
            return (datetime.fromisoformat(duty.at) - now) // timedelta(hours=1)
    return None


def _left(card: Card, now: datetime) -> str:
    hours = _hours(card, now)
    if hours is not None:
        return _("{hours} h", hours=hours)
    return next((f"{duty.kind} {duty.due}" for duty in card.duties), "-")


def _plain(card: Card, now: datetime) -> dict[str, object]:
    return {
        "id": card.id,
        "state": card.state,
        "opened": card.opened,
        "closed": card.decided,
        "parties": list(card.parties),
        "due": next((duty.at or duty.due.isoformat() for duty in card.duties), None),
        "hours_left": _hours(card, now),
    }
