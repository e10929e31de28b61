# SPDX-License-Identifier: EUPL-1.2
"""`pgaref drafts list`."""

from __future__ import annotations

import typer

from pgaref.actions.drafts import Draft, list_drafts
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.language import counted


def command(context: typer.Context) -> None:
    """List the edits that were given up, with the day on which each goes; nothing is opened.

    The same command again, by the same officer, brings the text back.
    """
    found = list_drafts(session_of(context))
    if globals_of(context).json:
        output.emit_json([*map(_plain, found)])
        return
    output.table(
        ("draft", "officer", "command", "about", "kept", "until"),
        [
            (str(one.name), one.name.officer, one.command, _about(one) or "-", one.kept, one.until)
            for one in found
        ],
    )
    output.outcome(counted("{n} draft", "{n} drafts", len(found)))


def _about(one: Draft) -> str:
    return " ".join(filter(None, (one.name.address, one.name.party)))


def _plain(one: Draft) -> dict[str, object]:
    return {
        "draft": str(one.name),
        "officer": one.name.officer,
        "command": one.command,
        "dossier": one.name.dossier or None,
        "record": one.name.record or None,
        "party": one.name.party or None,
        "kept": one.kept,
        "until": one.until,
    }
