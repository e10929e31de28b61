# SPDX-License-Identifier: EUPL-1.2
"""`pgaref drafts drop DRAFT`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.drafts import drop_draft
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.language import _


def command(
    context: typer.Context,
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="as drafts list has it")],
) -> None:
    """Throw away an edit of your own that was given up; the log keeps that it was there."""
    dropped = drop_draft(session_of(context), draft)
    if globals_of(context).json:
        output.emit_json({"draft": str(dropped)})
    output.outcome(_("threw away {draft}", draft=dropped))
