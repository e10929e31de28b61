# SPDX-License-Identifier: EUPL-1.2
"""The schemas themselves: valid, closed, bounded, without numbers that judge, and explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.schemas.mutations import FREE
from tests.schemas.samples import ELSEWHERE, schemas
from tests.schemas.samples import SCHEMAS as FOLDER

Node = Mapping[str, Any]
SCHEMAS = {kind: schema for kind, schema in schemas().items() if kind not in ELSEWHERE}
CANONICAL = ("card", "certificate", "journal", "log", "vault")
# What the walk below knows; a keyword beside these could open what it finds closed.
KNOWN = {
    "$schema", "$id", "title", "description", "type", "const", "enum", "format", "pattern",
    "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems", "items",
    "minProperties", "maxProperties", "additionalProperties", "required", "properties",
    "patternProperties", "allOf",
}  # fmt: skip
# Judging a person by a number, or keeping what the covenant does not list, begins with a field.
UNWANTED = re.compile(
    r"score|punt|kans|niveau|rang|percentage|cijfer|bsn|geboorte|nationaliteit|geloof|religie|afkomst"
)


def _nodes(kind: str) -> Iterator[tuple[tuple[str, ...], Node]]:
    yield from _walk(SCHEMAS[kind], ())


def _walk(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    yield path, node
    for name, inner in node.get("properties", {}).items():
        yield from _walk(inner, (*path, name))
    for inner in node.get("patternProperties", {}).values():
        yield from _walk(inner, (*path, "*"))
    if "items" in node:
        yield from _walk(node["items"], (*path, "[]"))


def _types(node: Node) -> set[str]:
    declared = node["type"]
    return {declared} if isinstance(declared, str) else set(declared)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_it_is_a_schema_of_2020_12_with_its_own_name(kind: str) -> None:
    schema = SCHEMAS[kind]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"pgaref:{kind}/1"
    assert schema["title"]
    assert schema["type"] == "object"
    assert [path.name for path in (FOLDER / kind).iterdir()] == ["1.json"]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_it_is_closed_at_every_level(kind: str) -> None:
    for path, node in _nodes(kind):
        assert set(node) <= KNOWN, path
        if "object" in _types(node) and (kind, path) not in FREE:
            assert node["additionalProperties"] is False, path
            assert ("properties" in node) != ("patternProperties" in node), path
            assert set(node.get("required", ())) <= set(node.get("properties", ())), path


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_condition_only_asks_more(kind: str) -> None:
    for path, node in _nodes(kind):
        for condition in node.get("allOf", ()):
            assert set(condition) <= {"if", "then", "else"}, path
            for part in condition.values():
                assert set(part) <= {"required", "properties"}, path
                named = {*part.get("required", ()), *part.get("properties", ())}
                assert named <= set(node["properties"]), path
            for part in (condition.get("then", {}), condition.get("else", {})):
                assert all(rule == {"not": {}} for rule in part.get("properties", {}).values()), (
                    path
                )


@pytest.mark.artikel("8.2")
@pytest.mark.parametrize("kind", SCHEMAS)
def test_no_number_stands_where_a_judgement_stands(kind: str) -> None:
    for path, node in _nodes(kind):
        types = _types(node)
        assert types <= {"object", "array", "string", "integer", "boolean"}, path
        if "integer" in types:
            assert "const" in node or {"minimum", "maximum"} <= set(node), path
        assert not any(UNWANTED.search(step) for step in path), path


def test_integers_in_what_people_put_in_are_references_to_records_measures_and_wishes() -> None:
    found = {
        path[-2] if path[-1] == "[]" else path[-1]
        for kind, schema in SCHEMAS.items()
        if "schema" in schema["properties"]
        for path, node in _nodes(kind)
        if "integer" in _types(node)
    }
    assert found == {
        "antwoord", "beperkt", "besluit", "betreft", "correctie", "gecontroleerd", "maatregel",
        "nummer", "onderdeel", "record", "signaal", "signalen", "wens",
    }  # fmt: skip


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_string_and_every_list_is_bounded(kind: str) -> None:
    for path, node in _nodes(kind):
        types = _types(node)
        if "string" in types and not {"const", "enum"} & set(node) and node.get("format") != "date":
            assert node["minLength"] >= 1, path
            assert node["maxLength"] <= 4000, path
            # In Python, unlike in the standard, `$` alone lets a line end through.
            assert node["pattern"].startswith("^"), path
            assert node["pattern"].endswith(r"$(?!\n)"), path
        if "array" in types:
            assert 1 <= node["maxItems"] <= 100_000, path
        for pattern in node.get("patternProperties", ()):
            assert pattern.startswith("^"), path
            assert pattern.endswith(r"$(?!\n)"), path
            assert node["maxProperties"] <= 100_000, path


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_field_is_explained_with_its_article(kind: str) -> None:
    for path, node in _nodes(kind):
        for name, inner in node.get("properties", {}).items():
            where = (*path, name)
            text = inner["description"]
            assert re.search(r"\S \((?:U?AVG )?art\. [1-9][^()]*\)\Z", text), where
            assert text[0].isupper(), where
            assert not text.startswith("x "), where


@pytest.mark.parametrize("kind", sorted(set(CANONICAL) & set(SCHEMAS)))
def test_what_canonical_json_cannot_hold_does_not_fit(kind: str) -> None:
    for path, node in _nodes(kind):
        types = _types(node)
        assert "boolean" not in types, path
        if "string" in types and "maxLength" in node:
            assert node["maxLength"] <= 200, path
            assert "\\u0000" not in node["pattern"], path
        if "array" in types:
            assert node["minItems"] >= 1, path
        if "integer" in types and "maximum" in node:
            assert node["maximum"] < 10**15, path
        if "patternProperties" in node:
            assert node["minProperties"] >= 1, path
