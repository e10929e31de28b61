# SPDX-License-Identifier: EUPL-1.2
"""`pgaref whoami`."""

from __future__ import annotations

import typer

from pgaref.actions.directory import whoami
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.covenant.checkcode import check_code
from pgaref.language import _


def command(context: typer.Context) -> None:
    """Say which officer your identity is, of which party, in which role, and your check code."""
    officer = whoami(session_of(context))
    code = check_code(officer.recipient, officer.signing_key)
    named = {"officer": officer.id, "party": officer.party, "role": officer.role}
    if globals_of(context).json:
        output.emit_json({**named, "check_code": code})
        return
    output.emit(
        _(
            "{officer}, {role} of {party}, check code {code}",
            officer=officer.id,
            role=officer.role,
            party=officer.party,
            code=code,
        )
    )
