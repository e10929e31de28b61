# SPDX-License-Identifier: EUPL-1.2
"""Taking an evaluation in, whatever it is of."""

from __future__ import annotations

from pathlib import Path

import typer

from pgaref.actions.evaluating import evaluate
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import content_of, session_of
from pgaref.language import _


def evaluated(context: typer.Context, what: str, file: Path | None) -> None:
    """File it, and say where it is kept."""
    path = evaluate(session_of(context), what, content_of(context, file, "evaluatie/1"))
    if globals_of(context).json:
        output.emit_json({"evaluation": path})
    output.outcome(_("signed for; kept as {path}", path=path))
