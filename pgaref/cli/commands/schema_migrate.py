# SPDX-License-Identifier: EUPL-1.2
"""`pgaref schema migrate [--dry-run]`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from pgaref.actions.schema_migrating import Migrated, Step, migrate
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.errors import IntegrityError
from pgaref.language import _, counted


def command(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="show what is of an older version; change nothing")
    ] = False,
) -> None:
    """Carry the records that you read to the newest version of their schema (art. 15(1)).

    One dossier after the other, each an act in the log; after an interruption, run it again. Who
    filed what when stays, no term begins anew, and no reader changes. What lies in the archive
    stays as it is (art. 13(2)): every version is read for ever.
    """
    made = migrate(session_of(context), dry_run=dry_run)
    if globals_of(context).json:
        parts = {"done": made.done, "left": made.left, "archived": made.archived}
        output.emit_json({name: _plain(steps) for name, steps in parts.items()})
    else:
        output.table(("", "dossier", "records"), [*_rows(made, dry_run=dry_run)])
    output.outcome(_said(made, dry_run=dry_run))
    if made.damaged:
        raise IntegrityError("; ".join(made.damaged), hint="pgaref check")


def _plain(steps: Sequence[Step]) -> list[dict[str, object]]:
    return [{"dossier": step.dossier, "records": list(step.records)} for step in steps]


def _rows(made: Migrated, *, dry_run: bool) -> Iterator[tuple[str, ...]]:
    word = _("would be carried") if dry_run else _("carried")
    for name, steps in (
        (word, made.done),
        (_("no key"), made.left),
        (_("in the archive"), made.archived),
    ):
        for step in steps:
            yield name, step.dossier, " ".join(str(n) for n in step.records)


def _said(made: Migrated, *, dry_run: bool) -> str:
    n = sum(len(step.records) for step in made.done)
    if dry_run:
        return counted(
            "{n} record would be carried to the newest version; nothing changed",
            "{n} records would be carried to the newest version; nothing changed",
            n,
        )
    return counted(
        "{n} record was carried to the newest version",
        "{n} records were carried to the newest version",
        n,
    )
