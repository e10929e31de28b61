# SPDX-License-Identifier: EUPL-1.2
"""`pgaref schema check [--against REV]`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.errors import RefusedError
from pgaref.language import counted
from pgaref.storage import programs, schemacheck, schemas


def command(
    context: typer.Context,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="REV", help="what this git revision released stands"),
    ] = None,
) -> None:
    """Check the schemas that pgaref runs with; for CI and as a pre-commit hook.

    Each is what the list of releases says; each is closed, bounded and explained, and asks no
    number where people judge (art. 7(3), 8(2), 10(2)); each later version has a migration, with a
    sample before and after it. With --against, also: what a git revision released has not changed,
    nor the list with it. Needs no vault.
    """
    folder = schemas.root()
    found = [*schemacheck.problems(folder)]
    commit = ""
    if against is not None:
        commit = programs.git_commit(folder, against)
        former = programs.git_files(folder, commit)
        found += schemacheck.problems_against(folder, former, commit[:12])
    if found:
        raise RefusedError(*dict.fromkeys(found))
    listed = schemacheck.released(schemacheck.read(folder))
    number = sum(path.endswith(".json") for path in listed)
    if globals_of(context).json:
        output.emit_json({"ok": True, "schemas": number, "against": commit or None})
    output.outcome(counted("{n} schema as released", "{n} schemas as released", number))
