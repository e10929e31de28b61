# SPDX-License-Identifier: EUPL-1.2
"""`pgaref referentiekader apply FILE`."""

from __future__ import annotations

import typer

from pgaref.actions.referentiekader import apply_referentiekader
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import content_of, session_of
from pgaref.language import _


def command(context: typer.Context, file: content.File = None) -> None:
    """Put a referentiekader in force, and say what changed (art. 7(3), bijlage 3)."""
    applied = apply_referentiekader(
        session_of(context), content_of(context, file, "referentiekader/1")
    )
    if globals_of(context).json:
        output.emit_json({"version": applied.kader.version, "changes": list(applied.changes)})
    else:
        output.emit(*applied.changes)
    output.outcome(_("version {version} is in force", version=applied.kader.version))
