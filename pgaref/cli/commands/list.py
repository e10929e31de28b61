# SPDX-License-Identifier: EUPL-1.2
"""`pgaref list`."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.charting import Chart, draw_chart, write_picture
from pgaref.actions.listing import Filter, Listed, Listing, list_dossiers, list_names
from pgaref.actions.session import Session
from pgaref.cli import charting, output, picture
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.covenant.model import State
from pgaref.errors import IntegrityError, UsageError
from pgaref.language import _, counted

LIMIT = 40
_WIDTH = 100


def command(
    context: typer.Context,
    names: Annotated[bool, typer.Option("--names", help="the subjects' names; logged")] = False,
    register: Annotated[
        str | None, typer.Option("--register", help="of this register only")
    ] = None,
    state: Annotated[str | None, typer.Option("--state", help="in this state only")] = None,
    party: Annotated[str | None, typer.Option("--party", help="with this party on it only")] = None,
    chart: Annotated[
        bool, typer.Option("--chart", help="draw how long each is kept; no names")
    ] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="write that chart to a file too")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", help="draw the N most urgent (40)"),
    ] = None,
) -> None:
    """List dossiers with what is due next; archived ones when asked for by --state gearchiveerd.

    With --chart a bar for each, archived ones too, the most urgent first: when it was worked on,
    when it is archived and destroyed (art. 13), what holds it, and what is overdue.
    """
    wanted = Filter(register or "", state or "", party or "")
    session = session_of(context)
    if not chart and (svg is not None or limit is not None):
        raise UsageError(_("--svg and --limit are about a chart"), hint=_("add --chart"))
    if chart:
        _require_drawable(names, limit, globals_of(context).json)
        _draw(draw_chart(session, wanted), session, svg, limit or LIMIT)
        return
    listing = list_names(session, wanted) if names else list_dossiers(session, wanted)
    if globals_of(context).json:
        output.emit_json([_plain(entry) for entry in listing.dossiers])
    else:
        _show(listing, names, hide_archived=not state)
    if listing.damaged:
        raise IntegrityError("; ".join(listing.damaged), hint="pgaref check")


def _require_drawable(names: bool, limit: int | None, json: bool) -> None:
    if names:
        raise UsageError(_("a chart has no names"), hint=_("leave out --names"))
    if json:
        raise UsageError(_("a chart is no JSON"), hint="pgaref list --json")
    if limit == 0:
        raise UsageError(_("--limit is at least 1"), hint=_("leave it out for {n}", n=LIMIT))


def _draw(found: Chart, session: Session, svg: Path | None, limit: int) -> None:
    shown = found.bars[:limit]
    left_out = len(found.bars) - len(shown)
    if svg is not None and not found.damaged:
        # Half a picture would look like a whole one.
        write_picture(session, picture.svg(shown, found.today, left_out), picture.HEAD, svg)
    if shown:
        width = shutil.get_terminal_size((_WIDTH, 0)).columns
        plain = not sys.stdout.isatty()
        output.emit_drawing(charting.lines(shown, found.today, width, plain=plain))
    output.outcome(counted("{n} dossier", "{n} dossiers", len(shown)))
    if left_out:
        output.outcome(
            _("{n} less urgent left out: --limit {all}", n=left_out, all=len(found.bars))
        )
    if found.damaged:
        raise IntegrityError("; ".join(found.damaged), hint="pgaref check")


def _show(listing: Listing, names: bool, *, hide_archived: bool) -> None:
    archived = [e for e in listing.dossiers if e.card.state == State.GEARCHIVEERD]
    shown = [e for e in listing.dossiers if not (hide_archived and e in archived)]
    rows = [_row(entry, names) for entry in sorted(shown, key=_soonest)]
    subject = ("subject",) if names else ()
    output.table(("dossier", *subject, "state", "next", "due", "days"), rows)
    n = len(shown)
    said = [
        counted("{n} dossier, names read and logged", "{n} dossiers, names read and logged", n)
        if names
        else counted("{n} dossier", "{n} dossiers", n)
    ]
    if hide_archived and archived:
        said.append(_("{n} archived: list --state gearchiveerd", n=len(archived)))
    output.outcome("; ".join(said))


def _row(entry: Listed, names: bool) -> tuple[object, ...]:
    card = entry.card
    outcome = f"{card.state}: {card.outcome}" if card.outcome else card.state
    subject = (entry.subject or "-",) if names else ()
    first = entry.next
    what = _("{what} overdue", what=first.what) if first.overdue else first.what
    return (card.id, *subject, outcome, what, first.due, first.days_left)


def _soonest(entry: Listed) -> tuple[date, str]:
    """What is due first stands first."""
    return (entry.next.due, entry.next.what)


def _plain(entry: Listed) -> dict[str, object]:
    card = entry.card
    return {
        "id": card.id,
        "register": card.register,
        "state": card.state,
        "outcome": card.outcome or None,
        "subject": entry.subject or None,
        "last_processed": card.last_processed,
        **{f"{name}_due": due.day for name, due in entry.dues.items()},
        "duties": [
            {
                "kind": duty.kind,
                "about": duty.about,
                "due": duty.due,
                "outcome": duty.outcome or None,
            }
            for duty in card.duties
        ],
    }
