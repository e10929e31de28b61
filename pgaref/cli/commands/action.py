# SPDX-License-Identifier: EUPL-1.2
"""`pgaref action CO [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.casework import file_casework
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """File what a party did on a measure of the plan.

    A known measure, by a party that takes part (art. 9(4), 10(2)(e)).
    """
    value = content_of(context, file, "actie/1")
    made = file_casework(session_of(context), "action", dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
