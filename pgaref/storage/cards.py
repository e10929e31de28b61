# SPDX-License-Identifier: EUPL-1.2
"""Cards as canonical JSON and back. What does not apply is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from pgaref.covenant.model import Card, Duty, Hold, Package, RecordEntry, Section
from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import canonical

FORMAT = 1
T = TypeVar("T")


def encode(card: Card) -> bytes:
    """The bytes of `card.json`."""
    return canonical.encode({"format": FORMAT, **_plain(card)})


def decode(data: bytes, path: str) -> Card:
    """The card that `data`, read at `path`, spells.

    Raises:
        IntegrityError: not canonical JSON, or not a card of format 1, or more than a card has.
    """
    try:
        value = canonical.decode(data)
        if value.pop("format") != FORMAT:
            raise ValueError("another format")
        card = _card(value)
        if _plain(card) != value:
            raise ValueError("not as a card is written")
        return card
    except (ValueError, KeyError, TypeError, AttributeError):
        raise IntegrityError(
            _("{path}: not a card of format {format}", path=path, format=FORMAT)
        ) from None


def _plain(value: Any) -> Any:
    """The parts of a dataclass that apply, as strings, integers, lists and mappings."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: _plain(item) for name, item in named if item}
    return value


def _day(value: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(value[name]) if name in value else None


def _card(value: dict[str, Any]) -> Card:
    return Card(
        id=value["id"],
        register=value["register"],
        state=value["state"],
        seq=value["seq"],
        decided=_day(value, "decided"),
        declined=_day(value, "declined"),
        keep_until=_day(value, "keep_until"),
        opened=date.fromisoformat(value["opened"]),
        last_processed=date.fromisoformat(value["last_processed"]),
        outcome=value.get("outcome", ""),
        counterpart=value.get("counterpart", ""),
        concerns=tuple(value.get("concerns", ())),
        parties=tuple(value["parties"]),
        sections={name: _section(section) for name, section in value["sections"].items()},
        records=tuple(RecordEntry(**record) for record in value.get("records", ())),
        holds=tuple(_dated(Hold, hold, "since", "until") for hold in value.get("holds", ())),
        duties=tuple(_dated(Duty, d, "opened", "due", "noted") for d in value.get("duties", ())),
        packages=tuple(Package(**package) for package in value.get("packages", ())),
    )


def _section(value: Mapping[str, Any]) -> Section:
    return Section(**{**value, "readers": tuple(value.get("readers", ()))})


def _dated(kind: Callable[..., T], value: Mapping[str, Any], *names: str) -> T:
    """One with dates under these names, as far as they apply; its class asks for what it needs."""
    there = [name for name in names if name in value]
    return kind(**{**value, **{name: date.fromisoformat(value[name]) for name in there}})
