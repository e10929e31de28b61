# SPDX-License-Identifier: EUPL-1.2
"""`pgaref join ID PARTY [FILE]`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.participation import join
from pgaref.cli import content
from pgaref.cli.session import (
    Dossier,
    DryRun,
    content_of,
    dossier_of,
    session_of,
    show_made,
)
from pgaref.language import _


def command(
    context: typer.Context,
    dossier: Dossier,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="a party's id")],
    file: content.File = None,
    dry_run: DryRun = False,
) -> None:
    """Let a party read a dossier, from its first record on.

    An externe casuspartner joins under secrecy and reads the plan alone (art. 9(1), 10(5), 14).
    """
    value = content_of(context, file, "deelname/1")
    made = join(session_of(context), dossier_of(dossier), party, value, dry_run=dry_run)
    show_made(
        context,
        made,
        _("{party} reads {dossier}", party=party, dossier=made.dossier),
        dry_run=dry_run,
    )
