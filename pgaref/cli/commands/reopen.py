# SPDX-License-Identifier: EUPL-1.2
"""`pgaref reopen ID [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.reopen import reopen
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Bring archived data back to the weegploeg, on a recorded order.

    Run with the identity of an officer of a kernpartij. The archived dossier keeps its term, and
    its melders stay in it (art. 13(4)).
    """
    value = content_of(context, file, "opdracht/1")
    made = reopen(session_of(context), dossier_of(dossier), value)
    show_made(
        context,
        made,
        _(
            "reopened as {dossier}; {archived} keeps its term",
            dossier=made.dossier,
            archived=dossier.dossier,
        ),
    )
