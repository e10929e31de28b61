# SPDX-License-Identifier: EUPL-1.2
"""`pgaref log export --ldv`."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated

import typer

from pgaref.actions.log_export import export_ldv
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.errors import UsageError
from pgaref.language import _, counted

# RFC 3986: a scheme, and what may stand in a URI without a fragment.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?@!$&'()*+,;=%\[\]-]+")


def command(
    context: typer.Context,
    ldv: Annotated[bool, typer.Option("--ldv", help="as Logboek Dataverwerkingen")] = False,
    register: Annotated[
        str | None, typer.Option("--register", metavar="URI", help="of your verwerkingsregister")
    ] = None,
    since: Annotated[date | None, typer.Option("--since", help="from this day on")] = None,
    until: Annotated[date | None, typer.Option("--until", help="up to this day")] = None,
) -> None:
    """Write the log for other systems, as JSON lines of the Dutch standard LDV (art. 15(2)(e)).

    A person concerned is a dossier's id there, and nobody is named. Itself logged.
    """
    if not ldv:
        raise UsageError(_("there is one format: --ldv"))
    if register and not _URI.fullmatch(register):
        raise UsageError(
            _("--register is a URI without a fragment"), hint=_("as https://example.org/r")
        )
    lines = export_ldv(session_of(context), register or "", since, until)
    if globals_of(context).json:
        output.emit_json(lines)
    else:
        output.emit(*(json.dumps(line, ensure_ascii=True) for line in lines))
    output.outcome(counted("{n} line", "{n} lines", len(lines)))
