# SPDX-License-Identifier: EUPL-1.2
"""What every schema of the project has to be: closed, bounded, explained, and no measure of people.

Only what the covenant lists is kept (art. 8(2), 10(2)), and people judge in words (art. 7(3)). A
schema that opens an object, or asks a number where a judgement stands, is refused before it is
released.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pgaref.errors import Refusal
from pgaref.language import _

Node = Mapping[str, Any]
Path = tuple[str, ...]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Of the covenant as data, which is about no person: its terms and guards are numbers.
ABOUT_NOBODY = frozenset(("profile",))
# The one place whose inside another schema guards: that of the kind on the envelope.
FREE = frozenset((("envelope", ("content",)),))
# Kinds that are canonical JSON (docs/format-1.md).
CANONICAL = frozenset(("base", "card", "certificate", "journal", "log", "vault"))
# What the walk below knows; a keyword beside these could open what it finds closed.
KNOWN = frozenset(
    (
        *("$schema", "$id", "title", "description", "type", "const", "enum", "format", "pattern"),
        *("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems"),
        *("items", "minProperties", "maxProperties", "additionalProperties", "required"),
        *("properties", "patternProperties", "allOf", "anyOf"),
    )
)
TYPES = frozenset(("object", "array", "string", "integer", "boolean"))
# Judging a person by a number, or keeping what the covenant does not list, begins with a field.
UNWANTED = re.compile(
    r"score|punt|kans|niveau|rang|percentage|cijfer|bsn|geboorte|nationaliteit|geloof|religie|afkomst"
)
# The integers in what people put in: each is a number of a record, a measure or a wish.
REFERENCES = frozenset(
    (
        *("antwoord", "beperkt", "besluit", "betreft", "correctie", "gecontroleerd", "maatregel"),
        *("nummer", "onderdeel", "record", "signaal", "signalen", "wens"),
    )
)
_ARTICLE = re.compile(r"\S \((?:U?AVG )?art\. [1-9][^()]*\)\Z")
# In Python, unlike in the standard, `$` alone lets a line end through.
_END = r"$(?!\n)"
_LONGEST, _LONGEST_CANONICAL, _MOST = 4000, 200, 100_000
_LARGEST = 10**15

CLOSED, JUDGED, KEPT = "8.2", "7.3", "15.1"


def problems(kind: str, version: int, schema: Any) -> Iterator[Refusal]:
    """What is wrong with a schema, by its name and field path, each with its article."""
    name = f"{kind}/{version}"
    sound = _not_of_the_dialect(schema)
    if sound:
        yield Refusal(_("{name}: {problem}", name=name, problem=sound), KEPT, "no-schema")
        return
    yield from _heading(name, schema)
    for path, node in walk(schema):
        where = f"{name}: {'.'.join(path)}" if path else name
        # Every rule leans on the type.
        if unknown := types(node) - TYPES or (set() if types(node) else {""}):
            yield _of_no_known_type(where, unknown)
            continue
        if (kind, path) not in FREE:
            yield from _opened(where, node)
        yield from _numbers(kind, schema, where, path, node)
        yield from _unbounded(where, node)
        yield from _unexplained(where, node)
        if kind in CANONICAL:
            yield from _not_canonical(where, node)


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every part of a schema with its path; `*` stands for any key, `[]` for the items."""
    yield path, node
    for name, inner in node.get("properties", {}).items():
        yield from walk(inner, (*path, name))
    for inner in node.get("patternProperties", {}).values():
        yield from walk(inner, (*path, "*"))
    if "items" in node:
        yield from walk(node["items"], (*path, "[]"))


def types(node: Node) -> set[str]:
    """The types that a part of a schema allows."""
    declared = node.get("type", ())
    return {declared} if isinstance(declared, str) else set(declared)


def _not_of_the_dialect(schema: Any) -> str:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    if not isinstance(schema, dict) or schema.get("$schema") != DIALECT:
        return _("is no JSON Schema of 2020-12")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        path = "/".join(str(step) for step in error.absolute_path)
        return _("is no JSON Schema of 2020-12, by {path}", path=path or _("itself"))
    if not all(isinstance(part, dict) for part in _every(schema)):
        return _("has true or false where a schema stands")
    return ""


def _every(part: Any) -> Iterator[Any]:
    """As `walk`, where a part may be no object."""
    yield part
    if isinstance(part, dict):
        inner = [*part.get("properties", {}).values(), *part.get("patternProperties", {}).values()]
        for one in (*inner, *([part["items"]] if "items" in part else [])):
            yield from _every(one)


def _heading(name: str, schema: Node) -> Iterator[Refusal]:
    if schema.get("$id") != f"pgaref:{name}":
        yield Refusal(_("{name}: $id is not pgaref:{name}", name=name), KEPT, "wrong-name")
    if not schema.get("title"):
        yield Refusal(_("{name}: has no title", name=name), KEPT, "unexplained")
    if schema.get("type") != "object":
        yield Refusal(_("{name}: is not about an object", name=name), KEPT, "no-object")


def _of_no_known_type(where: str, found: set[str]) -> Refusal:
    if "number" in found:
        said = _("{where}: a number with a fraction; a judgement is made in words", where=where)
        return Refusal(said, JUDGED, "numeric-judgement")
    said = _("{where}: its type is none of: {types}", where=where, types=", ".join(sorted(TYPES)))
    return Refusal(said, CLOSED, "unknown-type")


def _opened(where: str, node: Node) -> Iterator[Refusal]:
    """An object that would hold what the covenant does not list (art. 8(2), 10(2))."""
    for keyword in sorted(set(node) - KNOWN):
        said = _("{where}: {keyword} can open what is closed", where=where, keyword=keyword)
        yield Refusal(said, CLOSED, "opened")
    if "object" in types(node):
        if node.get("additionalProperties") is not False:
            said = _("{where}: is open: additionalProperties is not false", where=where)
            yield Refusal(said, CLOSED, "opened")
        if ("properties" in node) == ("patternProperties" in node):
            said = _("{where}: has not either properties or patternProperties", where=where)
            yield Refusal(said, CLOSED, "opened")
        for name in sorted(set(node.get("required", ())) - set(node.get("properties", ()))):
            said = _("{where}: asks {name}, which it does not know", where=where, name=name)
            yield Refusal(said, CLOSED, "unknown-field")
    known = set(node.get("properties", ()))
    conditions = all(_only_asks_more(known, condition) for condition in node.get("allOf", ()))
    if not (conditions and all(_only_asks(known, part) for part in node.get("anyOf", ()))):
        said = _("{where}: a condition does more than ask or forbid a field", where=where)
        yield Refusal(said, CLOSED, "opened")


def _only_asks(known: set[str], part: Any) -> bool:
    """Whether a part of a condition asks for fields that are known, and does nothing else."""
    return isinstance(part, dict) and set(part) == {"required"} and set(part["required"]) <= known


def _only_asks_more(known: set[str], condition: Any) -> bool:
    """Whether a condition asks for fields, or forbids them, by what other fields are."""
    if not isinstance(condition, dict) or not set(condition) <= {"if", "then", "else"}:
        return False
    parts = condition.values()
    if not all(isinstance(p, dict) and set(p) <= {"required", "properties"} for p in parts):
        return False
    named = {name for p in parts for name in (*p.get("required", ()), *p.get("properties", ()))}
    made = [condition.get(word, {}).get("properties", {}) for word in ("then", "else")]
    forbids = all(rule == {"not": {}} for rules in made for rule in rules.values())
    return forbids and named <= known


def _numbers(kind: str, schema: Node, where: str, path: Path, node: Node) -> Iterator[Refusal]:
    """People judge, in words; no score, no date of birth, no number of a citizen (art. 7(3))."""
    if path and path[-1] != "[]" and UNWANTED.search(path[-1]):
        said = _("{where}: is named like a score, or like what is not kept", where=where)
        yield Refusal(said, CLOSED, "unwanted-field")
    if "integer" not in types(node):
        return
    if "const" not in node and not {"minimum", "maximum"} <= set(node):
        said = _("{where}: a number without minimum and maximum", where=where)
        yield Refusal(said, JUDGED, "unbounded")
    filled_in = "schema" in schema.get("properties", ()) and kind not in ABOUT_NOBODY
    field = next((step for step in reversed(path) if step != "[]"), "")
    if filled_in and field not in REFERENCES:
        said = _(
            "{where}: a number that refers to nothing; a judgement is made in words", where=where
        )
        yield Refusal(said, JUDGED, "numeric-judgement")


def _unbounded(where: str, node: Node) -> Iterator[Refusal]:
    if "string" in types(node) and not {"const", "enum"} & set(node):
        whole = _is_whole(node.get("pattern", ""))
        if node.get("format") != "date" and not (
            node.get("minLength", 0) >= 1 and node.get("maxLength", _MOST) <= _LONGEST and whole
        ):
            said = _(
                "{where}: a text without length, or without a pattern for all of it", where=where
            )
            yield Refusal(said, KEPT, "unbounded")
    if "array" in types(node) and not 1 <= node.get("maxItems", 0) <= _MOST:
        yield Refusal(_("{where}: a list without maxItems", where=where), KEPT, "unbounded")
    patterns = node.get("patternProperties", ())
    if patterns and not (
        all(map(_is_whole, patterns)) and 1 <= node.get("maxProperties", 0) <= _MOST
    ):
        said = _("{where}: any number of fields, or any name", where=where)
        yield Refusal(said, KEPT, "unbounded")


def _is_whole(pattern: str) -> bool:
    return pattern.startswith("^") and pattern.endswith(_END)


def _unexplained(where: str, node: Node) -> Iterator[Refusal]:
    for name, inner in node.get("properties", {}).items():
        text = inner.get("description", "")
        if not (_ARTICLE.search(text) and text[0].isupper()):
            said = _(
                "{where}: {name} has no description that ends with its article",
                where=where,
                name=name,
            )
            yield Refusal(said, CLOSED, "unexplained")


def _not_canonical(where: str, node: Node) -> Iterator[Refusal]:
    """What canonical JSON cannot hold: no boolean, nothing empty, short printable ASCII."""
    limits = (
        "boolean" in types(node),
        "maxLength" in node and node["maxLength"] > _LONGEST_CANONICAL,
        "\\u0000" in node.get("pattern", ""),
        "array" in types(node) and node.get("minItems", 0) < 1,
        node.get("maximum", 0) >= _LARGEST,
        "patternProperties" in node and node.get("minProperties", 0) < 1,
    )
    if any(limits):
        yield Refusal(_("{where}: no canonical JSON", where=where), KEPT, "not-canonical")
