# SPDX-License-Identifier: EUPL-1.2
"""`pgaref certificate ID`."""

from __future__ import annotations

import typer

from pgaref.actions.destruction import certificate
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import Dossier, dossier_of, session_of


def command(context: typer.Context, dossier: Dossier) -> None:
    """Print the proof that a dossier was destroyed: what, why, how, when, by whom (art. 13)."""
    proof = certificate(session_of(context), dossier_of(dossier))
    if globals_of(context).json:
        output.emit_json(proof)
        return
    output.table(("what", "value"), [(name, _text(value)) for name, value in proof.items()])


def _text(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items())
    return " ".join(value) if isinstance(value, list) else str(value)
