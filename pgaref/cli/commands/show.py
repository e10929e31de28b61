# SPDX-License-Identifier: EUPL-1.2
"""`pgaref show ID[/N]`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.show import Shown, show
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.cli.showing import lines
from pgaref.covenant.identifiers import Address


def command(
    context: typer.Context,
    address: Annotated[Address, typer.Argument(metavar="ID[/N]", help="a dossier or a record")],
    purpose: Annotated[
        str | None, typer.Option("--purpose", help="why; the file's own if left out")
    ] = None,
    section: Annotated[
        str | None, typer.Option("--section", help="this part of the dossier only")
    ] = None,
) -> None:
    """Read a dossier, or one record of it: what you have a key for, logged first.

    An archived dossier, or one that is closed, needs a purpose (art. 8(4), 10(4), 10(5), 13(2),
    15(2)(e)).
    """
    shown = show(session_of(context), address, purpose=purpose or "", section=section or "")
    if globals_of(context).json:
        output.emit_json(_plain(shown))
    else:
        output.emit(*lines(shown))


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
