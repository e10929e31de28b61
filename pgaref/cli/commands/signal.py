# SPDX-License-Identifier: EUPL-1.2
"""`pgaref signal ID [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.signal import signal
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Add a signal to a dossier.

    A kernpartij brings it to the weegploeg (art. 7), a participant to the casusoverleg (art. 9(2)).
    Where it lies, and so who reads it, follows from its grounds.
    """
    value = content_of(context, file, "signaal/1")
    made = signal(session_of(context), dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
