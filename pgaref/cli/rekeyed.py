# SPDX-License-Identifier: EUPL-1.2
"""Showing what new keys were made, and what is left to whom."""

from __future__ import annotations

from collections.abc import Iterator

from pgaref.actions.rekeying import Rekeyed, Step
from pgaref.cli import output
from pgaref.errors import AttentionError, IntegrityError
from pgaref.language import _, counted, marked


def plain(keys: Rekeyed) -> dict[str, object]:
    """For `--json`."""
    return {"done": [_plain(step) for step in keys.done], "left": [_plain(s) for s in keys.left]}


def _plain(step: Step) -> dict[str, object]:
    left = {"by": list(step.by)} if step.by else {}
    return {
        "dossier": step.dossier,
        "section": step.section,
        "gain": list(step.gain),
        "lose": list(step.lose),
        **left,
    }


def show(keys: Rekeyed) -> None:
    """As a table: what was done, then what is left."""
    rows = [*_rows(marked("renewed"), keys.done), *_rows(marked("left"), keys.left)]
    output.table(("", "dossier", "section", "gain a key", "lose it", "by"), rows)


def _rows(word: str, steps: tuple[Step, ...]) -> Iterator[tuple[str, ...]]:
    for step in steps:
        done = marked("given") if word == "renewed" and not step.lose else word
        by = " ".join(step.by) if word == "left" else ""
        yield _(done), step.dossier, step.section, " ".join(step.gain), " ".join(step.lose), by


def conclude(keys: Rekeyed, *, dry_run: bool) -> None:
    """Say how much it is.

    Raises:
        AttentionError: something is left to others.
        IntegrityError: a dossier is damaged.
    """
    done = len({step.dossier for step in keys.done})
    said = _(
        "new keys for {sections} of {dossiers}",
        sections=counted("{n} section", "{n} sections", len(keys.done)),
        dossiers=counted("{n} dossier", "{n} dossiers", done),
    )
    output.outcome(_("would be: {said}; nothing changed", said=said) if dry_run else said)
    if keys.damaged:
        raise IntegrityError("; ".join(keys.damaged), hint="pgaref check")
    if keys.left and not dry_run:
        raise AttentionError(_left(keys), hint=_hint(keys))


def _left(keys: Rekeyed) -> str:
    open_still = len({(step.dossier, step.section) for step in keys.left if step.lose})
    if open_still:
        return counted(
            "{n} section still open to a former officer's key",
            "{n} sections still open to a former officer's key",
            open_still,
        )
    return counted(
        "{n} section waits for a key of another officer",
        "{n} sections wait for a key of another officer",
        len(keys.left),
    )


def _hint(keys: Rekeyed) -> str:
    others = sorted({holder for step in keys.left for holder in step.by})
    if others:
        return _("pgaref officer rekey, run by one of: {others}", others=", ".join(others))
    return _("a party has no officer in office with a key: pgaref officer add")
