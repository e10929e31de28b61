# SPDX-License-Identifier: EUPL-1.2
"""A schema as a YAML text to fill in: every field with what it is for, and the article behind it.

What must be filled in stands there empty, and the schema refuses each of those places until it is.
A line that starts with `#` and one space is for people; without that space the `#` switches off a
field that is not always asked: take it away, and the field is there.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pgaref.storage import schemas, yamlscalar

Value = str | int | Sequence[int] | Sequence[str]
_Node = Mapping[str, Any]

_WIDTH = 90
_EMPTY = '""'
_FILLED_BY_PGAREF = "pgaref vult dit in"
_GUIDE = (
    "Vul in wat leeg is. Meer dan een antwoord in een lijst: [een, twee]. Een veld met # ervoor is"
    " niet altijd nodig: haal op elke regel van dat veld de voorste # weg om het te gebruiken."
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_GLUE = "\0"


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a list of which something is known: a remark, and the values of some fields."""

    remark: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the fields of a group, by their names.

    `rows` are the items of lists, `choices` the words that a field allows here, and `asked` are
    fields that are asked here though the schema does not always ask them.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()


NOTHING = Known()


def template(kind: str, known: Known = NOTHING) -> str:
    """The text to fill in for the newest version of `kind`, ending in LF.

    Raises:
        UsageError: no such schema.
    """
    schema = schemas.load(kind, schemas.newest(kind))
    blocks = [[*_comment(schema["title"]), *_comment(_GUIDE)], *_fields(schema, known)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _fields(node: _Node, known: Known, *, explained: bool = True) -> Iterator[list[str]]:
    """The lines of each field of a group: what it is for, then the field."""
    properties = {name: inner for name, inner in node["properties"].items() if not _is_ours(inner)}
    listed = (name for name, rows in known.rows.items() if rows)
    asked = {*_asked(node, properties), *known.asked, *known.values, *listed}
    for name, inner in properties.items():
        body = _body(name, inner, known)
        if name not in asked:
            body = [f"#{line}" for line in body]
        yield [*(_explanation(inner, known.choices.get(name, ())) if explained else ()), *body]


def _is_ours(node: _Node) -> bool:
    return _FILLED_BY_PGAREF in node["description"]


def _asked(node: _Node, properties: _Node) -> list[str]:
    """The fields that the schema asks for as long as pgaref has not filled in its own."""
    asked = [*node.get("required", ())]
    for rule in node.get("allOf", ()):
        if not set(rule["if"].get("required", ())) <= properties.keys():
            asked += rule.get("else", {}).get("required", ())
    # A group that may hold any of its fields but must not be empty.
    return asked or [*properties][: node.get("minProperties", 0)]


def _body(name: str, node: _Node, known: Known) -> list[str]:
    """The lines of the field itself."""
    if name in known.values:
        return [f"{name}: {_written(known.values[name])}"]
    if "const" in node:
        return [f"{name}: {_written(node['const'])}"]
    if node["type"] == "object":
        return [f"{name}:", *_indented(_lines(node, NOTHING))]
    if node["type"] != "array":
        return [f"{name}: {_EMPTY}"]
    if node["items"]["type"] != "object":
        return [f"{name}: [{_EMPTY}]"]
    return [f"{name}:", *_indented(_items(node["items"], known.rows.get(name, ())))]


def _items(node: _Node, rows: Sequence[Row]) -> list[str]:
    """The lines of a list: its known items, or one empty; the first alone is explained."""
    first, *more = rows or [Row("", {})]
    lines = _item(node, first, explained=True)
    for row in more:
        lines += _item(node, row, explained=False)
    return lines


def _item(node: _Node, row: Row, *, explained: bool) -> list[str]:
    lines = _lines(node, Known(row.values), explained=explained)
    start = next(place for place, line in enumerate(lines) if not line.startswith("#"))
    first, *more = lines[start:]
    return [*_comment(row.remark), *lines[:start], f"- {first}", *_indented(more)]


def _lines(node: _Node, known: Known, *, explained: bool = True) -> list[str]:
    return [line for block in _fields(node, known, explained=explained) for line in block]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _written(value: Value) -> str:
    if isinstance(value, str | int):
        return yamlscalar.write(value)
    return f"[{', '.join(map(str, value))}]"


def _explanation(node: _Node, choices: Sequence[str]) -> list[str]:
    """The comment of a field: its description, and what may stand there."""
    return [*_comment(node["description"]), *_comment(_allowed(node, choices))]


def _allowed(node: _Node, choices: Sequence[str]) -> str:
    inner, choose = (node["items"], "een of meer ") if "items" in node else (node, "")
    if words := inner.get("enum", choices):
        return f"Kies {choose}uit: {', '.join(words)}"
    if "integer" in inner["type"]:
        bounds = f"{inner['minimum']} tot en met {inner['maximum']}"
        return f"Een getal ({bounds}) staat zonder aanhalingstekens"
    if inner["type"] == "boolean":
        return "Kies uit: true, false; zonder aanhalingstekens"
    return "Een datum: JJJJ-MM-DD" if inner.get("format") == "date" else ""


def _comment(text: str) -> list[str]:
    """`text` on comment lines; what stands in parentheses, as an article does, is not parted."""
    words = _PARENTHESES.sub(lambda found: found[0].replace(" ", _GLUE), " ".join(text.split()))
    lines = textwrap.wrap(words, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [f"# {line.replace(_GLUE, ' ')}" for line in lines]
