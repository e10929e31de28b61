# SPDX-License-Identifier: EUPL-1.2
"""`pgaref intake [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.intake import intake
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import content_of, session_of
from pgaref.language import _


def command(context: typer.Context, file: content.File = None) -> None:
    """Open a dossier of the weegploeg on a subject and the first signals.

    Each signal is brought by an officer of a kernpartij; the municipalities concerned are named
    and, with politie and OM, are the only parties that read it (art. 7(1)-(2), 8(2), 8(4)).
    """
    taken = intake(session_of(context), content_of(context, file, "intake/1"))
    if globals_of(context).json:
        output.emit_json(
            {
                "dossier": taken.dossier,
                "records": list(taken.records),
                "seems_known": list(taken.seems_known) or None,
            }
        )
    else:
        output.emit(taken.dossier)
    output.outcome(
        _(
            "made {dossier} with records {first}-{last}",
            dossier=taken.dossier,
            first=taken.records[0],
            last=taken.records[-1],
        )
    )
    if taken.seems_known:
        output.warn(
            _(
                "the subject seems to be known: {seems_known}",
                seems_known=", ".join(taken.seems_known),
            ),
            hint=_("add signals there instead: pgaref signal ID FILE"),
        )
    output.next_step(f"pgaref weigh {taken.dossier} FILE")
