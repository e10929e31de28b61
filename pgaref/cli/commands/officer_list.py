# SPDX-License-Identifier: EUPL-1.2
"""`pgaref officer list`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.officers import OfficerListed, list_officers
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.language import _


def command(
    context: typer.Context,
    names: Annotated[bool, typer.Option("--names", help="who they are; logged")] = False,
) -> None:
    """List the officers of all parties, with role and dates (art. 15(2)(f))."""
    listed = list_officers(session_of(context), names=names)
    if globals_of(context).json:
        output.emit_json([_plain(entry) for entry in listed])
        return
    rows = [tuple(value or "" for value in _plain(entry).values()) for entry in listed]
    headers = (
        *("id", "party", "role", "accepted", "from", "until", "revoked", "confirmed"),
        *("reads", "in office", "name"),
    )
    output.table(headers if names else headers[:-1], rows if names else [row[:-1] for row in rows])


def _plain(entry: OfficerListed) -> dict[str, object]:
    officer = entry.officer
    return {
        "id": officer.id,
        "party": officer.party,
        "role": officer.role,
        "accepted": officer.accepted,
        "from": officer.since,
        "until": officer.until,
        "revoked": officer.revoked,
        "confirmed": officer.confirmed,
        "reads": _("yes") if officer.recipient else _("no"),
        "in_office": _("yes") if entry.in_office else _("no"),
        "name": entry.name or None,
    }
