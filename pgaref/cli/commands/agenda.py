# SPDX-License-Identifier: EUPL-1.2
"""`pgaref agenda`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.agenda import Agenda, calendar, read_agenda, write_calendar
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.covenant.agenda import Entry
from pgaref.covenant.article import short
from pgaref.errors import AttentionError, IntegrityError, UsageError
from pgaref.language import _, counted

STDOUT = Path("-")


def command(
    context: typer.Context,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", help="what is due within N days; overdue always"),
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="write a calendar too; - for stdout alone"),
    ] = None,
) -> None:
    """Show every running term, most urgent first, with the command that settles it.

    For cron: needs no identity, and is silent when nothing is due. Neither the list nor the
    calendar names a person.

    Exit 15 when something is overdue.
    """
    json = globals_of(context).json
    if json and ics == STDOUT:
        raise UsageError(_("--json and --ics - both want stdout"), hint=_("--ics FILE"))
    session = session_of(context)
    found = read_agenda(session, days)
    if found.damaged:
        # Half a calendar would look like a whole one.
        ics = None
    if ics is not None and ics != STDOUT:
        write_calendar(session, found, ics)
    if json:
        output.emit_json([_plain(entry) for entry in found.entries])
    elif ics == STDOUT:
        output.emit_bytes(calendar(session, found))
    else:
        headers = ("due", "days", "dossier", "what", "article", "command")
        output.table(headers, [_row(entry) for entry in found.entries])
    _conclude(found)


def _conclude(found: Agenda) -> None:
    """Say how much there is; silent in a pipe where there is nothing."""
    overdue = sum(entry.overdue for entry in found.entries)
    if found.entries or sys.stdout.isatty():
        output.outcome(
            counted(
                "{n} term, {overdue} overdue",
                "{n} terms, {overdue} overdue",
                len(found.entries),
                overdue=overdue,
            )
        )
    if found.damaged:
        raise IntegrityError("; ".join(found.damaged), hint="pgaref check")
    if overdue:
        raise AttentionError(
            counted("{n} term is overdue", "{n} terms are overdue", overdue),
            hint=_("the last column has the command that settles it"),
        )


def _row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.due,
        entry.days_left if entry.hours_left is None else _("{hours} h", hours=entry.hours_left),
        entry.dossier or "-",
        entry.what,
        short(entry.article),
        entry.command,
    )


def _plain(entry: Entry) -> dict[str, object]:
    return {
        "dossier": entry.dossier or None,
        "what": entry.what,
        "due": entry.due,
        "days_left": entry.days_left,
        "hours_left": entry.hours_left,
        "article": entry.article,
        "command": entry.command,
    }
