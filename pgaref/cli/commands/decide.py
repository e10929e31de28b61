# SPDX-License-Identifier: EUPL-1.2
"""`pgaref decide WP [FILE]`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import typer

from pgaref.actions.decide import Decided, decide
from pgaref.actions.dossiers import Readers
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import (
    Dossier,
    DryRun,
    content_of,
    dossier_of,
    session_of,
    show_readers,
)
from pgaref.language import _


def command(
    context: typer.Context, dossier: Dossier, file: content.File = None, dry_run: DryRun = False
) -> None:
    """File what the weegploeg decided; `agenderen` hands over to the casusoverleg.

    A copy of the relevant records goes along, the party in the melder's place; the new dossier
    appears whole or not at all. Prints what was made, a new CO last (art. 7(4), 8(2)(e), 8(5),
    9(1)).
    """
    value = content_of(context, file, "besluit/1")
    decided = decide(session_of(context), dossier_of(dossier), value, dry_run=dry_run)
    if dry_run and decided.is_new:
        # Its id is drawn when it is made.
        decided = replace(
            decided, casusoverleg="", readers=_renamed(decided.readers, decided.casusoverleg)
        )
    if globals_of(context).json:
        output.emit_json(
            {
                "dossier": decided.dossier,
                "records": list(decided.records),
                "casusoverleg": decided.casusoverleg or None,
                "handed_over": list(decided.handed_over) or None,
                "readers": decided.readers,
            }
        )
    elif dry_run:
        show_readers(decided.readers)
    else:
        output.emit(*_addresses(decided))
    output.outcome(
        _("nothing changed") if dry_run else _("filed in {dossier}", dossier=decided.dossier)
    )
    if decided.is_new and not dry_run:
        output.next_step(f"pgaref plan {decided.casusoverleg} FILE")


def _renamed(readers: Mapping[str, Readers], dossier: str) -> dict[str, Readers]:
    return {"(new)" if name == dossier else name: who for name, who in readers.items()}


def _addresses(decided: Decided) -> list[str]:
    made = [f"{decided.dossier}/{n}" for n in decided.records]
    if decided.is_new:
        return [*made, decided.casusoverleg]
    return [*made, *(f"{decided.casusoverleg}/{n}" for n in decided.handed_over)]
