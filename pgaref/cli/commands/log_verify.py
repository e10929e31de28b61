# SPDX-License-Identifier: EUPL-1.2
"""`pgaref log verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.logs import verify
from pgaref.cli import output
from pgaref.cli.finding import plain, refuse
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.language import _, counted
from pgaref.storage.files.inputs import read_input
from pgaref.storage.logbook.checkpoint import decode


def command(
    context: typer.Context,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", metavar="FILE", help="a checkpoint that you kept; several go"),
    ] = None,
) -> None:
    """Verify the log from its first line: chain, order, signatures, and the line remembered here.

    A checkpoint that you kept yourself tells of a log that was cut short or written anew, whoever
    did that. Needs no identity. The same with stock tools: docs/verify-log.sh. Exit 13 where it is
    broken.
    """
    given = {file.name: decode(read_input(file).data, file.name) for file in checkpoint or ()}
    verified = verify(session_of(context), given)
    known = {"ok": verified.ok, "entries": verified.entries, "head": verified.head}
    if globals_of(context).json:
        found = {} if verified.ok else {"findings": plain(verified.findings)}
        output.emit_json(known | found)
    else:
        output.table(("entries", "head"), [(verified.entries, verified.head)])
    if not verified.ok and not globals_of(context).json:
        output.table(("path", "problem"), [(f.path, f.problem) for f in verified.findings])
    refuse(verified.findings, _("the log is broken"))
    output.outcome(
        counted(
            "chain and signatures hold, and {n} checkpoint",
            "chain and signatures hold, and {n} checkpoints",
            len(given),
        )
        if given
        else _("chain and signatures hold")
    )
