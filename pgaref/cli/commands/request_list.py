# SPDX-License-Identifier: EUPL-1.2
"""`pgaref request list`."""

from __future__ import annotations

from datetime import date

import typer

from pgaref.actions.requests.filing import list_requests
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.covenant.duties import REQUEST
from pgaref.covenant.model import Card
from pgaref.errors import IntegrityError
from pgaref.language import counted


def command(context: typer.Context) -> None:
    """List the requests of persons concerned, those that wait for an answer first (art. 12)."""
    listing = list_requests(session_of(context))
    if globals_of(context).json:
        output.emit_json([_plain(card) for card in listing.requests])
    else:
        rows = [
            (card.id, card.state, card.outcome or "-", _due(card) or "-", " ".join(card.concerns))
            for card in listing.requests
        ]
        output.table(("request", "state", "outcome", "answer by", "about"), rows)
        output.outcome(counted("{n} request", "{n} requests", len(rows)))
    if listing.damaged:
        raise IntegrityError("; ".join(listing.damaged), hint="pgaref check")


def _due(card: Card) -> date | None:
    return next((duty.due for duty in card.duties if duty.kind == REQUEST), None)


def _plain(card: Card) -> dict[str, object]:
    return {
        "id": card.id,
        "state": card.state,
        "outcome": card.outcome or None,
        "opened": card.opened,
        "decided": card.decided,
        "due": _due(card),
        "concerns": list(card.concerns),
    }
