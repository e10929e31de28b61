# SPDX-License-Identifier: EUPL-1.2
"""`pgaref list`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from pgaref.actions.listing import Filter, Listed, Listing, list_dossiers, list_names
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.covenant.model import State
from pgaref.errors import IntegrityError


def command(
    context: typer.Context,
    names: Annotated[bool, typer.Option("--names", help="the subjects' names; logged")] = False,
    register: Annotated[
        str | None, typer.Option("--register", help="of this register only")
    ] = None,
    state: Annotated[str | None, typer.Option("--state", help="in this state only")] = None,
    party: Annotated[str | None, typer.Option("--party", help="with this party on it only")] = None,
) -> None:
    """List dossiers with what is due next; archived ones when asked for by --state gearchiveerd."""
    wanted = Filter(register or "", state or "", party or "")
    session = session_of(context)
    listing = list_names(session, wanted) if names else list_dossiers(session, wanted)
    if globals_of(context).json:
        output.emit_json([_plain(entry) for entry in listing.dossiers])
    else:
        _show(listing, names, hide_archived=not state)
    if listing.damaged:
        raise IntegrityError("; ".join(listing.damaged), hint="pgaref check")


def _show(listing: Listing, names: bool, *, hide_archived: bool) -> None:
    archived = [e for e in listing.dossiers if e.card.state == State.GEARCHIVEERD]
    shown = [e for e in listing.dossiers if not (hide_archived and e in archived)]
    rows = [_row(entry, names) for entry in sorted(shown, key=_soonest)]
    subject = ("subject",) if names else ()
    output.table(("dossier", *subject, "state", "next", "due", "days"), rows)
    said = [output.counted(len(shown), "dossier")]
    if names:
        said[0] += ", names read and logged"
    if hide_archived and archived:
        said.append(f"{len(archived)} archived: list --state gearchiveerd")
    output.outcome("; ".join(said))


def _row(entry: Listed, names: bool) -> tuple[object, ...]:
    card = entry.card
    outcome = f"{card.state}: {card.outcome}" if card.outcome else card.state
    subject = (entry.subject or "-",) if names else ()
    first = entry.next
    what = f"{first.what} overdue" if first.overdue else first.what
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
