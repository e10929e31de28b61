# SPDX-License-Identifier: EUPL-1.2
"""`pgaref officer add PARTY ID`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.officers import Candidate, add_officer
from pgaref.cli import output
from pgaref.cli.officer_card import read_card, require_id
from pgaref.cli.options import globals_of
from pgaref.cli.session import DryRun, session_of
from pgaref.covenant.checkcode import check_code
from pgaref.language import _


def command(
    context: typer.Context,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="a party's id")],
    officer: Annotated[str, typer.Argument(metavar="ID", help="the new officer's id, as pol-1")],
    name: Annotated[str, typer.Option("--name", help="who it is, for the roster")],
    accepted: Annotated[
        date, typer.Option("--accepted", help="when secrecy and security rules were accepted")
    ],
    card: Annotated[
        Path | None,
        typer.Option("--card", metavar="FILE", help="the officer card; none: reads nothing"),
    ] = None,
    until: Annotated[date | None, typer.Option("--until", help="the last day in office")] = None,
    signature: Annotated[
        Path | None,
        typer.Option("--signature", metavar="FILE", help="an officer in office signs for the card"),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Admit an officer to a party (art. 14, 15(2)(c), 15(4)).

    A party's first officers are the uitvoerder's to admit; once one of them has a key, every
    further one, with a card or without, is vouched for by an officer in office of that party.
    Compare the check code by voice with the person. A new officer reads what is made from now on;
    officer rekey gives keys of what is there.
    """
    given = read_card(card, signature)
    candidate = Candidate(
        party=party,
        id=require_id(officer),
        name=name,
        accepted=accepted,
        until=until,
        recipient=given.recipient,
        signing_key=given.signing_key,
        card=given.text,
        signature=given.signature,
    )
    admitted = add_officer(session_of(context), candidate, dry_run=dry_run)
    made = admitted.officer
    code = check_code(made.recipient, made.signing_key) if made.recipient else None
    if globals_of(context).json:
        output.emit_json({"officer": made.id, "party": made.party, "check_code": code})
    output.outcome(
        _("nothing changed")
        if dry_run
        else _("{made} acts for {party}", made=made.id, party=made.party)
    )
    if code and not dry_run:
        output.next_step(
            _("compare the check code by voice: {code}", code=code),
            f"pgaref officer confirm {made.id} --how CODE",
            *(["pgaref officer rekey"] if admitted.waiting else []),
        )
