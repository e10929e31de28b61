# SPDX-License-Identifier: EUPL-1.2
"""`pgaref schema list`."""

from __future__ import annotations

import typer

from pgaref.actions.schema_migrating import Held, held
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.errors import IntegrityError
from pgaref.language import _, counted


def command(context: typer.Context) -> None:
    """List the versions of schemas that the vault's records are of, and the newest of each kind.

    Reads no more than the dossiers' cards, and needs no identity. What is of an older version is
    read in the newest one all the same; pgaref schema migrate carries it there for good.
    """
    rows, damaged = held(session_of(context))
    if globals_of(context).json:
        output.emit_json([_plain(row) for row in rows])
    else:
        headers = ("kind", "version", "records", _("in the archive"), "newest")
        table = [(r.kind, r.version, r.records, r.archived, r.newest or "-") for r in rows]
        output.table(headers, table)
    older = sum(row.records for row in rows if row.version < row.newest)
    output.outcome(
        counted(
            "{n} record is of an older version than the newest",
            "{n} records are of an older version than the newest",
            older,
        )
    )
    if any(row.version > row.newest for row in rows):
        output.warn(
            _("a newer pgaref wrote in this vault"), hint=_("this one does not read all of it")
        )
    if damaged:
        raise IntegrityError("; ".join(damaged), hint="pgaref check")


def _plain(row: Held) -> dict[str, object]:
    return {
        "kind": row.kind,
        "version": row.version,
        "records": row.records,
        "archived": row.archived,
        "newest": row.newest or None,
    }
