# SPDX-License-Identifier: EUPL-1.2
"""A dossier as people read it: its records in order, who reads, and the terms."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from pgaref.actions.show import Shown
from pgaref.covenant.article import short
from pgaref.covenant.model import RecordEntry
from pgaref.language import _
from pgaref.storage.records import Record

_INDENT = "    "


def lines(shown: Shown) -> Iterator[str]:
    """The lines of `pgaref show`."""
    card = shown.card
    yield (
        f"{card.id}  {card.register}, {_state(shown)}    "
        f"read for {shown.purpose}, log entry {shown.log_entry}"
    )
    subject = next((r.content for r in reversed(shown.records) if r.kind == "subject"), None)
    if subject is not None:
        yield ", ".join(subject[name] for name in ("naam", "adres")) + f" {subject['woonplaats']}"
    for record in shown.records:
        yield ""
        yield _head(record, card.record(record.address.record))
        yield from _body(record.content, _INDENT)
    yield ""
    width = max((len(section) for section in shown.readers), default=0)
    for place, (section, holders) in enumerate(shown.readers.items()):
        parties = dict.fromkeys(holder.partition("/")[0] for holder in holders)
        title = "readers" if place == 0 else ""
        yield f"{title:<9}{section:<{width}}  {' '.join(parties)}".rstrip()
    dues = [f"{name} {due.day} ({short(due.article)})" for name, due in shown.dues.items()]
    yield f"{'terms':<9}{', '.join(dues)}"


def _state(shown: Shown) -> str:
    outcome = shown.card.outcome
    return f"{shown.card.state}: {outcome}" if outcome else shown.card.state


def _head(record: Record, entry: RecordEntry | None) -> str:
    facts = [record.kind]
    content = record.content
    if record.kind == "signaal":
        facts += [content["inbrenger"], content["gegevens"], " ".join(content["grondslag"])]
    if record.stored:
        facts.append(_("schema {n}, read as {newest}", n=record.stored, newest=record.schema))
    if record.origin:
        facts.append(f"from {record.origin}")
    if entry is not None and entry.corrected:
        facts.append(f"corrected by /{entry.corrected}")
    if entry is not None and entry.shielded:
        facts.append(f"shielded by /{entry.shielded}")
    day = record.made_at[:10]
    return f"{day}  /{record.address.record}  {', '.join(facts)}    {record.section}"


def _body(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Every field but the schema's name: long text folded, lists item by item."""
    for name, item in value.items():
        if name == "schema":
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


def _folded(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, 96, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False
    )
