# SPDX-License-Identifier: EUPL-1.2
"""`pgaref request identify VZ [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.requests.filing import identify
from pgaref.cli import content, output
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.covenant.agenda import DECIDING


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """File how the identity of who asks was established, and of a representative the proof.

    No number or copy of a document, and no date of birth (art. 12(1), 12(3)).
    """
    value = content_of(context, file, "identificatie/1")
    made = identify(session_of(context), dossier_of(dossier), value)
    show_made(context, made, f"filed in {made.dossier}")
    output.next_step(DECIDING.format(id=made.dossier))
