# SPDX-License-Identifier: EUPL-1.2
"""`pgaref officer rekey`."""

from __future__ import annotations

import typer

from pgaref.actions.rekeying import rekey
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.rekeyed import conclude, plain, show
from pgaref.cli.session import DryRun, session_of


def command(context: typer.Context, dry_run: DryRun = False) -> None:
    """Give new officers their party's keys, and renew those of officers who left (art. 15(2)(c)).

    What is pending is read off the cards and done with the keys that you have, one dossier after
    the other; after an interruption, run it again. In the archive an officer of a kernpartij does
    this, elsewhere the uitvoerder.

    Exit 15 when something is left to others.
    """
    keys = rekey(session_of(context), dry_run=dry_run)
    if globals_of(context).json:
        output.emit_json(plain(keys))
    else:
        show(keys)
    conclude(keys, dry_run=dry_run)
