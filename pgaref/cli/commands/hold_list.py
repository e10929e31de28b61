# SPDX-License-Identifier: EUPL-1.2
"""`pgaref hold list`."""

from __future__ import annotations

import typer

from pgaref.actions.hold import list_holds
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.language import _, counted


def command(context: typer.Context) -> None:
    """List every hold, in force or ended."""
    held = list_holds(session_of(context))
    rows = [
        (h.dossier, h.hold.record, h.hold.basis, h.hold.since, h.hold.until, h.valid) for h in held
    ]
    if globals_of(context).json:
        names = ("dossier", "record", "basis", "since", "until", "in_force")
        output.emit_json(
            [
                {**dict(zip(names, row, strict=True)), "request": entry.hold.request or None}
                for row, entry in zip(rows, held, strict=True)
            ]
        )
        return
    output.table(
        ("dossier", "record", "basis", "since", "until", "in force"),
        [(*row[:-1], _("yes") if row[-1] else _("ended")) for row in rows],
    )
    output.outcome(counted("{n} hold", "{n} holds", len(rows)))
