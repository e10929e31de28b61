# SPDX-License-Identifier: EUPL-1.2
"""`pgaref log checkpoint`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.checkpoints import cosign, make_checkpoint
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.cli.signature import read_signature
from pgaref.language import _


def command(
    context: typer.Context,
    signature: Annotated[
        Path | None,
        typer.Option("--cosign", metavar="FILE", help="keep another officer's signature"),
    ] = None,
) -> None:
    """Note how far the log has come, in five lines to sign and to keep (art. 15(2)(e)).

    Give them to the other parties: each signs them offline with ssh-keygen and keeps a copy, with
    which log verify --checkpoint finds a log that was cut short or written anew.
    """
    session = session_of(context)
    made = cosign(session, read_signature(signature)) if signature else make_checkpoint(session)
    found = made.checkpoint
    if globals_of(context).json:
        output.emit_json(
            {"seq": found.seq, "head": found.head, "time": found.time, "by": list(made.by)}
        )
    elif signature is None:
        output.emit_exact(found.encode())
    output.outcome(
        _("checkpoint of line {seq}, signed by {by}", seq=found.seq, by=", ".join(made.by))
    )
    if signature is None:
        output.next_step(_("ssh-keygen -Y sign -n pgaref-checkpoint -f KEY CHECKPOINT"))
