# SPDX-License-Identifier: EUPL-1.2
"""`pgaref weigh ID [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.weigh import weigh
from pgaref.cli import content, output
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Weigh a dossier against every criterion of the referentiekader in force.

    People judge, in words: voldaan, niet-voldaan or onbekend, motivated, with signals (art. 7(3)).
    """
    value = content_of(context, file, "weging/1")
    made = weigh(session_of(context), dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
    output.next_step(f"pgaref decide {made.dossier} FILE")
