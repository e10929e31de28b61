# SPDX-License-Identifier: EUPL-1.2
"""`pgaref correct ID/N [FILE]`."""

from __future__ import annotations

import typer

from pgaref.actions.correct import correct
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import DryRun, Record, content_of, record_of, session_of
from pgaref.language import _


def command(
    context: typer.Context, address: Record, file: content.File = None, dry_run: DryRun = False
) -> None:
    """Correct a record: improve, add to, remove or shield it, with every copy of it.

    Subject, signals, relations and plans are replaced under a new key; a weighing on a corrected
    signal is stale. Says who read or received the record and has to be told (art. 8(3), 10(3),
    12(6)).
    """
    value = content_of(context, file, "correctie/1")
    done = correct(session_of(context), record_of(address), value, dry_run=dry_run)
    if globals_of(context).json:
        output.emit_json(
            {
                "dossier": done.dossier,
                "records": [done.record],
                "copies": list(done.copies),
                "told": list(done.told),
                "untouched": done.untouched or None,
                "telling": {address: list(told) for address, told in done.telling()},
            }
        )
    elif not dry_run:
        output.emit(f"{done.dossier}/{done.record}")
    if done.copies:
        output.outcome(_("reaches the copies {copies}", copies=" ".join(done.copies)))
    if done.untouched:
        output.warn(
            _("a copy in {untouched} stays as it is", untouched=done.untouched),
            hint=_("in the archive a kernpartij's officer corrects it, else the uitvoerder"),
        )
    for address_of, told in done.telling():
        output.outcome(
            _("to be told of {address_of}: {told}", address_of=address_of, told=" ".join(told))
        )
    if not done.telling():
        output.outcome(_("to be told: nobody"))
    output.outcome(_("nothing changed") if dry_run else _("corrected {address}", address=address))
    for address_of, _party in () if dry_run else done.telling():
        output.next_step(f"pgaref document correctie {address_of}")
