# SPDX-License-Identifier: EUPL-1.2
"""`pgaref schema diff KIND A B`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.language import counted
from pgaref.storage import schemadiff, schemas


def command(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="as signaal")],
    a: Annotated[int, typer.Argument(metavar="A", help="a version")],
    b: Annotated[int, typer.Argument(metavar="B", help="another one")],
) -> None:
    """Say in words what changed between two versions of a schema.

    Fields that came and went, what is asked, which words and lengths are allowed, and what a field
    is explained as. Needs no vault.
    """
    found = list(schemadiff.changes(schemas.load(kind, a), schemas.load(kind, b)))
    if globals_of(context).json:
        changes = [{"field": change.field, "change": change.said} for change in found]
        output.emit_json({"kind": kind, "from": a, "to": b, "changes": changes})
    else:
        output.table(("field", "change"), [(c.field or kind, c.said) for c in found])
    output.outcome(counted("{n} change", "{n} changes", len(found)))
