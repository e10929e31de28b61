# SPDX-License-Identifier: EUPL-1.2
"""`pgaref incident close IN [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.incidents import close
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Close an incident: whether the persons concerned were told, or why not, and what was learnt.

    Not before it was notified in full, or decided that no risk is likely (AVG 34; art. 15(2)(g)).
    """
    value = content_of(context, file, "incidentafsluiting/1")
    made = close(session_of(context), dossier_of(dossier), value)
    show_made(context, made, _("{dossier} is closed", dossier=made.dossier))
