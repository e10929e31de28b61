# SPDX-License-Identifier: EUPL-1.2
"""`pgaref request open [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.requests.filing import open_request
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import content_of, session_of
from pgaref.language import _


def command(context: typer.Context, file: content.File = None) -> None:
    """Take a request of a person concerned in: inzage, correctie or verzet.

    Four weeks run from its receipt. Under 16 the legal representative asks; from 16 on the person
    alone, save for a curator or mentor: what somebody else asks is taken in with a warning, and
    refused when it is decided upon. Names the files that it is about (art. 12(1)-(3), 12(5)).
    """
    opened = open_request(session_of(context), content_of(context, file, "verzoek/1"))
    if globals_of(context).json:
        output.emit_json(
            {
                "dossier": opened.dossier,
                "records": list(opened.records),
                "due": opened.due,
                "seems_known": list(opened.seems_known),
                "warnings": list(opened.warnings) or None,
            }
        )
    else:
        output.emit(opened.dossier)
    output.outcome(
        _("opened {dossier}; to be answered by {due}", dossier=opened.dossier, due=opened.due)
    )
    for warning in opened.warnings:
        hint = _(
            "with reden: niet-bevoegd, pgaref request refuse {dossier} FILE", dossier=opened.dossier
        )
        output.warn(warning, hint=hint)
    if opened.seems_known:
        known = " ".join(opened.seems_known)
        output.warn(
            _(
                "the same name and place stand in {known}, which the request does not name",
                known=known,
            )
        )
    output.next_step(f"pgaref request identify {opened.dossier} FILE")
