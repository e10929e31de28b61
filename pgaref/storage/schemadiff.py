# SPDX-License-Identifier: EUPL-1.2
"""What changed between two versions of a schema, in words that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pgaref.language import _, marked
from pgaref.storage.schemashape import Path, types, walk

Node = Mapping[str, Any]

# Keyword -> how its change is said.
_BOUNDS: Mapping[str, str] = {
    "minLength": marked("at least {new} characters, was {old}"),
    "maxLength": marked("at most {new} characters, was {old}"),
    "minimum": marked("at least {new}, was {old}"),
    "maximum": marked("at most {new}, was {old}"),
    "minItems": marked("at least {new} items, was {old}"),
    "maxItems": marked("at most {new} items, was {old}"),
    "minProperties": marked("at least {new} fields, was {old}"),
    "maxProperties": marked("at most {new} fields, was {old}"),
    "const": marked("must be {new}, was {old}"),
    "format": marked("is of format {new}, was {old}"),
    "title": marked("is called: {new}"),
    "description": marked("is explained as: {new}"),
}
# Keyword -> how it is said that it is another, where that has no shorter words than itself.
_OTHERWISE: Mapping[str, str] = {
    "pattern": marked("is asked in another form"),
    "uniqueItems": marked("may hold the same twice, or may no more"),
    "additionalProperties": marked("holds fields that it does not name, or holds them no more"),
    "allOf": marked("asks fields by other conditions"),
    "anyOf": marked("asks one of other fields"),
}
# Said of the fields themselves, or of no interest: the names of two versions always differ.
_SAID = frozenset(
    ("$id", "$schema", "type", "enum", "required", "properties", "patternProperties", "items")
)


@dataclass(frozen=True, slots=True)
class Change:
    """What changed at a field (`oordelen[].oordeel`; empty: the whole), in words."""

    field: str
    said: str


def changes(old: Node, new: Node) -> Iterator[Change]:
    """Every difference between two versions, in the order of the newer; what went comes last."""
    before, after = dict(walk(old)), dict(walk(new))
    for path, node in after.items():
        if path not in before:
            if path[:-1] in before:
                yield Change(_field(path), _appeared(path, after))
        elif path != ("schema",):
            for said in _differences(before[path], node):
                yield Change(_field(path), said)
    for path in before:
        if path not in after and path[:-1] in after:
            yield Change(_field(path), _("is gone"))


def _field(path: Path) -> str:
    return ".".join(path).replace(".[]", "[]")


def _appeared(path: Path, after: Mapping[Path, Node]) -> str:
    if path[-1] in after[path[:-1]].get("required", ()):
        return _("is new, and asked")
    return _("is new, and may be left out")


def _differences(old: Node, new: Node) -> Iterator[str]:
    if types(old) != types(new):
        kinds = {"old": " or ".join(sorted(types(old))), "new": " or ".join(sorted(types(new)))}
        yield _("is of type {new}, was {old}", **kinds)
    yield from _asked(old, new)
    yield from _words(old, new)
    if list(old.get("patternProperties", ())) != list(new.get("patternProperties", ())):
        yield _("its fields are named in another form")
    for keyword in sorted((old.keys() | new.keys()) - _SAID):
        if old.get(keyword) != new.get(keyword):
            yield _keyword(keyword, old.get(keyword), new.get(keyword))


def _keyword(keyword: str, old: object, new: object) -> str:
    none = _("none")
    if keyword in _BOUNDS:
        values = {"old": none if old is None else old, "new": none if new is None else new}
        return _(_BOUNDS[keyword], **values)
    return _(_OTHERWISE[keyword]) if keyword in _OTHERWISE else _("{rule} differs", rule=keyword)


def _asked(old: Node, new: Node) -> Iterator[str]:
    """Which fields, there before and after, are asked from now on, or no more."""
    both = old.get("properties", {}).keys() & new.get("properties", {}).keys()
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    for name in sorted((after - before) & both):
        yield _("asks {field} from now on", field=name)
    for name in sorted((before - after) & both):
        yield _("asks {field} no more", field=name)


def _words(old: Node, new: Node) -> Iterator[str]:
    """Which words are allowed from now on, or no more."""
    if "enum" in old and "enum" in new:
        for word in new["enum"]:
            if word not in old["enum"]:
                yield _("may be {word} from now on", word=word)
        for word in old["enum"]:
            if word not in new["enum"]:
                yield _("may be {word} no more", word=word)
    elif "enum" in new:
        yield _("must be one of {words}", words=", ".join(map(str, new["enum"])))
    elif "enum" in old:
        yield _("may be another word than {words}", words=", ".join(map(str, old["enum"])))
