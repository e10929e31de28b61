# SPDX-License-Identifier: EUPL-1.2
"""`pgaref disclose ID [FILE]`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.consents import consent_text
from pgaref.actions.disclose import Disclosed, disclose
from pgaref.cli import content, output
from pgaref.cli.options import globals_of
from pgaref.cli.session import Dossier, DryRun, content_of, dossier_of, session_of
from pgaref.cli.signature import read_signature
from pgaref.language import _


def command(
    context: typer.Context,
    dossier: Dossier,
    file: content.File = None,
    consent: Annotated[
        bool, typer.Option("--consent-text", help="print what the officers sign; change nothing")
    ] = False,
    signature: Annotated[
        list[Path] | None,
        typer.Option("--signature", metavar="FILE", help="an officer's, over that text; repeat it"),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Disclose chosen fields, as a package in the outbox (art. 10(5), 14, 6; Wpg 20(2)).

    To an externe casuspartner of a casusoverleg, under secrecy and with the consent of every
    covenant party on it; or who reported a signal to a kernpartij of a weegploeg dossier, with the
    consent of who brought it (art. 8). No consent lifts a ground. Prints package and key.
    """
    value = content_of(context, file, "verstrekking/1")
    named = dossier_of(dossier)
    if consent:
        _show_consent(context, consent_text(session_of(context), named, value))
        return
    signatures = [read_signature(path) for path in signature or ()]
    made = disclose(session_of(context), named, value, signatures=signatures, dry_run=dry_run)
    _show_disclosed(context, made, dry_run=dry_run)


def _show_consent(context: typer.Context, text: bytes) -> None:
    if globals_of(context).json:
        output.emit_json({"consent_text": text.decode()})
    else:
        output.emit_exact(text)


def _show_disclosed(context: typer.Context, made: Disclosed, *, dry_run: bool) -> None:
    if globals_of(context).json:
        output.emit_json(
            {
                "dossier": made.dossier,
                "record": made.record,
                "package": made.package,
                "key": made.key,
                "readers": list(made.holders),
            }
        )
    elif dry_run:
        output.table(("package", "readers"), [(made.package, " ".join(made.holders))])
    else:
        output.emit(made.package, made.key)
    if dry_run:
        output.outcome(_("nothing changed"))
    else:
        output.outcome(
            _("recorded as {dossier}/{record}", dossier=made.dossier, record=made.record)
        )
        output.next_step(
            _(
                "age -d -i IDENTITY {key} | age -d -i - {package} | tar -x",
                key=made.key,
                package=made.package,
            )
        )
