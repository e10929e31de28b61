# SPDX-License-Identifier: EUPL-1.2
"""`pgaref show ID[/N]`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.recipients import Received, show_recipients
from pgaref.actions.show import Shown, show
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.cli.showing import lines
from pgaref.covenant.article import render
from pgaref.covenant.identifiers import Address
from pgaref.covenant.recipients import Recipient
from pgaref.errors import UsageError
from pgaref.language import _


def command(
    context: typer.Context,
    address: Annotated[Address, typer.Argument(metavar="ID[/N]", help="a dossier or a record")],
    purpose: Annotated[
        str | None, typer.Option("--purpose", help="why; the file's own if left out")
    ] = None,
    section: Annotated[
        str | None, typer.Option("--section", help="this part of the dossier only")
    ] = None,
    disclosures: Annotated[
        bool, typer.Option("--disclosures", help="who received or could read what instead")
    ] = False,
) -> None:
    """Read a dossier, or one record of it: what you have a key for, logged first.

    An archived dossier, or one that is closed, needs a purpose (art. 8(4), 10(4), 10(5), 13(2),
    15(2)(e)). With --disclosures: who received or could read what, since when, on which ground.
    """
    if disclosures:
        if address.record or section:
            raise UsageError(_("--disclosures is about a whole dossier"), hint=address.dossier)
        received = show_recipients(session_of(context), address.dossier, purpose or "")
        _show_received(received, globals_of(context).json)
        return
    shown = show(session_of(context), address, purpose=purpose or "", section=section or "")
    if globals_of(context).json:
        output.emit_json(_plain(shown))
    else:
        output.emit(*lines(shown))


def _show_received(received: Received, as_json: bool) -> None:
    if as_json:
        output.emit_json(
            {
                "id": received.dossier,
                "purpose": received.purpose,
                "recipients": [_recipient(entry) for entry in received.recipients],
            }
        )
        return
    output.table(
        ("party", "what", "since", "until", "ground", "officers"),
        [
            (
                entry.party,
                _what(received.dossier, entry),
                entry.since,
                entry.until or "-",
                ", ".join(render(ground) for ground in entry.grounds),
                " ".join(entry.holders) or "-",
            )
            for entry in received.recipients
        ],
    )
    output.outcome(
        _(
            "read for {purpose}, log entry {log_entry}",
            purpose=received.purpose,
            log_entry=received.log_entry,
        )
    )


def _what(dossier: str, entry: Recipient) -> str:
    if entry.disclosure:
        return _(
            "{dossier}/{disclosure}: record {what}",
            dossier=dossier,
            disclosure=entry.disclosure,
            what=" ".join(entry.what),
        )
    return " ".join(entry.what)


def _recipient(entry: Recipient) -> dict[str, object]:
    return {
        "party": entry.party,
        "disclosure": entry.disclosure or None,
        "records" if entry.disclosure else "sections": list(entry.what),
        "since": entry.since,
        "until": entry.until,
        "grounds": list(entry.grounds),
        "officers": list(entry.holders),
    }


def _plain(shown: Shown) -> dict[str, object]:
    return {
        "id": shown.card.id,
        "register": shown.card.register,
        "state": shown.card.state,
        "purpose": shown.purpose,
        "records": [
            {
                "record": record.address.record,
                "kind": record.kind,
                "schema": record.in_vault,
                "section": record.section,
                "made": {"at": record.made_at, "by": record.made_by},
                "origin": record.origin or None,
                "content": record.content,
            }
            for record in shown.records
        ],
        "readers": shown.readers,
        **{f"{name}_due": due.day for name, due in shown.dues.items()},
    }
