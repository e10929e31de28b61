# SPDX-License-Identifier: EUPL-1.2
"""`pgaref request identify VZ [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.requests.filing import identify
from pgaref.cli import content, output
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.covenant.requests import INZAGE
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """File how the identity of who asks was established, and of a representative the proof.

    No number or copy of a document, and no date of birth (art. 12(1), 12(3)).
    """
    value = content_of(context, file, "identificatie/1")
    made, sort = identify(session_of(context), dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
    act = "answer" if sort == INZAGE else "correct"
    step = f"pgaref request {act} {made.dossier} FILE"
    output.next_step(
        _("{step}, or: pgaref request refuse {dossier} FILE", step=step, dossier=made.dossier)
    )
