# SPDX-License-Identifier: EUPL-1.2
"""`pgaref hold release ID[/N]`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.hold import release_hold
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import Reason, code, session_of
from pgaref.covenant.identifiers import Address
from pgaref.language import counted


def command(
    context: typer.Context,
    address: Annotated[
        Address, typer.Argument(metavar="ID[/N]", help="a dossier, or one hold of it")
    ],
    reason: Reason,
) -> None:
    """Let go of the holds on a dossier, or of the one filed under record N (art. 13)."""
    gone = release_hold(session_of(context), address.dossier, address.record, code(reason))
    if globals_of(context).json:
        output.emit_json({"dossier": address.dossier, "records": list(gone)})
    output.outcome(
        counted(
            "released {n} hold on {dossier}",
            "released {n} holds on {dossier}",
            len(gone),
            dossier=address.dossier,
        )
    )
