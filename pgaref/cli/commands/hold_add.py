# SPDX-License-Identifier: EUPL-1.2
"""`pgaref hold add ID [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.hold import add_hold
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Hold a destruction up, by a decision of the kernpartijen.

    For a request, a procedure, a restriction or an order; three months at most, renewed only by a
    new decision. It stops destruction, never archiving (art. 12, 13).
    """
    made = add_hold(
        session_of(context), dossier_of(dossier), content_of(context, file, "opschorting/1")
    )
    show_made(context, made, _("{dossier} is held", dossier=made.dossier))
