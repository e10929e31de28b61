# SPDX-License-Identifier: EUPL-1.2
"""`pgaref incident update IN [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.incidents import update
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Add to an incident what is known now: facts, consequences, measures (AVG 33(4), 33(5))."""
    value = content_of(context, file, "incidentaanvulling/1")
    made = update(session_of(context), dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
