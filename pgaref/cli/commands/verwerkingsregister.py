# SPDX-License-Identifier: EUPL-1.2
"""`pgaref verwerkingsregister`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.processing import processing_register
from pgaref.cli import output
from pgaref.cli.handing import PIPE, require_place
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.language import counted
from pgaref.storage import yamltext
from pgaref.storage.files.outputs import write_new


def command(
    context: typer.Context,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="as PDF/A; - is a pipe")
    ] = None,
    since: Annotated[date | None, typer.Option("--since", help="count from this day on")] = None,
    until: Annotated[date | None, typer.Option("--until", help="count up to this day")] = None,
) -> None:
    """Print the register of processing (AVG 30): every activity, its ground, and counts.

    As YAML, or as PDF/A with --pdf. From the profile and the facts of the vault; it names nobody
    but parties, and opens no record. Logged as a read (art. 4, 5, 18(4)).
    """
    json = globals_of(context).json
    if pdf is not None:
        require_place(pdf, json=json)
    register = processing_register(session_of(context), since, until)
    if pdf == PIPE:
        output.emit_bytes(register.pdf())
        return
    if pdf is not None:
        write_new(pdf, register.pdf())
    if json:
        output.emit_json(register.content)
    elif pdf is not None:
        output.emit(str(pdf))
    else:
        output.emit_document(yamltext.dump(register.content).decode())
    output.outcome(
        counted(
            "{n} row, version {version} of the profile",
            "{n} rows, version {version} of the profile",
            len(register.content["verwerkingen"]),
            version=register.content["versie"],
        )
    )
