# SPDX-License-Identifier: EUPL-1.2
"""The schemas themselves: valid, closed, bounded, without numbers that judge, and explained.

Each rule is tried on a schema that breaks it, so that none is kept by a walk that sees nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pgaref.storage import schemas, schemashape
from pgaref.storage.schemashape import REFERENCES, types, walk
from tests.schemas.samples import schemas as every_schema

Change = Callable[[dict[str, Any]], object]
EVERY = [(kind, version) for kind, versions in schemas.kinds().items() for version in versions]
PROSE = {"description": "Nieuw (art. 8 lid 2)", "type": "string", "minLength": 1, "maxLength": 9}
WORD = {**PROSE, "pattern": r"^[a-z]+$(?!\n)"}
NUMBER = {"description": "Nieuw (art. 8 lid 2)", "type": "integer", "minimum": 1, "maximum": 5}
FRACTION = {"description": "Nieuw (art. 8 lid 2)", "type": "number"}
OBJECT = {"description": "Nieuw (art. 8 lid 2)", "type": "object"}


def found(schema: Mapping[str, Any], kind: str = "actie") -> set[tuple[str, str]]:
    """Article and reason of each problem of a schema."""
    return {(p.article, p.reason) for p in schemashape.problems(kind, 1, schema)}


def changed(change: Change, kind: str = "actie") -> dict[str, Any]:
    schema: dict[str, Any] = copy.deepcopy(every_schema()[kind])
    change(schema)
    return schema


def having(**nodes: Any) -> dict[str, Any]:
    """A schema with more fields."""
    return changed(lambda schema: schema["properties"].update(nodes))


@pytest.mark.artikel("8.2", "10.2", "7.3", "15.1")
@pytest.mark.parametrize(("kind", "version"), EVERY)
def test_every_schema_is_as_the_covenant_asks(kind: str, version: int) -> None:
    schema = schemas.load(kind, version)
    assert [p.message for p in schemashape.problems(kind, version, schema)] == []


@pytest.mark.artikel("8.2", "10.2")
@pytest.mark.parametrize(
    "change",
    [
        lambda schema: schema.pop("additionalProperties"),
        lambda schema: schema.update(additionalProperties=True),
        lambda schema: schema.update(additionalProperties={"type": "string"}),
        lambda schema: schema.update(unevaluatedProperties=True),
        lambda schema: schema.update(anyOf=[{"properties": {"bsn": {}}}]),
        lambda schema: schema.update({"$ref": "#/properties"}),
        lambda schema: schema.update(patternProperties={}),
        lambda schema: schema.update(allOf=[{"properties": {"x": {}}}]),
        lambda schema: schema.update(allOf=[{"if": {"required": ["x"]}}]),
        lambda schema: schema.update(allOf=[{"then": {"properties": {"schema": {"const": "x"}}}}]),
        lambda schema: schema["properties"].update(x=OBJECT),
        lambda schema: schema["properties"].update(
            x={**OBJECT, "additionalProperties": False, "properties": {"y": OBJECT}}
        ),
    ],
)
def test_an_opened_object_is_found_wherever_it_stands(change: Change) -> None:
    assert ("8.2", "opened") in found(changed(change))


@pytest.mark.artikel("8.2", "10.2")
@pytest.mark.parametrize("name", ["bsn", "geboortedatum", "nationaliteit", "geloof", "x_score"])
def test_a_field_for_what_the_covenant_does_not_list_is_found(name: str) -> None:
    schema = changed(lambda schema: schema["properties"].update({name: WORD}))
    assert found(schema) == {("8.2", "unwanted-field")}


@pytest.mark.artikel("7.3", "8.2.d")
@pytest.mark.parametrize("node", [FRACTION, {**FRACTION, "type": ["string", "number"]}])
def test_a_number_with_a_fraction_is_found_in_every_kind(node: Mapping[str, Any]) -> None:
    for kind in ("actie", "weging", "card", "profile"):
        schema = changed(lambda schema: schema["properties"].update(x=node), kind)
        assert ("7.3", "numeric-judgement") in found(schema, kind), kind


@pytest.mark.artikel("7.3", "8.2.d")
def test_a_whole_number_in_what_people_put_in_refers_to_something() -> None:
    for node in (NUMBER, {**WORD, "type": "array", "maxItems": 2, "items": NUMBER}):
        assert found(having(ernst=node)) == {("7.3", "numeric-judgement")}
        assert found(having(record=node)) == set()


def test_the_references_are_those_that_the_schemas_have() -> None:
    seen = {
        path[-2] if path[-1] == "[]" else path[-1]
        for kind, schema in every_schema().items()
        if "schema" in schema["properties"] and kind not in schemashape.ABOUT_NOBODY
        for path, node in walk(schema)
        if "integer" in types(node)
    }
    assert seen == REFERENCES


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize(
    "change",
    [
        lambda schema: schema["properties"].update(x=PROSE),
        lambda schema: schema["properties"].update(x={**WORD, "pattern": "^[a-z]+$"}),
        lambda schema: schema["properties"].update(x={**WORD, "maxLength": 5000}),
        lambda schema: schema["properties"].update(x={**WORD, "minLength": 0}),
        lambda schema: schema["properties"].update(
            x={"description": PROSE["description"], "type": "array", "items": WORD}
        ),
        lambda schema: (
            schema["properties"].update(record={**NUMBER, "type": "integer"})
            or schema["properties"]["record"].pop("maximum")
        ),
    ],
)
def test_what_has_no_bound_is_found(change: Change) -> None:
    assert {reason for _, reason in found(changed(change))} == {"unbounded"}


@pytest.mark.artikel("8.2")
@pytest.mark.parametrize(
    "text", ["Nieuw", "Nieuw (artikel 8)", "nieuw (art. 8)", "(art. 8)", "Nieuw (art. 8) of zo", ""]
)
def test_a_field_that_names_no_article_is_found(text: str) -> None:
    node = {**WORD, "description": text}
    assert found(having(x=node)) == {("8.2", "unexplained")}


@pytest.mark.parametrize(
    "change",
    [
        lambda schema: schema.pop("$schema"),
        lambda schema: schema.update(type="tekst"),
        lambda schema: schema["properties"].update(x=True),
        lambda schema: schema["properties"].update(x=3),
        lambda schema: schema["properties"].update(x={**WORD, "type": "array", "items": False}),
    ],
)
def test_what_is_no_schema_is_found_and_looked_at_no_further(change: Change) -> None:
    assert found(changed(change)) == {("15.1", "no-schema")}


@pytest.mark.parametrize("value", [[], None, "x", True])
def test_what_is_no_object_is_no_schema(value: Any) -> None:
    assert found(value) == {("15.1", "no-schema")}


def test_a_schema_has_its_own_name_and_a_title() -> None:
    assert ("15.1", "wrong-name") in found(changed(lambda s: s.update({"$id": "pgaref:plan/1"})))
    assert found(changed(lambda schema: schema.pop("title"))) == {("15.1", "unexplained")}
    assert ("8.2", "unknown-type") in found(changed(lambda schema: schema.pop("type")))


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize(
    "node",
    [
        {**NUMBER, "maximum": 10**15},
        {"description": WORD["description"], "type": "boolean"},
        {**WORD, "maxLength": 300},
        {**WORD, "pattern": r"^[^\u0000]+$(?!\n)".replace("\0", r"\u0000")},
        {"description": WORD["description"], "type": "array", "maxItems": 3, "items": WORD},
    ],
)
def test_what_canonical_json_cannot_hold_is_found_in_the_vaults_own_files(
    node: dict[str, Any],
) -> None:
    schema = changed(lambda schema: schema["properties"].update(x=node), "card")
    assert found(schema, "card") == {("15.1", "not-canonical")}
