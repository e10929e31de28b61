# SPDX-License-Identifier: EUPL-1.2
"""`pgaref doctor`."""

from __future__ import annotations

import typer

from pgaref.actions.doctor import examine_machine
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.errors import AttentionError
from pgaref.language import _, counted


def command(context: typer.Context) -> None:
    """Look at the machine: file rights, swap, tmpfs, core dumps, clock, programs (art. 15(1)).

    What a program can see; locked doors and encrypted disks it cannot. Opens nothing of the vault.

    Exit 15 when something is to be mended.
    """
    seen = examine_machine(session_of(context))
    if globals_of(context).json:
        output.emit_json(
            [
                {"what": one.what, "ok": one.well, "said": one.said, "hint": one.hint or None}
                for one in seen
            ]
        )
    else:
        rows = [(one.what, _("ok") if one.well else _("mend"), one.said, one.hint) for one in seen]
        output.table(("what", "", "seen", "hint"), rows)
    wrong = sum(not one.well for one in seen)
    output.outcome(
        counted(
            "{n} thing looked at, {wrong} to mend",
            "{n} things looked at, {wrong} to mend",
            len(seen),
            wrong=wrong,
        )
    )
    if wrong:
        raise AttentionError(
            counted(
                "{n} thing to mend on this machine", "{n} things to mend on this machine", wrong
            ),
            hint=_("mend it, then: pgaref doctor"),
        )
