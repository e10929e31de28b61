# SPDX-License-Identifier: EUPL-1.2
"""`pgaref check`."""

from __future__ import annotations

from typing import Annotated

import typer

from pgaref.actions.check import check
from pgaref.cli import output
from pgaref.cli.finding import plain, refuse
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.language import _


def command(
    context: typer.Context,
    decrypt: Annotated[
        bool,
        typer.Option("--decrypt", help="also open all that you have a key for; logged"),
    ] = False,
) -> None:
    """Check that the vault is what its log says it is: every file, no file besides, rights, links.

    Needs no identity, but with --decrypt. Exit 13 with findings, each by its
    path (art. 15(1), 15(2)(d)).
    """
    checked = check(session_of(context), decrypt=decrypt)
    if globals_of(context).json:
        output.emit_json({"ok": checked.ok, "findings": plain(checked.findings)})
    else:
        output.table(("path", "problem"), [(f.path, f.problem) for f in checked.findings])
    refuse(checked.findings, _("the vault is not what its log says"))
    output.outcome(_("nothing found"))
