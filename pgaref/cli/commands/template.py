# SPDX-License-Identifier: EUPL-1.2
"""`pgaref template KIND|COMMAND [ID]`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.template import make_template
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import dossier_of, session_of
from pgaref.covenant.identifiers import Address
from pgaref.language import _


def command(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="KIND|COMMAND", help="what to fill in, as weging, or weigh"),
    ],
    dossier: Annotated[
        Address | None, typer.Argument(metavar="ID", help="the dossier that it is for")
    ] = None,
) -> None:
    """Make a YAML template to fill in: every field with what it is for and its article.

    Empty places must be filled in; a field behind a # is not always asked. With ID it holds what
    the dossier's card and the referentiekader tell: criteria, parties, record numbers. Opens no
    key.
    """
    made = make_template(session_of(context), name, dossier_of(dossier) if dossier else "")
    if globals_of(context).json:
        output.emit_json({"kind": made.kind, "template": made.text})
    else:
        output.emit_document(made.text)
    output.next_step(_("fill it in, then: {line}", line=made.line))
