# SPDX-License-Identifier: EUPL-1.2
"""`pgaref officer revoke ID --reason CODE`."""

from __future__ import annotations

import typer

from pgaref.actions.revoking import revoke_officer
from pgaref.cli import output
from pgaref.cli.officer_card import OfficerId, require_id
from pgaref.cli.options import globals_of
from pgaref.cli.rekeyed import conclude, plain, show
from pgaref.cli.session import DryRun, Reason, code, session_of
from pgaref.language import _


def command(
    context: typer.Context, officer: OfficerId, reason: Reason, dry_run: DryRun = False
) -> None:
    """End an officer's authorisation, and renew the key of every section that it opened.

    From now on the identity reads and signs nothing; what was lawfully read was read. One dossier
    after the other gets new keys; after an interruption, run it again. A party's last officer with
    a key is not revoked: admit another one first (art. 14(1), 15(2)(b), (c)).

    Exit 15 while something stays open to the former key: others renew it with officer rekey.
    """
    who, why = require_id(officer), code(reason)
    made = revoke_officer(session_of(context), who, why, dry_run=dry_run)
    if globals_of(context).json:
        output.emit_json(
            {"officer": made.officer.id, "revoked": made.officer.revoked} | plain(made.keys)
        )
    else:
        show(made.keys)
    if not dry_run:
        who, day = made.officer.id, made.officer.revoked
        output.outcome(
            _("{officer} is no officer any more, since {day}", officer=who, day=day)
            if made.before
            else _("{officer} is no officer any more", officer=who)
        )
    conclude(made.keys, dry_run=dry_run)
