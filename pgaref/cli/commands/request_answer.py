# SPDX-License-Identifier: EUPL-1.2
"""`pgaref request answer VZ [FILE] [-o FILE]`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.requests.answering import KIND, Answered, answer, left_out
from pgaref.cli import content, output
from pgaref.cli.handing import PIPE, hand_over, require_place, warn_unsaid
from pgaref.cli.options import globals_of
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of
from pgaref.language import _


def command(
    context: typer.Context,
    dossier: Dossier,
    file: content.File = None,
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="where the overview goes; - is a pipe"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="show what would be left out; change nothing")
    ] = False,
) -> None:
    """Answer a request for inzage: an overview of all files on the person, as a PDF.

    Melders, other persons, restricted data and what a decision withholds are left out, item by
    item, and listed on stderr for the uitvoerder alone. The PDF is encrypted to you. Where a file
    is in the archive, an officer of a kernpartij runs this. `-o -` writes the plain PDF to a pipe
    (art. 12(3)-(4), 13(2)).
    """
    value = content_of(context, file, "beantwoording/1")
    place = to or Path(f"{KIND}-{dossier_of(dossier)}.pdf.age")
    json = globals_of(context).json
    if not dry_run:
        require_place(place, json=json)
    made = answer(
        session_of(context),
        dossier_of(dossier),
        value,
        write=None if dry_run else lambda paper: hand_over(place, paper),
    )
    if json:
        output.emit_json(
            {
                "dossier": made.dossier,
                "records": list(made.records),
                "document": None if dry_run else place,
                "withheld": list(made.withheld),
                "doubtful": list(made.doubtful),
                "seems_known": list(made.seems_known),
                "unknown_reporters": list(made.unknown_reporters),
            }
        )
    elif not dry_run and place != PIPE:
        output.emit(str(place))
    _say(made)
    if dry_run:
        output.outcome(_("nothing changed"))
        return
    output.outcome(
        _(
            "answered {dossier}; filed as {dossier}/{records}",
            dossier=made.dossier,
            records=made.records[0],
        )
    )
    if place != PIPE:
        output.next_step(_("age -d -i IDENTITY {place}", place=place))


def _say(made: Answered) -> None:
    """What is left out, and what a person has to look at before the overview goes out."""
    for item in made.withheld:
        output.outcome(_("left out: {left_out}", left_out=left_out(item)))
    for told in made.doubtful:
        output.warn(
            _("a word of somebody else's name may stand in {told}", told=told),
            hint=_("look at it; what has to go stands in inhouden"),
        )
    if made.seems_known:
        output.warn(
            _(
                "the same name and place stand in {seems_known}, not asked about",
                seems_known=" ".join(made.seems_known),
            ),
            hint=_("the overview says nothing of them; a further request can"),
        )
    warn_unsaid(made.unsaid)
    for unknown in made.unknown_reporters:
        output.warn(
            _("who reported the signals of {unknown} is not known to you", unknown=unknown),
            hint=_("read the overview for names before it goes out"),
        )
