# SPDX-License-Identifier: EUPL-1.2
"""`pgaref request correct VZ [FILE]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import typer

from pgaref.actions.requests.deciding import decide_corrections
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import Dossier, content_of, dossier_of, session_of
from pgaref.covenant.requests import REMOVAL, owed
from pgaref.language import _


def command(context: typer.Context, dossier: Dossier, file: content.File = None) -> None:
    """File what is decided on each correction that was asked.

    Improvement, addition, removal, shielding, or not; carried out by `pgaref correct` (or `shred`)
    within four weeks of receipt or of the decision, whichever is earlier (art. 12(5), 12(6)).
    """
    value = content_of(context, file, "correctiebesluit/1")
    decided = decide_corrections(session_of(context), dossier_of(dossier), value)
    address = f"{decided.dossier}/{decided.record}"
    if globals_of(context).json:
        output.emit_json(
            {"dossier": decided.dossier, "records": [decided.record], "due": decided.due}
        )
    else:
        output.emit(address)
    if decided.due is None:
        output.outcome(_("filed as {address}; nothing to carry out", address=address))
    else:
        output.outcome(
            _(
                "filed as {address}; to be carried out by {due}, each FILE with verzoek: {dossier}",
                address=address,
                due=decided.due,
                dossier=decided.dossier,
            )
        )
        output.next_step(*dict.fromkeys(_carrying_out(value)))
    output.next_step(f"pgaref document correctie {decided.dossier}")


def _carrying_out(decision: Mapping[str, Any]) -> Iterator[str]:
    """The command for each part that is to be carried out; of a whole dossier, its removal."""
    for n in owed(decision):
        part = decision["onderdelen"][n - 1]
        if "record" in part:
            yield f"pgaref correct {part['dossier']}/{part['record']} FILE"
        else:
            yield f"pgaref shred {part['dossier']} --reason {REMOVAL}"
