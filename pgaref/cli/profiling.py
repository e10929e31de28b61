# SPDX-License-Identifier: EUPL-1.2
"""Showing what another version of the profile changes."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from pgaref.actions.profile import Compared
from pgaref.cli import output
from pgaref.cli.options import globals_of
from pgaref.covenant.article import short
from pgaref.covenant.profile_changes import Change
from pgaref.language import _, counted


def show(context: typer.Context, found: Compared) -> None:
    """Each change, a line each, then what changed terms do to dossiers."""
    if globals_of(context).json:
        output.emit_json(_plain(found))
    else:
        output.emit(*map(_line, found.changes))
        output.emit(*_effects(found))


def _plain(found: Compared) -> dict[str, object]:
    effects = found.effects
    return {
        "version": found.profile.version,
        "changes": [
            {
                "sign": change.sign,
                "path": change.path,
                "before": change.before or None,
                "after": change.after or None,
                "article": change.article or None,
            }
            for change in found.changes
        ],
        "earlier": effects.earlier,
        "later": effects.later,
        "now_due": effects.now_due,
        "keep_readers": effects.keep_readers,
    }


def _line(change: Change) -> str:
    values = f": {change.before} -> {change.after}" if change.sign == "~" else ""
    where = f" ({short(change.article)})" if change.article else ""
    return f"{change.sign} {change.path}{values}{where}"


def _effects(found: Compared) -> Iterator[str]:
    words = {
        _("earlier"): found.effects.earlier,
        _("later"): found.effects.later,
        _("at once"): found.effects.now_due,
    }
    for word, acts in words.items():
        for act, dossiers in acts.items():
            n = counted("{n} dossier", "{n} dossiers", len(dossiers))
            yield f"= {_(act)} {word}: {n}"
    for section, dossiers in found.effects.keep_readers.items():
        kept = counted(
            "{n} dossier keeps the readers that it was made for",
            "{n} dossiers keep the readers that they were made for",
            len(dossiers),
        )
        yield f"= {section}: {kept}"
