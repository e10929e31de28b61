# SPDX-License-Identifier: EUPL-1.2
"""`pgaref log delete YEAR [--yes]`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.log_deletion import delete_year
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.retyping import retyped
from pgaref.cli.session import DryRun, session_of
from pgaref.language import _, counted, marked


def command(
    context: typer.Context,
    year: Annotated[int, typer.Argument(metavar="YEAR", help="the oldest that there is")],
    yes: Annotated[bool, typer.Option("--yes", help="do not ask to retype the year")] = False,
    dry_run: DryRun = False,
) -> None:
    """Delete the log of a year, six years after its end, behind a checkpoint that others signed.

    Not while a file is there that was opened in that year or before: its log is kept as long.
    Who did what then is gone. What still holds stays: who may sign, and what every file of the
    vault must be (art. 15(2)(e)). Checkpoints of later lines go on to fit.
    """
    if not (yes or dry_run):
        retyped(str(year), marked("year"))
    gone = delete_year(session_of(context), year, dry_run=dry_run)
    if globals_of(context).json:
        output.emit_json(
            {"year": gone.year, "lines": gone.lines, "seq": gone.seq, "head": gone.head}
        )
    output.outcome(
        counted(
            "would be deleted, nothing changed: the log of {year}, {n} line",
            "would be deleted, nothing changed: the log of {year}, {n} lines",
            gone.lines,
            year=year,
        )
        if dry_run
        else counted(
            "deleted: the log of {year}, {n} line",
            "deleted: the log of {year}, {n} lines",
            gone.lines,
            year=year,
        )
    )
    output.outcome(_("it ended with line {seq}, {head}", seq=gone.seq, head=gone.head))
