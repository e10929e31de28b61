# SPDX-License-Identifier: EUPL-1.2
"""`pgaref party withdraw PARTY --on DATE [--yes]`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from pgaref.actions.withdrawing import Withdrawn, foreseen, withdraw
from pgaref.cli import output, rekeyed
from pgaref.cli.options import globals_of
from pgaref.cli.retyping import retyped
from pgaref.cli.session import DryRun, session_of
from pgaref.covenant import article
from pgaref.covenant.model import Withdrawal
from pgaref.errors import AttentionError, IntegrityError
from pgaref.language import _, counted, marked


def command(
    context: typer.Context,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="a party's id")],
    on: Annotated[date, typer.Option("--on", metavar="DATE", help="the day of its notice")],
    yes: Annotated[bool, typer.Option("--yes", help="do not ask to retype the party")] = False,
    dry_run: DryRun = False,
) -> None:
    """File a party's notice, and take the party off open dossiers once its term is over.

    For three months more it is a party like any other. From the day after, its officers are out of
    office; run this again then, and each open dossier gets new keys without it. The secrecy of
    art. 14 stays; what was lawfully read was read (art. 18(2), 18(3)).

    A notice is not taken back: another day may be filed while its term runs, and none after it. So
    a new one asks to retype the party.

    Exit 15 while it is still on a dossier, or can open what lies in the archive.
    """
    session = session_of(context)
    if not (yes or dry_run):
        _ask(party, foreseen(session, party, on))
    made = withdraw(session, party, on, dry_run=dry_run)
    if globals_of(context).json:
        output.emit_json(_plain(party, made))
    else:
        output.table(("", "dossier", "why"), [*_rows(made)])
        if made.keys is not None:
            rekeyed.show(made.keys)
    output.outcome(*_said(party, made, on, dry_run=dry_run))
    _conclude(party, made)


def _ask(party: str, notice: Withdrawal | None) -> None:
    """Ask whether this party is meant, and this day, before a notice of it is filed."""
    if notice is not None:
        output.outcome(
            _(
                "not to be taken back: {party} is a party until {ends}",
                party=party,
                ends=notice.ends,
            )
        )
        retyped(party, marked("party"), asking=marked("type {what} to file its notice"))


def _plain(party: str, made: Withdrawn) -> dict[str, object]:
    keys = rekeyed.plain(made.keys) if made.keys is not None else None
    return {
        "party": party,
        "given": made.notice.given,
        "ends": made.notice.ends,
        "on": list(made.on),
        "done": list(made.done),
        "kept": {dossier: refusal.message for dossier, refusal in made.kept.items()} or None,
        "keys": keys,
    }


def _rows(made: Withdrawn) -> Iterator[tuple[str, ...]]:
    for dossier in made.done:
        yield _("taken off"), dossier, ""
    for dossier in made.on:
        refusal = made.kept.get(dossier)
        why = f"{refusal.message} ({article.render(refusal.article)})" if refusal else ""
        yield _("still on"), dossier, why


def _said(party: str, made: Withdrawn, given: date, *, dry_run: bool) -> Iterator[str]:
    ends = made.notice.ends
    if made.over:
        yield _(
            "{party} was a party until {ends}; its secrecy stays (art. 14, art. 18 lid 2)",
            party=party,
            ends=ends,
        )
        number = len(made.on if dry_run else made.done)
        taken = counted("taken off {n} open dossier", "taken off {n} open dossiers", number)
        yield _would_be(taken) if dry_run else taken
        return
    filed = _(
        "notice of {given} filed: {party} is a party until {ends}",
        given=given,
        party=party,
        ends=ends,
    )
    yield _would_be(filed) if dry_run else filed
    yield counted(
        "it is on {n} open dossier; take it off after that day: {command}",
        "it is on {n} open dossiers; take it off after that day: {command}",
        len(made.on),
        command=f"pgaref party withdraw {party} --on {given}",
    )
    yield _("its secrecy stays after that day (art. 14, art. 18 lid 2)")
    for register in made.standing:
        yield _(
            "it is on every dossier of register {register}: put another profile in force first",
            register=register,
        )


def _would_be(said: str) -> str:
    return _("would be, nothing changed: {said}", said=said)


def _conclude(party: str, made: Withdrawn) -> None:
    if made.damaged:
        raise IntegrityError("; ".join(made.damaged), hint="pgaref check")
    if made.kept:
        hint = next((refusal.hint for refusal in made.kept.values() if refusal.hint), "")
        raise AttentionError(
            counted(
                "{party} is still on {n} open dossier",
                "{party} is still on {n} open dossiers",
                len(made.kept),
                party=party,
            ),
            hint=hint or _("close or archive them; then run this again"),
        )
    if made.keys is not None:
        rekeyed.conclude(made.keys, dry_run=False)
