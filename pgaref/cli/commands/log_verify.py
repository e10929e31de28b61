# SPDX-License-Identifier: EUPL-1.2
"""`pgaref log verify`."""

from __future__ import annotations

import typer

from pgaref.actions.logs import verify
from pgaref.cli import output
from pgaref.cli.finding import plain, refuse
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of


def command(context: typer.Context) -> None:
    """Verify the log from its first line: chain, order, signatures, and the line remembered here.

    Needs no identity. The same with stock tools: docs/verify-log.sh. Exit 13 where it is broken.
    """
    verified = verify(session_of(context))
    known = {"ok": verified.ok, "entries": verified.entries, "head": verified.head}
    if globals_of(context).json:
        found = {} if verified.ok else {"findings": plain(verified.findings)}
        output.emit_json(known | found)
    else:
        output.table(("entries", "head"), [(verified.entries, verified.head)])
    if not verified.ok and not globals_of(context).json:
        output.table(("path", "problem"), [(f.path, f.problem) for f in verified.findings])
    refuse(verified.findings, "the log is broken")
    output.outcome("chain and signatures hold")
