# SPDX-License-Identifier: EUPL-1.2
"""`pgaref incident report IN [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.incidents import report
from pgaref.cli import content, output
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """File that an incident was notified, in which phase, or why no risk is likely.

    What goes to the Autoriteit Persoonsgegevens is pgaref document incident. A first notification
    is followed by the whole one; later than 72 hours, it says why (AVG 33(1), 33(4)).
    """
    value = content_of(context, file, "incidentmelding/1")
    made, card = report(session_of(context), dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
    for duty in card.duties:
        output.outcome(_("to be notified in full by {due}", due=duty.due))
    if not card.duties:
        output.next_step(f"pgaref incident close {made.dossier} FILE")
