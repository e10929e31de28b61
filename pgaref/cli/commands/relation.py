# SPDX-License-Identifier: EUPL-1.2
"""`pgaref relation CO [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.casework import file_casework
from pgaref.cli import content
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of, show_made
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Put on file an achterblijver or a person of the subject's network.

    Only where the plan needs the person (art. 10(2)(f), (g)). The person is to be informed too
    (art. 11).
    """
    value = content_of(context, file, "betrokkene/1")
    made = file_casework(session_of(context), "relation", dossier_of(dossier), value)
    show_made(context, made, _("filed in {dossier}", dossier=made.dossier))
