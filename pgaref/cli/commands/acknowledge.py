# SPDX-License-Identifier: EUPL-1.2
"""`pgaref acknowledge ID/N [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.correct import acknowledge
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import Record, content_of, record_of, session_of
from pgaref.language import _


def command(context: typer.Context, address: Record, file: content.File = None) -> None:
    """File that a party has heard of correction N; the duty to tell ends when all have (12(6))."""
    value = content_of(context, file, "ontvangst/1")
    number, waiting = acknowledge(session_of(context), record_of(address), value)
    if globals_of(context).json:
        output.emit_json(
            {"dossier": address.dossier, "records": [number], "waiting": list(waiting)}
        )
    else:
        output.emit(f"{address.dossier}/{number}")
    output.outcome(
        _("not heard yet: {waiting}", waiting=" ".join(waiting)) if waiting else _("all have heard")
    )
