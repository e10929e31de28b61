# SPDX-License-Identifier: EUPL-1.2
"""`pgaref disclose CO [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.disclose import disclose
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import Dossier, DryRun, content_of, dossier_of, session_of


def command(
    context: typer.Context, dossier: Dossier, file: content.File = None, dry_run: DryRun = False
) -> None:
    """Disclose chosen fields to an externe casuspartner, as a package in the outbox.

    Needs necessity, the consent of every covenant party on the dossier, and secrecy; no consent
    lifts a ground (art. 10(5), 14, 6). Prints the package and the key that opens it.
    """
    value = content_of(context, file, "verstrekking/1")
    made = disclose(session_of(context), dossier_of(dossier), value, dry_run=dry_run)
    if globals_of(context).json:
        output.emit_json(
            {
                "dossier": made.dossier,
                "record": made.record,
                "package": made.package,
                "key": made.key,
                "readers": list(made.holders),
            }
        )
    elif dry_run:
        output.table(("package", "readers"), [(made.package, " ".join(made.holders))])
    else:
        output.emit(made.package, made.key)
    if dry_run:
        output.outcome("nothing changed")
    else:
        output.outcome(f"recorded as {made.dossier}/{made.record}")
        output.next_step(f"age -d -i IDENTITY {made.key} | age -d -i - {made.package}")
