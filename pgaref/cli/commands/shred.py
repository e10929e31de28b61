# SPDX-License-Identifier: EUPL-1.2
"""`pgaref shred ID --reason CODE [--yes]`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.destruction import shred
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.retyping import retyped
from pgaref.cli.session import Dossier, Reason, code, dossier_of, session_of
from pgaref.covenant.identifiers import parse_address
from pgaref.language import _


def command(
    context: typer.Context,
    dossier: Dossier,
    reason: Reason,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask to retype the id")] = False,
) -> None:
    """Destroy a dossier: its keys, records, packages and card; a certificate stays.

    Early only when it was not agendered and the duty to inform is settled (art. 13(3), 11).
    """
    why = code(reason)
    name = dossier_of(dossier)
    if not yes:
        retyped(name, "id", _id)
    shred(session_of(context), name, why)
    if globals_of(context).json:
        output.emit_json({"dossier": name})
    output.outcome(_("destroyed {name}", name=name))
    output.next_step(f"pgaref certificate {name}")


def _id(typed: str) -> str:
    """An id however it is spelt; nothing where it is none."""
    return str(parse_address(typed) or "")
