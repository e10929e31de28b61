# SPDX-License-Identifier: EUPL-1.2
"""`pgaref log show [ID]`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from pgaref.actions.logs import Wanted, show
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import dossier_of, session_of
from pgaref.covenant.identifiers import Address
from pgaref.language import counted
from pgaref.storage.logbook.line import Line


def command(
    context: typer.Context,
    dossier: Annotated[
        Address | None, typer.Argument(metavar="ID", help="what was done with this dossier")
    ] = None,
    party: Annotated[
        str | None, typer.Option("--party", metavar="PARTY", help="what officers of a party did")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--officer", metavar="ID", help="what one did")
    ] = None,
    act: Annotated[
        str | None, typer.Option("--act", metavar="COMMAND", help="show, intake, ...")
    ] = None,
    since: Annotated[date | None, typer.Option("--since", help="from this day on")] = None,
    until: Annotated[date | None, typer.Option("--until", help="up to this day")] = None,
) -> None:
    """Show who did what, when and why, in codes and ids (art. 15(2)(e)). Itself logged.

    Whether politie opened a dossier since May: pgaref log show ID --party politie --act show
    --since 2027-05-01.
    """
    named = dossier_of(dossier) if dossier is not None else ""
    lines = show(
        session_of(context), Wanted(named, party or "", actor or "", act or "", since, until)
    )
    if globals_of(context).json:
        output.emit_json(lines)
        return
    headers = ("line", "time", "actor", "action", "phase", "dossier", "records", "why")
    output.table(headers, [_row(line) for line in lines])
    output.outcome(counted("{n} line", "{n} lines", len(lines)))


def _row(line: Line) -> tuple[object, ...]:
    article = line.get("article")
    why = [line.get("purpose"), line.get("reason"), f"(art. {article})" if article else None]
    return (
        line["seq"],
        line["time"],
        line["actor"],
        line["action"],
        line["phase"],
        line.get("dossier", "-"),
        " ".join(line.get("records", ())) or "-",
        " ".join(filter(None, why)) or "-",
    )
