# SPDX-License-Identifier: EUPL-1.2
"""`pgaref document KIND ID...`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.document import GATHERERS, Document, document
from pgaref.cli import output
from pgaref.cli.handing import PIPE, hand_over, require_place, warn_unsaid
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.covenant.identifiers import Address
from pgaref.language import _, counted


def command(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help=f"one of: {', '.join(GATHERERS)}"),
    ],
    addresses: Annotated[
        list[Address],
        typer.Argument(metavar="ID", help="the dossier; a relation's record for its kennisgeving"),
    ],
    file: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="where; - is a pipe")
    ] = None,
    purpose: Annotated[
        str | None, typer.Option("--purpose", help="why; the file's own if left out")
    ] = None,
) -> None:
    """Make a Dutch document as PDF/A, encrypted to yourself; never with restricted data or melders.

    Logged as a read. A meeting paper of the weegploeg takes several dossiers. `-o -` writes the
    plain PDF to a pipe (art. 7(3), 9(3), 11(2), 13(1)).
    """
    path = file or Path(f"{_name(kind)}-{str(addresses[0]).replace('/', '-')}.pdf.age")
    require_place(path, json=globals_of(context).json)
    made = document(session_of(context), kind, addresses, purpose=purpose or "")
    hand_over(path, made)
    if path != PIPE:
        _tell(context, path, made)
    for record in made.left_out:
        output.outcome(_("left out: {record}", record=record))
    warn_unsaid(made.unsaid)


def _name(kind: str) -> str:
    """The kind, where it can stand in a file's name: what is unknown is refused later."""
    return kind if kind.isascii() and kind.isalpha() else "document"


def _tell(context: typer.Context, path: Path, made: Document) -> None:
    if globals_of(context).json:
        output.emit_json({"document": path, "records": list(made.records)})
    else:
        output.emit(str(path))
    output.outcome(
        counted(
            "{n} record read, encrypted to you",
            "{n} records read, encrypted to you",
            len(made.records),
        )
    )
    output.next_step("age -d -i IDENTITY FILE")
