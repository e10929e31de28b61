# SPDX-License-Identifier: EUPL-1.2
"""`pgaref party show PARTY`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.directory import show_party
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.covenant.article import short


def command(
    context: typer.Context,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="a party's id")],
) -> None:
    """Show one party: its name in the covenant, its capacity, its officers in office.

    And until when it is a party, where it has given notice (art. 18(2)).
    """
    listed = show_party(session_of(context), party)
    value = {
        "id": listed.party.id,
        "name": listed.party.name,
        "kind": listed.party.kind.value,
        "article": short(listed.party.article),
        "contact": listed.party.contact or None,
        "until": str(listed.withdrawal.ends) if listed.withdrawal else None,
        "officers": [officer.id for officer in listed.officers],
    }
    if globals_of(context).json:
        output.emit_json(value)
        return
    rows = [(k, " ".join(v) if isinstance(v, list) else v) for k, v in value.items() if v]
    output.table(("what", "value"), rows)
