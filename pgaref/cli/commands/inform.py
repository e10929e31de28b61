# SPDX-License-Identifier: EUPL-1.2
"""`pgaref inform ID [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.inform import inform
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Note how the duty to inform a person was met or deferred.

    Told, deferred or not told; the last two with a ground of UAVG 41(1) and every factor of 41(2).
    What is noted on the subject holds for both files (art. 11).
    """
    value = content_of(context, file, "informatieplicht/1")
    made = inform(session_of(context), dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
