# SPDX-License-Identifier: EUPL-1.2
"""`pgaref plan CO [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.casework import file_casework
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Put the integraal plan van aanpak on file.

    Measures number on through the dossier. Joined externe casuspartners read the plan, with the
    subject's name and address, and nothing else (art. 9(3), 10(5)).
    """
    value = content_of(context, file, "plan/1")
    made = file_casework(session_of(context), "plan", dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
