# SPDX-License-Identifier: EUPL-1.2
"""Strict YAML 1.2: what people put in, and what the records hold.

Core schema scalars (so `yes`, `on` and dates are text), read from the events of the C parser in one
loop with bounds. No anchors, tags, directives, second documents or double fields: one text has one
meaning. A field without value and a number with a fraction are refused: no schema here knows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pgaref.errors import InputError
from pgaref.language import _
from pgaref.storage.problems import Path
from pgaref.storage.yamldump import dump
from pgaref.storage.yamlreader import Reader
from pgaref.storage.yamlscalar import FORBIDDEN, SIZE_LIMIT

__all__ = ["Document", "dump", "parse"]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML text that was read: its fields, and on which line each of them stands."""

    value: dict[str, Any]
    _lines: Mapping[Path, int] = field(repr=False)

    def line(self, path: Sequence[str | int]) -> int:
        """The line (from 1) of the field at `path`, or of its nearest parent that is there."""
        place = tuple(path)
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)


def parse(data: bytes, name: str) -> Document:
    """Read the YAML document `data`; `name` is how messages call it.

    Raises:
        InputError: each problem with name, line and field path, never a value.
    """
    text = _text(data, name)
    reader = Reader(name, text)
    reader.read()
    if reader.problems:
        raise InputError(*reader.problems)
    return Document(reader.root, reader.lines)


def _text(data: bytes, name: str) -> str:
    """The characters of `data`, or a refusal before any YAML is read."""
    if len(data) > SIZE_LIMIT:
        raise InputError(_("{name}: is larger than 1 MiB", name=name))
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(_("{name}:{line}: is not UTF-8 text", name=name, line=line)) from None
    if found := FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise InputError(
            _("{name}:{line}: holds a control or direction character", name=name, line=line)
        )
    return text
