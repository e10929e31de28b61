# SPDX-License-Identifier: EUPL-1.2
"""`pgaref advice CO [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.casework import file_casework
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """File an advice of the NCTV or another expert.

    It is asked without personal data (art. 9(5)).
    """
    value = content_of(context, file, "advies/1")
    made = file_casework(session_of(context), "advice", dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
