# SPDX-License-Identifier: EUPL-1.2
"""`pgaref log review`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pgaref.actions.log_review import review_log, sign_findings
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import content_of, session_of
from pgaref.covenant.logreview import Operation, Review
from pgaref.errors import UsageError
from pgaref.language import _, marked

_Row = tuple[object, ...]


def command(
    context: typer.Context,
    since: Annotated[date | None, typer.Option("--since", help="from this day on")] = None,
    until: Annotated[date | None, typer.Option("--until", help="up to this day")] = None,
    findings: Annotated[
        Path | None, typer.Option("--findings", metavar="FILE", help="sign for what was found")
    ] = None,
) -> None:
    """Show what stands out in the log: a list to look at, no judgement (art. 15(2)(e)).

    Refusals, failures, readings by purpose and officer, acts outside working hours, many dossiers
    on a day, and readings on which no act followed. An officer of a kernpartij then signs for what
    was found with --findings; until somebody did, it stands on the agenda.
    """
    if findings is not None:
        if since or until:
            raise UsageError(_("--findings says which days it is about itself"))
        value = content_of(context, findings, "logcontrole/1")
        path = sign_findings(session_of(context), value)
        if globals_of(context).json:
            output.emit_json({"findings": path})
        output.outcome(_("signed for; kept as {path}", path=path))
        return
    found = review_log(session_of(context), since, until)
    if globals_of(context).json:
        output.emit_json(_plain(found))
    else:
        output.table(("what", "line", "time", "officer", "act", "dossiers", "why"), [*_rows(found)])
    output.next_step(_("pgaref log review --findings FILE, by an officer of a kernpartij"))


def _rows(found: Review) -> Iterator[_Row]:
    for what, operations in _lists(found).items():
        for one in operations:
            yield _(what), one.seq, f"{one.time:%F %H:%M}", one.actor, one.action, *_about(one)
    for amount in found.unusual_amounts:
        yield _("many dossiers"), "-", amount.day, amount.actor, "-", amount.dossiers, "-"
    for (purpose, party, actor), count in sorted(found.reads.items()):
        yield (
            _("readings"),
            "-",
            "-",
            actor,
            _("{count} times", count=count),
            "-",
            f"{purpose}, {party}",
        )


def _lists(found: Review) -> dict[str, tuple[Operation, ...]]:
    return {
        marked("refused"): found.refused,
        marked("failed"): found.failed,
        marked("unusual hour"): found.unusual_hours,
        marked("no act followed"): found.without_act,
    }


def _about(one: Operation) -> _Row:
    return " ".join(one.dossiers) or "-", one.reason or one.purpose or "-"


def _plain(found: Review) -> dict[str, object]:
    lists = {name.replace(" ", "_"): [*map(_one, ones)] for name, ones in _lists(found).items()}
    reads = [
        {"purpose": purpose, "party": party, "officer": actor, "times": count}
        for (purpose, party, actor), count in sorted(found.reads.items())
    ]
    many = [
        {"officer": amount.actor, "day": amount.day, "dossiers": amount.dossiers}
        for amount in found.unusual_amounts
    ]
    return {**lists, "many_dossiers": many, "readings": reads}


def _one(one: Operation) -> dict[str, object]:
    return {
        "line": one.seq,
        "time": one.time.isoformat(),
        "officer": one.actor,
        "act": one.action,
        "dossiers": list(one.dossiers),
        "purpose": one.purpose or None,
        "reason": one.reason or None,
    }
