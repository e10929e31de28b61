# SPDX-License-Identifier: EUPL-1.2
"""`pgaref close CO [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.close import close
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """Close the plan: the casusoverleg advised, the kernpartijen decided.

    Noted in both files, also where the weegploeg's is archived (art. 9(4), 8(2)(f), 10(2)(h)).
    """
    closed = close(
        session_of(context), dossier_of(dossier), content_of(context, file, "afsluiting/1")
    )
    noted = f"{closed.weegploeg}/{closed.weegploeg_record}" if closed.weegploeg else ""
    if globals_of(context).json:
        output.emit_json(
            {"dossier": closed.dossier, "records": [closed.record], "noted": noted or None}
        )
    else:
        output.emit(f"{closed.dossier}/{closed.record}", *([noted] if noted else []))
    output.outcome(_("closed {dossier}", dossier=closed.dossier))
