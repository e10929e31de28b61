# SPDX-License-Identifier: EUPL-1.2
"""`pgaref incident open [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.incidents import open_incident
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import content_of, session_of
from pgaref.covenant.incidents import spelt
from pgaref.language import _


def command(context: typer.Context, file: content.File = None) -> None:
    """Put on file what went wrong with the files: facts, whom it touches, when it became known.

    From that moment 72 hours run to notify the Autoriteit Persoonsgegevens, or to decide that no
    risk is likely. A file of its own, for the kernpartijen concerned (art. 15(2)(g); AVG 33(1)).
    """
    opened = open_incident(session_of(context), content_of(context, file, "incident/1"))
    if globals_of(context).json:
        output.emit_json(
            {"dossier": opened.dossier, "records": [opened.record], "due": spelt(opened.due)}
        )
    else:
        output.emit(opened.dossier)
    output.outcome(
        _(
            "opened {dossier}; to be notified by {due:%Y-%m-%d %H:%M}",
            dossier=opened.dossier,
            due=opened.due,
        )
    )
    output.next_step(f"pgaref document incident {opened.dossier}")
