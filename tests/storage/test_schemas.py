# SPDX-License-Identifier: EUPL-1.2
"""Validation: every problem with its line, field path and rule in words, and never a value."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.errors import InputError, UsageError
from pgaref.storage import schemas
from pgaref.storage.yamltext import parse

PROEF: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["schema", "oordelen"],
    "properties": {
        "schema": {"const": "proef/1"},
        "datum": {"type": "string", "format": "date"},
        "tijd": {"type": "string", "format": "time"},
        "aantal": {"type": "integer", "minimum": 1, "maximum": 3},
        "naam": {"type": "string", "minLength": 2, "maxLength": 5, "pattern": "^[a-z]+$"},
        "akkoord": {"type": "boolean"},
        "leeg": {"type": "string", "minLength": 1},
        "lijst": {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": True},
        "reden": {"type": "string"},
        "soort": {"enum": [f"s{number}" for number in range(20)]},
        "delen": {"type": "object", "patternProperties": {"^d[0-9]$": {"type": "string"}}}
        | {"additionalProperties": False},
        "vrij": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "elders": {"$ref": "https://example.org/elders.json"},
        "oordelen": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["oordeel"],
                "properties": {
                    "oordeel": {"type": "string", "enum": ["voldaan", "niet-voldaan", "onbekend"]},
                    "signalen": {"type": "array", "items": {"type": "integer"}},
                },
            },
        },
    },
    "allOf": [
        {
            "if": {"required": ["akkoord"], "properties": {"akkoord": {"const": True}}},
            "then": {"properties": {"reden": {"not": {}}}},
            "else": {"required": ["reden"]},
        }
    ],
}
GOOD = "schema: proef/1\nakkoord: true\noordelen: []\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for kind, version, schema in (
        ("proef", "1", PROEF),
        ("proef", "2", {"type": "object"}),
        ("proef", "10", {"type": "object"}),
        ("ander-soort", "1", {"type": "object", "title": "ander"}),
    ):
        file = tmp_path / kind / f"{version}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(schema))
    (tmp_path / "README.md").write_text("")
    (tmp_path / "proef" / "concept.json").write_text("")
    return tmp_path


def problems(folder: Path, text: str, kind_version: str = "proef/1") -> list[str]:
    document = parse(text.encode(), "x.yaml")
    try:
        schemas.validate(document, kind_version, "x.yaml", folder=folder)
    except InputError as error:
        return list(error.problems)
    return []


def test_a_good_document_passes(folder: Path) -> None:
    assert problems(folder, GOOD + "datum: 2026-10-14\ntijd: 2026-10-14T10:00:00Z\n") == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("datum: 14-10-2026", "datum: must be a calendar date, YYYY-MM-DD"),
        ("tijd: 2026-10-14", "tijd: must be a time in UTC, YYYY-MM-DDTHH:MM:SSZ"),
        ("aantal: '2'", "aantal: must be a whole number"),
        ("aantal: true", "aantal: must be a whole number"),
        ("aantal: 0", "aantal: must be at least 1"),
        ("aantal: 4", "aantal: must be at most 3"),
        ("naam: 0451", "naam: must be text; put it in quotes"),
        ("naam: true", "naam: must be text; put it in quotes"),
        ("naam: [x]", "naam: must be text"),
        ("naam: a", "naam: must have at least 2 characters"),
        ("naam: abcdef", "naam: must have at most 5 characters"),
        ("naam: AB", "naam: is not in the form that is asked"),
        ("leeg: ''", "leeg: must not be empty"),
        ("lijst: []", "lijst: must not be empty"),
        ("lijst: [1, 2, 3]", "lijst: must have at most 2 items"),
        ("lijst: [{a: 1, b: 2}, {b: 2, a: 1}]", "lijst: has the same item twice"),
        ("lijst: x", "lijst: must be a list"),
        ("delen: []", "delen: must be a group of fields"),
        ("delen: {d1: x, e1: x}", "delen: unknown field"),
        ("vrij: []", "vrij: is not as its schema asks"),
        ("reden: x", "reden: does not belong here"),
        ("datums: x", "unknown field, nearest is datum"),
        (
            "zzzzzz: x",
            f"unknown field, known are {', '.join(list(PROEF['properties'])[:12])} and more",
        ),
        (
            "soort: x",
            "soort: must be one of s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11 and more",
        ),
    ],
)
def test_every_rule_has_its_words_and_line(folder: Path, line: str, problem: str) -> None:
    assert problems(folder, GOOD + line) == [f"x.yaml:4: {problem}"]


@pytest.mark.parametrize("value", ["[true, 1]", "['1', 1]", "[[1], [2]]", "[{a: 1}, {a: true}]"])
def test_different_items_are_not_the_same(folder: Path, value: str) -> None:
    assert problems(folder, f"{GOOD}lijst: {value}") == []


def test_all_problems_are_told_at_once_in_the_order_of_lines(folder: Path) -> None:
    text = (
        "schema: proef/1\n"
        "datum: 2026-02-30\n"
        "oordelen:\n"
        "  - oordeel: voldaan\n"
        "  - signalen: [1, x]\n"
        "    oordel: ja\n"
        "  - oordeel: ja\n"
    )
    assert problems(folder, text) == [
        "x.yaml:1: reden: is missing",
        "x.yaml:2: datum: must be a calendar date, YYYY-MM-DD",
        "x.yaml:5: oordelen[1].oordeel: is missing",
        "x.yaml:5: oordelen[1].signalen[1]: must be a whole number",
        "x.yaml:6: oordelen[1]: unknown field, nearest is oordeel",
        "x.yaml:7: oordelen[2].oordeel: must be one of voldaan, niet-voldaan, onbekend",
    ]


def test_another_schema_is_the_one_thing_to_say(folder: Path) -> None:
    assert problems(folder, "naam: X\nschema: ander/1\nfout: 1") == [
        "x.yaml:2: schema: must be proef/1"
    ]


def test_a_missing_schema_field_is_said(folder: Path) -> None:
    assert problems(folder, "oordelen: []\nreden: x\n") == ["x.yaml:1: schema: is missing"]


def test_no_message_repeats_what_was_typed(folder: Path) -> None:
    text = (
        "schema: proef/1\nSam Voorbeeld: 1\nnoor: 1\nnaam: Voorbeeld\nsoort: Voorbeeld\n"
        "datum: Voorbeeld\nlijst: [Voorbeeld, Voorbeeld]\naantal: Voorbeeld\n"
        "delen: {Voorbeeld: 1, d1: 5}\nvrij: [Voorbeeld]\noordelen: [{oordeel: Voorbeeld}]\n"
    )
    said = problems(folder, text)
    assert len(said) > 10
    assert "Voorbeeld" not in " ".join(said)
    assert "Sam" not in " ".join(said)
    assert "noor" not in " ".join(said)
    checked = schemas.check(parse(text.encode(), "x.yaml").value, "proef/1", folder=folder)
    assert "Voorbeeld" not in " ".join(checked)
    assert "Sam" not in " ".join(checked)


def test_many_problems_are_cut_off(folder: Path) -> None:
    said = problems(folder, GOOD.replace("[]", "[" + "{}, " * 500 + "]"))
    assert len(said) == 21
    assert said[-1] == "x.yaml: has more problems than these 20"


def test_hostile_lists_take_bounded_time(folder: Path) -> None:
    begun = time.perf_counter()
    items = ", ".join(f"{{a: {number}}}" for number in range(6000))
    assert problems(folder, f"{GOOD}lijst: [{items}]") == [
        "x.yaml:4: lijst: must have at most 2 items"
    ]
    assert problems(folder, GOOD.replace("[]", "[" + "x, " * 15_000 + "]"))
    assert time.perf_counter() - begun < 3


def test_nothing_is_fetched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def connected(*_: object) -> NoReturn:
        raise AssertionError("a schema reached for the network")

    monkeypatch.setattr(socket.socket, "connect", connected)
    with pytest.raises(Exception, match=r"elders\.json"):
        problems(folder, GOOD + "elders: 1")


def test_check_names_paths_and_keywords(folder: Path) -> None:
    value = {"schema": "proef/1", "aantal": 9, "x": 1, "oordelen": [{"oordeel": "ja"}, {}]}
    assert schemas.check(value, "proef/1", folder=folder) == [
        "aantal: maximum",
        "additionalProperties",
        "oordelen[0].oordeel: enum",
        "oordelen[1].oordeel: required",
        "reden: required",
    ]
    assert (
        schemas.check({"schema": "proef/1", "oordelen": [], "reden": "x"}, "proef/1", folder=folder)
        == []
    )


def test_kinds_and_versions_are_found_in_order(folder: Path) -> None:
    assert schemas.kinds(folder=folder) == {"ander-soort": (1,), "proef": (1, 2, 10)}
    assert schemas.load("ander-soort", 1, folder=folder)["title"] == "ander"


UNKNOWN = (
    "proef proef/ proef/3 proef/x proef/01 proef/\u0661 nergens/1 ../proef/1 /1 proef/-1 PROEF/1"
)


@pytest.mark.parametrize("kind_version", ["", "proef/1/1", "proef/1\n", *UNKNOWN.split()])
def test_an_unknown_schema_is_a_usage_error_that_names_the_known(
    folder: Path, kind_version: str
) -> None:
    with pytest.raises(UsageError) as caught:
        schemas.check({}, kind_version, folder=folder)
    assert caught.value.hint == "kinds: ander-soort proef"
    assert "nergens" not in caught.value.message


def _valid(kind: str, text: str) -> bool:
    checker = {"date": schemas._is_date, "time": schemas._is_time}
    return checker[kind](text)


@given(st.dates())
def test_real_dates_are_dates(day: Any) -> None:
    assert _valid("date", day.isoformat())
    assert _valid("time", f"{day.isoformat()}T23:59:59Z")


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-1-1",
        "20261014",
        "2026-W42-3",
        "2026-10-14 ",
        "2026-10-14\n",
        "0000-01-01",
        "10000-01-01",
        "2026-10-14T00:00:00Z",
        "٢٠٢٦-10-14",
        "",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert not _valid("date", text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-14",
        "2026-10-14T10:00Z",
        "2026-10-14T10:00:00",
        "2026-10-14T10:00:00+00:00",
        "2026-10-14T10:00:00.000Z",
        "2026-10-14t10:00:00z",
        "2026-10-14 10:00:00Z",
        "2026-10-14T24:00:00Z",
        "2026-10-14T10:60:00Z",
        "2026-10-14T10:00:60Z",
        "2026-02-30T10:00:00Z",
        "2026-10-14T10:00:00Z\n",
        "",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    assert not _valid("time", text)


def test_a_leap_day_is_a_date() -> None:
    assert _valid("date", "2028-02-29")


def test_a_schema_is_compiled_once(folder: Path) -> None:
    assert schemas._validator(folder, "proef", 1) is schemas._validator(folder, "proef", 1)


def test_the_schemas_of_the_project_are_found() -> None:
    assert "signaal" in schemas.kinds()
    assert schemas.load("signaal", 1)["type"] == "object"


def test_jsonschema_is_imported_only_when_something_is_validated() -> None:
    script = (
        "import sys\n"
        "from pgaref.storage import schemas, yamltext\n"
        "schemas.load('signaal', 1)\n"
        "print(sorted({'jsonschema', 'ruamel.yaml', 'difflib'} & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert ran.stdout == "[]\n"
