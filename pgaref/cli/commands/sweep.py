# SPDX-License-Identifier: EUPL-1.2
"""`pgaref sweep`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from pgaref.actions.sweep import Swept, preview, sweep
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.cli.session import session_of
from pgaref.covenant.article import short
from pgaref.covenant.retention import Act, Step
from pgaref.errors import AttentionError, IntegrityError, UsageError
from pgaref.language import _, counted, marked


def command(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="show the plan; change nothing")
    ] = False,
    as_of: Annotated[
        date | None, typer.Option("--as-of", help="with --dry-run: look ahead to this day")
    ] = None,
    confirm: Annotated[
        date | None, typer.Option("--confirm", help="today's date: a guarded plan is meant; signed")
    ] = None,
) -> None:
    """Archive and destroy what is due.

    For cron: needs no identity, and is silent when there was nothing to do.

    Exit 15 when something is blocked or when a guard stopped it: a clock far ahead of the log, or
    an unusual share of the vault due at once (art. 13).
    """
    if as_of is not None and not dry_run:
        raise UsageError(_("--as-of looks ahead only"), hint=_("add --dry-run"))
    session = session_of(context)
    swept = preview(session, as_of) if dry_run else sweep(session, confirm)
    if globals_of(context).json:
        steps = [_plain(step) for step in swept.steps]
        output.emit_json({"steps": steps, "done": swept.done, "drafts": swept.drafts or None})
    else:
        output.table(("act", "dossier", "when", "why"), [_row(step) for step in swept.steps])
    _say(swept, dry_run)
    if swept.damaged:
        raise IntegrityError("; ".join(swept.damaged), hint="pgaref check")
    if swept.guards and not dry_run:
        raise AttentionError(
            _("nothing was archived or destroyed: {guards}", guards=_guards(swept)),
            hint=_(
                "read the plan with --dry-run; if it is meant: pgaref sweep --confirm YYYY-MM-DD"
            ),
        )
    if any(step.act is Act.BLOCKED for step in swept.steps):
        raise AttentionError(_("something is blocked"), hint="pgaref hold list")


def _say(swept: Swept, dry_run: bool) -> None:
    if swept.drafts and (dry_run or not swept.guards):
        output.outcome(
            counted("{n} draft would go", "{n} drafts would go", swept.drafts)
            if dry_run
            else counted("{n} draft went", "{n} drafts went", swept.drafts)
        )
    count = {act: sum(step.act is act for step in swept.steps) for act in Act}
    if not swept.steps and not dry_run:
        return
    stopped = bool(swept.guards) and not dry_run
    numbers = {
        "archived": 0 if stopped else count[Act.ARCHIVE],
        "destroyed": 0 if stopped else count[Act.DESTROY],
        "blocked": count[Act.BLOCKED],
    }
    output.outcome(
        _(
            "would archive {archived}, destroy {destroyed}; blocked {blocked}; nothing changed",
            **numbers,
        )
        if dry_run
        else _("archived {archived}, destroyed {destroyed}; blocked {blocked}", **numbers)
    )
    if swept.guards and dry_run:
        output.outcome(_("without --confirm a sweep does nothing: {guards}", guards=_guards(swept)))


def _guards(swept: Swept) -> str:
    return "; ".join(guard.message for guard in swept.guards)


_ACTS = {
    Act.ARCHIVE: marked("archive"),
    Act.DESTROY: marked("destroy"),
    Act.BLOCKED: marked("blocked"),
    Act.WARN: marked("warn"),
}


def _row(step: Step) -> tuple[object, ...]:
    return (
        _(_ACTS[step.act]),
        step.dossier,
        _("due {due}", due=step.due),
        f"{'; '.join(step.reasons)} ({short(step.article)})",
    )


def _plain(step: Step) -> dict[str, object]:
    return {
        "dossier": step.dossier,
        "act": step.act.value,
        "due": step.due,
        "reasons": list(step.reasons),
        "article": step.article,
    }
