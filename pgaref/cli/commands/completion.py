# SPDX-License-Identifier: EUPL-1.2
"""`pgaref completion SHELL`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pgaref.cli import output
from pgaref.cli.options import globals_of

_SCRIPTS = Path(__file__).parents[1] / "shells"


def command(
    context: typer.Context,
    shell: Annotated[
        Literal["bash", "zsh", "fish"], typer.Argument(metavar="SHELL", help="bash, zsh or fish")
    ],
) -> None:
    """Print what completes a line in your shell: commands, options, ids, parties, codes.

    The script says where to put it. It asks pgaref itself at each tab, which looks at the names and
    the plain files of the vault: it opens no key, writes no log line and says nothing of errors.
    """
    script = (_SCRIPTS / f"pgaref.{shell}").read_text("utf-8")
    if globals_of(context).json:
        output.emit_json({"shell": shell, "script": script})
    else:
        output.emit_document(script)
