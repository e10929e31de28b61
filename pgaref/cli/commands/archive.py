# SPDX-License-Identifier: EUPL-1.2
"""`pgaref archive ID`."""

from __future__ import annotations

import typer

from pgaref.actions.destruction import archive
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import Dossier, dossier_of, session_of
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier) -> None:
    """Seal a dossier before its term: from then on kernpartijen alone read it.

    Not even the uitvoerder does (art. 13(2)). The sweep does the same when the term ends.
    """
    archive(session_of(context), dossier_of(dossier))
    if globals_of(context).json:
        output.emit_json({"dossier": dossier.dossier})
    output.outcome(_("archived {dossier}", dossier=dossier.dossier))
