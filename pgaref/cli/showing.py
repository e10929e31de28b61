# SPDX-License-Identifier: EUPL-1.2
"""A dossier as people read it: its records in order, who reads, and the terms."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pgaref.actions.show import Shown
from pgaref.covenant.article import short
from pgaref.covenant.model import RecordEntry
from pgaref.language import _
from pgaref.storage.records import Record

_INDENT = "    "
_WIDEST = 96
_WIDEST_COLUMN = 56
# What the first line of a record tells, or its text below: not told once more.
_TOLD = {
    "signaal": ("inbrenger", "grondslag", "gegevens", "waargenomen_op", "gedraging"),
    "plan": ("doelen", "evaluatie_op", "maatregelen"),
}


def lines(shown: Shown) -> Iterator[str]:
    """The lines of `pgaref show`."""
    card = shown.card
    yield (
        _(
            "{dossier}  {register}, {state}    read for {purpose}, log entry {log_entry}",
            dossier=card.id,
            register=card.register,
            state=_state(shown),
            purpose=shown.purpose,
            log_entry=shown.log_entry,
        )
    )
    subject = next((r.content for r in reversed(shown.records) if r.kind == "subject"), None)
    if subject is not None:
        yield ", ".join(subject[name] for name in ("naam", "adres")) + f" {subject['woonplaats']}"
    heads = _aligned(
        [_head(record, card.record(record.address.record)) for record in shown.records]
    )
    for record, head in zip(shown.records, heads, strict=True):
        yield ""
        yield head
        yield from _text(record)
        yield from _body(record.content, _INDENT, _TOLD.get(record.kind, ()))
    yield ""
    titles = _("readers"), _("terms")
    margin = max(map(len, titles)) + 2
    width = max((len(section) for section in shown.readers), default=0)
    for place, (section, holders) in enumerate(shown.readers.items()):
        parties = dict.fromkeys(holder.partition("/")[0] for holder in holders)
        title = titles[0] if place == 0 else ""
        yield f"{title:<{margin}}{section:<{width}}  {' '.join(parties)}".rstrip()
    dues = [f"{_(name)} {due.day} ({short(due.article)})" for name, due in shown.dues.items()]
    yield f"{titles[1]:<{margin}}{', '.join(dues)}"


def _state(shown: Shown) -> str:
    outcome = shown.card.outcome
    return f"{shown.card.state}: {outcome}" if outcome else shown.card.state


def _aligned(heads: list[tuple[str, ...]]) -> list[str]:
    """The first lines of the records, in columns."""
    widths = [min(_WIDEST_COLUMN, max(map(len, column))) for column in zip(*heads, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(head, widths, strict=True)).rstrip()
        for head in heads
    ]


def _head(record: Record, entry: RecordEntry | None) -> tuple[str, ...]:
    """Day, number, kind, facts and section of a record."""
    facts = []
    content = record.content
    if record.kind == "signaal":
        facts += [content["inbrenger"], " ".join(content["grondslag"]), content["gegevens"]]
        if "waargenomen_op" in content:
            facts.append(_("seen {day}", day=content["waargenomen_op"]))
    if record.kind == "plan":
        goals, day = " ".join(content["doelen"]), content["evaluatie_op"]
        facts.append(_("doelen {goals}, evaluatie {day}", goals=goals, day=day))
    if record.stored:
        facts.append(_("schema {n}, read as {newest}", n=record.stored, newest=record.schema))
    if record.origin:
        facts.append(_("from {origin}", origin=record.origin))
    if entry is not None and entry.corrected:
        facts.append(_("corrected by /{corrected}", corrected=entry.corrected))
    if entry is not None and entry.shielded:
        facts.append(_("shielded by /{shielded}", shielded=entry.shielded))
    number = f"/{record.address.record}"
    return (record.made_at[:10], number, record.kind, ", ".join(facts), record.section)


def _text(record: Record) -> Iterator[str]:
    """What a record is about, before its other fields: the behaviour seen, or the measures."""
    if record.kind == "signaal":
        yield from _folded(record.content.get("gedraging", ""), _INDENT, hanging="")
    if record.kind == "plan":
        for measure in record.content["maatregelen"]:
            facts = (measure[name] for name in ("wat", "wie", "aard", "gereed_op"))
            yield from _folded(
                f"{measure.get('nummer', '-'):<3}{'  '.join(map(str, facts))}", _INDENT
            )


def _body(value: Mapping[str, Any], indent: str, told: Collection[str] = ()) -> Iterator[str]:
    """Every field but the schema's name and those `told`: long text folded, lists by item."""
    for name, item in value.items():
        if name == "schema" or name in told:
            continue
        if isinstance(item, Mapping):
            yield f"{indent}{name}"
            yield from _body(item, indent + _INDENT)
        elif isinstance(item, list) and any(isinstance(part, Mapping) for part in item):
            yield f"{indent}{name}"
            for part in item:
                yield from _item(part, indent + _INDENT)
        else:
            text = " ".join(str(part) for part in item) if isinstance(item, list) else str(item)
            yield from _folded(f"{name}: {text}", indent)


def _item(part: object, indent: str) -> Iterator[str]:
    if not isinstance(part, Mapping):
        yield from _folded(f"- {part}", indent)
        return
    inner = list(_body(part, ""))
    for place, line in enumerate(inner):
        yield f"{indent}{'- ' if place == 0 else '  '}{line}"


def _folded(text: str, indent: str, hanging: str = "  ") -> list[str]:
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 0)).columns)
    return textwrap.wrap(
        text,
        max(width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
    )
