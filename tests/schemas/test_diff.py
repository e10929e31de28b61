# SPDX-License-Identifier: EUPL-1.2
"""Every difference between two schemas has its words."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from pgaref.storage.schemadiff import changes

WORD = {"description": "Een woord (art. 8)", "type": "string", "minLength": 1, "maxLength": 9}
OLD: dict[str, Any] = {
    "$id": "pgaref:proef/1",
    "title": "Proef",
    "type": "object",
    "additionalProperties": False,
    "required": ["naam"],
    "properties": {
        "schema": {"const": "proef/1", "type": "string"},
        "naam": {**WORD, "pattern": "^a"},
        "soort": {"type": "string", "enum": ["een", "twee"]},
        "delen": {
            "type": "array",
            "maxItems": 3,
            "items": {"type": "object", "properties": {"wat": WORD}, "required": ["wat"]},
        },
        "kaart": {"type": "object", "patternProperties": {"^k": WORD}},
    },
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda new: None, []),
        (lambda new: new.update(title="Anders"), [("", "is called: Anders")]),
        (lambda new: new.update(required=["naam", "soort"]), [("", "asks soort from now on")]),
        (lambda new: new.update(required=[]), [("", "asks naam no more")]),
        (
            lambda new: new.update(additionalProperties=True),
            [("", "holds fields that it does not name, or holds them no more")],
        ),
        (lambda new: new.update(allOf=[{}]), [("", "asks fields by other conditions")]),
        (lambda new: new.update(oneOf=[{}]), [("", "oneOf differs")]),
        (
            lambda new: new["properties"].update(nieuw=WORD) or new["required"].append("nieuw"),
            [("nieuw", "is new, and asked")],
        ),
        (lambda new: new["properties"].pop("delen"), [("delen", "is gone")]),
        (
            lambda new: new["properties"]["naam"].update(pattern="^b", maxLength=5, minLength=2),
            [
                ("naam", "at most 5 characters, was 9"),
                ("naam", "at least 2 characters, was 1"),
                ("naam", "is asked in another form"),
            ],
        ),
        (
            lambda new: new["properties"]["naam"].update(description="Naam (art. 8)"),
            [("naam", "is explained as: Naam (art. 8)")],
        ),
        (
            lambda new: new["properties"]["naam"].update(format="date"),
            [("naam", "is of format date, was none")],
        ),
        (
            lambda new: new["properties"]["naam"].update(type=["string", "integer"]),
            [("naam", "is of type integer or string, was string")],
        ),
        (
            lambda new: new["properties"]["soort"].update(enum=["twee", "drie"]),
            [("soort", "may be drie from now on"), ("soort", "may be een no more")],
        ),
        (
            lambda new: new["properties"]["soort"].pop("enum"),
            [("soort", "may be another word than een, twee")],
        ),
        (
            lambda new: new["properties"]["naam"].update(enum=["x"]),
            [("naam", "must be one of x")],
        ),
        (
            lambda new: new["properties"]["delen"].pop("maxItems"),
            [("delen", "at most none items, was 3")],
        ),
        (
            lambda new: new["properties"]["delen"]["items"].update(
                properties={"hoe": WORD}, required=["hoe"]
            ),
            [("delen[].hoe", "is new, and asked"), ("delen[].wat", "is gone")],
        ),
        (
            lambda new: new["properties"]["kaart"].update(patternProperties={"^m": WORD}),
            [("kaart", "its fields are named in another form")],
        ),
    ],
)
def test_a_difference_in_words(
    change: Callable[[dict[str, Any]], object], said: list[tuple[str, str]]
) -> None:
    new: dict[str, Any] = copy.deepcopy(OLD)
    new["$id"] = "pgaref:proef/2"
    new["properties"]["schema"]["const"] = "proef/2"
    change(new)
    assert [(found.field, found.said) for found in changes(OLD, new)] == said
