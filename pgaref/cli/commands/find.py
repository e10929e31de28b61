# SPDX-License-Identifier: EUPL-1.2
"""`pgaref find --purpose P`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pgaref.actions.find import find
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.errors import IntegrityError
from pgaref.language import counted

_LONGEST = 1000


def command(
    context: typer.Context,
    purpose: Annotated[str, typer.Option("--purpose", help="why you search; it is logged")],
) -> None:
    """Search what you have keys for. The text is asked for, or read from stdin, never on the line.

    The log keeps the purpose and what was found, never the text (art. 8(4), 10(4), 15(2)(e)).
    """
    found = find(session_of(context), _text(), purpose)
    if globals_of(context).json:
        output.emit_json([{"dossier": dossier, "record": record} for dossier, record in found.hits])
    else:
        output.emit(*(f"{dossier}/{record}" for dossier, record in found.hits))
    output.outcome(counted("{n} record", "{n} records", len(found.hits)))
    if found.damaged:
        raise IntegrityError("; ".join(found.damaged), hint="pgaref check")


def _text() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("text", err=True))
    return sys.stdin.read(_LONGEST)
