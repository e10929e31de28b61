# SPDX-License-Identifier: EUPL-1.2
"""`pgaref request refuse VZ [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.requests.deciding import refuse
from pgaref.cli import content, output
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """File a motivated refusal of a request.

    With an exception of UAVG 41(1), every factor of 41(2) is weighed (art. 12(4)).
    """
    value = content_of(context, file, "weigering/1")
    made = refuse(session_of(context), dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
    output.next_step(f"pgaref document weigering {made.dossier}")
