# SPDX-License-Identifier: EUPL-1.2
"""Every way to spoil a sample in exactly one place."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pgaref.storage.schemashape import FREE

Node = Mapping[str, Any]
Path = tuple[str | int, ...]
_Change = tuple[str, Any]


def places(node: Node, value: Any, path: Path = ()) -> Iterator[tuple[Path, Node, Any]]:
    """Every value of a sample with its path and the part of the schema that is for it."""
    yield path, node, value
    if isinstance(value, dict):
        for name, item in value.items():
            if inner := node.get("properties", {}).get(name) or _of_a_map(node):
                yield from places(inner, item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(node["items"], item, (*path, index))


def mutations(kind: str, schema: Node, sample: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was done where (`gedraging: empty`), and the spoilt sample."""
    for path, node, value in places(schema, sample):
        if (kind, path) not in FREE:
            where = ".".join(str(step) for step in path) or "the whole"
            for name, replacement in _changes(node, value):
                spoilt = _replaced(sample, path, replacement)
                if isinstance(spoilt, dict):
                    yield f"{where}: {name}", spoilt


def without(sample: Node, *names: str) -> dict[str, Any]:
    """The sample without these fields."""
    return {name: item for name, item in sample.items() if name not in names}


def _of_a_map(node: Node) -> Node | None:
    patterns: Mapping[str, Node] = node.get("patternProperties", {})
    return next(iter(patterns.values()), None)


def _changes(node: Node, value: Any) -> Iterator[_Change]:
    yield from (("nothing", None), ("a fraction", 0.8), ("a list in a list", [[value]]))
    if isinstance(value, bool):
        yield from (("a word", "ja"), ("a number", 1))
        return
    yield "a boolean", True
    if isinstance(value, dict):
        yield from _changes_of_object(node, value)
    elif isinstance(value, list):
        yield from _changes_of_array(node, value)
    elif isinstance(value, str):
        yield from _changes_of_string(node, value)
    else:
        yield from (("below", -1), ("above", 10**15), ("a number in quotes", "2"))


def _changes_of_object(node: Node, value: Mapping[str, Any]) -> Iterator[_Change]:
    yield "a text", "x"
    yield "an unknown field", {**value, "bsn": "000000000"}
    yield "a field with a hostile name", {**value, "naam\n": "x"}
    for name in node.get("required", ()):
        yield f"{name} left out", without(value, name)
    if "minProperties" in node:
        yield "empty", {}


def _changes_of_array(node: Node, value: Sequence[Any]) -> Iterator[_Change]:
    yield from (("a text", "x"), ("a number", 1), ("a stranger in it", [*value, ["x"]]))
    if value and node["maxItems"] <= 1000:
        yield "too many", [value[0]] * (node["maxItems"] + 1)
    if "minItems" in node:
        yield "empty", []
    if "uniqueItems" in node and value:
        yield "one twice", [*value, value[0]]


def _changes_of_string(node: Node, value: str) -> Iterator[_Change]:
    yield from (("empty", ""), ("blank", "   "), ("over-long", "x" * 5000))
    yield from (("a null character", f"{value}\0"), ("a field", {"x": value}))
    if "maxLength" in node:
        yield "one too long", (value * 5000)[: node["maxLength"] + 1]
    if "integer" not in node["type"]:
        yield "a number", 3
    if "enum" in node or "const" in node:
        yield from (("another word", "misschien"), ("with a line end", f"{value}\n"))
    if "format" in node:
        yield from (("no such day", f"2026-02-30{value[10:]}"), ("a year", "2026"))


def _replaced(sample: Any, path: Path, replacement: Any) -> Any:
    if not path:
        return replacement
    spoilt = copy.deepcopy(sample)
    place = spoilt
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = replacement
    return spoilt
