# SPDX-License-Identifier: EUPL-1.2
"""`pgaref leave ID PARTY [FILE]`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.participation import leave
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
    """Take a party off a dossier: what it read gets new keys.

    What was lawfully read was read. A party keeps the melders that it brought itself (art. 8(4),
    9(1)).
    """
    value = content_of(context, file, "vertrek/1")
    made = leave(session_of(context), dossier_of(dossier), party, value, dry_run=dry_run)
    show_made(
        context,
        made,
        _("{party} has left {dossier}", party=party, dossier=made.dossier),
        dry_run=dry_run,
    )
