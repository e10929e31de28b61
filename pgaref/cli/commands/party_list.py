# SPDX-License-Identifier: EUPL-1.2
"""`pgaref party list`."""

from __future__ import annotations

import typer

from pgaref.actions.directory import list_parties
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of


def command(context: typer.Context) -> None:
    """List the parties to the covenant, with their officers in office."""
    listed = list_parties(session_of(context))
    if globals_of(context).json:
        output.emit_json(
            [
                {
                    "id": entry.party.id,
                    "name": entry.party.name,
                    "kind": entry.party.kind.value,
                    "officers": [officer.id for officer in entry.officers],
                }
                for entry in listed
            ]
        )
        return
    output.table(
        ("id", "name", "kind", "officers"),
        [
            (e.party.id, e.party.name, e.party.kind.value, " ".join(o.id for o in e.officers))
            for e in listed
        ],
    )
