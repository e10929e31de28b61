# SPDX-License-Identifier: EUPL-1.2
"""Showing what new keys were made, and what is left to whom."""

from __future__ import annotations

from collections.abc import Iterator

from pgaref.actions.rekeying import Rekeyed, Step
from pgaref.cli import output
from pgaref.errors import AttentionError, IntegrityError
from pgaref.language import _


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
    rows = [*_rows("renewed", keys.done), *_rows("left", keys.left)]
    output.table(("", "dossier", "section", "gain a key", "lose it", "by"), rows)


def _rows(word: str, steps: tuple[Step, ...]) -> Iterator[tuple[str, ...]]:
    for step in steps:
        done = "given" if word == "renewed" and not step.lose else word
        by = " ".join(step.by) if word == "left" else ""
        yield done, step.dossier, step.section, " ".join(step.gain), " ".join(step.lose), by


def conclude(keys: Rekeyed, *, dry_run: bool) -> None:
    """Say how much it is.

    Raises:
        AttentionError: something is left to others.
        IntegrityError: a dossier is damaged.
    """
    done = len({step.dossier for step in keys.done})
    sections = output.counted(len(keys.done), "section")
    said = f"new keys for {sections} of {output.counted(done, 'dossier')}"
    output.outcome(_("would be: {said}; nothing changed", said=said) if dry_run else said)
    if keys.damaged:
        raise IntegrityError("; ".join(keys.damaged), hint="pgaref check")
    if keys.left and not dry_run:
        raise AttentionError(_left(keys), hint=_hint(keys))


def _left(keys: Rekeyed) -> str:
    open_still = len({(step.dossier, step.section) for step in keys.left if step.lose})
    if open_still:
        return f"{output.counted(open_still, 'section')} still open to a former officer's key"
    return f"{output.counted(len(keys.left), 'section')} wait for a key of another officer"


def _hint(keys: Rekeyed) -> str:
    others = sorted({holder for step in keys.left for holder in step.by})
    if others:
        return f"pgaref officer rekey, run by one of: {', '.join(others)}"
    return (
        "a party has no officer in office with a key: pgaref officer add; "
        "what a party that withdrew read alone goes with its dossier"
    )
