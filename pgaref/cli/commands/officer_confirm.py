# SPDX-License-Identifier: EUPL-1.2
"""`pgaref officer confirm ID --how CODE`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pgaref.actions.revoking import confirm_officer
from pgaref.cli import output
from pgaref.cli.officer_card import OfficerId, require_id
from pgaref.cli.options import globals_of
from pgaref.cli.session import code, session_of
from pgaref.language import _

_LONGEST = 100


def command(
    context: typer.Context,
    officer: OfficerId,
    how: Annotated[
        str, typer.Option("--how", metavar="CODE", help="how it was done, as the log keeps it")
    ],
) -> None:
    """Note that the check code of an officer's card was compared with the person (art. 15(2)(c)).

    The code that the person reads from pgaref whoami is asked for, or read from stdin; another one
    than that of the card on file is refused. Not by the officer, nor by another party.
    """
    who, compared = require_id(officer), code(how, "--how")
    made = confirm_officer(session_of(context), who, compared, _said())
    if globals_of(context).json:
        output.emit_json({"officer": made.id, "party": made.party, "confirmed": made.confirmed})
    output.outcome(_("{made} is confirmed", made=made.id))


def _said() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt(_("check code, as the person says it"), err=True))
    return sys.stdin.read(_LONGEST)
