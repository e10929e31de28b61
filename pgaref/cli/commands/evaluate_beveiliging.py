# SPDX-License-Identifier: EUPL-1.2
"""`pgaref evaluate beveiliging [FILE]`."""

from __future__ import annotations

import typer

from pgaref.cli import content
from pgaref.cli.evaluation import evaluated


def command(context: typer.Context, file: content.File = None) -> None:
    """File the yearly evaluation of the security, by officers of the controllers (art. 15(3)).

    Until then it stands on the agenda. Kept encrypted to the uitvoerder and the kernpartijen.
    """
    evaluated(context, "beveiliging", file)
