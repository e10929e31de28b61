# SPDX-License-Identifier: EUPL-1.2
"""`pgaref shred ID --reason CODE [--yes]`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pgaref.actions.destruction import shred
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import Dossier, Reason, code, dossier_of, session_of
from pgaref.covenant.identifiers import parse_address
from pgaref.errors import UsageError


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
    _confirm(dossier_of(dossier), yes)
    shred(session_of(context), dossier.dossier, why)
    if globals_of(context).json:
        output.emit_json({"dossier": dossier.dossier})
    output.outcome(f"destroyed {dossier.dossier}")
    output.next_step(f"pgaref certificate {dossier.dossier}")


def _confirm(dossier: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask", hint="to destroy without asking: --yes")
    typed: str = typer.prompt(f"type {dossier} to destroy it", err=True)
    address = parse_address(typed)
    if address is None or str(address) != dossier:
        raise UsageError("that is another id; nothing changed")
