# SPDX-License-Identifier: EUPL-1.2
"""`pgaref review ID [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.review import review
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """File a check of accuracy and completeness.

    The next one is due when it says (art. 8(3), 10(3)).
    """
    value = content_of(context, file, "controle/1")
    made = review(session_of(context), dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
