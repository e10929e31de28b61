# SPDX-License-Identifier: EUPL-1.2
"""Strict YAML: one text, one meaning; hostile text costs nothing; messages hold no content."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pgaref.errors import InputError
from pgaref.storage import yamlscalar
from pgaref.storage.yamltext import dump, parse

# Characters with a meaning in YAML come often.
TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"])
    | st.sampled_from("\n\t -:#'\"|>[]{}&*!%@`,?~0123yYnNe.+")
).filter(yamlscalar.is_text)
KEYS = TEXT.filter(yamlscalar.is_key)
VALUES = st.recursive(
    TEXT | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def refused(text: str | bytes) -> str:
    """The message with which `text` is refused, quickly."""
    data = text if isinstance(text, bytes) else text.encode()
    begun = time.perf_counter()
    with pytest.raises(InputError) as caught:
        parse(data, "x.yaml")
    assert time.perf_counter() - begun < 2
    assert caught.value.__cause__ is None
    assert len(caught.value.message) < 3000
    assert caught.value.message.startswith("x.yaml:")
    return caught.value.message


@given(st.dictionaries(KEYS, VALUES, max_size=4))
@example({"a": "x\n", "b": "x\ny", "c": "\n", "d": " x\ny", "e": "x\n\n", "f": "x\n \ny"})
@example({"a": "---", "---": "...", "b": "- x", "c": "x: y", "d": "x #y", "e": "x:", "f": "%x"})
@example({"a": [[[], {}], [{}, [[{"b": []}]]]], "<<": {"a": 1}, "": ""})
def test_what_is_written_is_read_back_equal(value: dict[str, Any]) -> None:
    written = dump(value)
    assert parse(written, "x.yaml").value == value
    assert list(parse(written, "x.yaml").value) == list(value)
    assert parse(written + b"\n" * 1024, "x.yaml").value == value
    assert dump(parse(written, "x.yaml").value) == written


@given(
    st.sampled_from(list("0123456789+-.eExXo_~nultrfyYNOo:T ")).flatmap(
        lambda first: st.text("0123456789+-.eExXo_~nultrfyYNOo:T ", max_size=8).map(first.__add__)
    )
)
def test_text_that_looks_like_something_else_stays_text(text: str) -> None:
    assert parse(dump({"a": text, "b": [text]}), "x.yaml").value == {"a": text, "b": [text]}


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = parse(data, "x.yaml").value
    except InputError:
        return
    assert parse(dump(value), "x.yaml").value == value


def test_it_is_written_for_people() -> None:
    value = {
        "datum": "2026-10-14",
        "oordelen": [{"criterium": "feitelijk", "signalen": [2, 3], "leeg": []}],
        "motivering": "Eerste regel: zo.\nTweede é.\n",
        "antwoord": "no",
        "ja": True,
    }
    assert dump(value).decode() == (
        "datum: 2026-10-14\n"
        "oordelen:\n"
        "  - criterium: feitelijk\n"
        "    signalen:\n"
        "      - 2\n"
        "      - 3\n"
        "    leeg: []\n"
        "motivering: |\n"
        "  Eerste regel: zo.\n"
        "  Tweede é.\n"
        'antwoord: "no"\n'
        "ja: true\n"
    )


@pytest.mark.parametrize(
    "value",
    [
        {"a": None},
        {"a": 1.5},
        {"a": date(2026, 10, 14)},
        {"a": b"x"},
        {"a": (1, 2)},
        {"a": {1: 2}},
        {1: 2},
        {"a": "\0"},
        {"a": "x\u202ey"},
        {"a": "\ud800"},
        {"a": "\r\n"},
        {"a\nb": 1},
        {"a" * 201: 1},
        {"a": 10**300},
        {"a": [1] * yamlscalar.NODE_LIMIT},
        {"a": "x" * yamlscalar.SIZE_LIMIT},
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_could_not_be_read_back_is_not_written(value: Any) -> None:
    with pytest.raises(ValueError, match=r"cannot hold|one line|character|more than|larger"):
        dump(value)


def nested(depth: int) -> dict[str, Any]:
    value: Any = "x"
    for _ in range(depth - 1):
        value = [value]
    return {"a": value}


def test_depth_is_bounded_alike_for_reader_and_writer() -> None:
    assert parse(dump(nested(32)), "x.yaml").value == nested(32)
    with pytest.raises(ValueError, match="nested"):
        dump(nested(33))
    with pytest.raises(ValueError, match="nested"):
        dump(nested(100_000))
    assert "nested deeper than 32" in refused("a: " + "[" * 32 + "]" * 32)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-10-14", "2026-10-14"),
        ("2026-10-14T10:00:00Z", "2026-10-14T10:00:00Z"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("N", "N"),
        ("tRUE", "tRUE"),
        ("true", True),
        ("FALSE", False),
        ("'true'", "true"),
        ("0o7", 7),
        ("0x1F", 31),
        ("-0o7", "-0o7"),
        ("0b11", "0b11"),
        ("010", 10),
        ("+12", 12),
        ("-0", 0),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("'0451'", "0451"),
        ("045-1234567", "045-1234567"),
        ("1 000", "1 000"),
        ("=", "="),
        ("<<", "<<"),
        ('""', ""),
        ("|\n  x\n  y\n", "x\ny\n"),
        (">-\n  x\n  y\n", "x y"),
        ('"\\u00e9\\t"', "é\t"),
        ("{b: [1, c]}", {"b": [1, "c"]}),
        ("~x", "~x"),
        ("٣", "٣"),
    ],
)
def test_scalars_mean_what_yaml_1_2_says(text: str, value: object) -> None:
    read = parse(f"a: {text}".encode(), "x.yaml").value
    assert read == {"a": value}
    assert type(read["a"]) is type(value)


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL", "# comment"])
def test_a_field_without_value_is_named(text: str) -> None:
    assert refused(f"b: 1\na:\n  c: {text}\n") == "x.yaml:3: a.c: has no value"


@pytest.mark.parametrize("text", ["1.0", "1e3", ".5", "1.", ".inf", "-.INF", ".nan", "6.02E+23"])
def test_a_fraction_is_refused(text: str) -> None:
    assert "x.yaml:1: a: is a number with a fraction" in refused(f"a: {text}")


def test_a_very_long_number_is_refused() -> None:
    assert "has too many digits" in refused("a: " + "9" * 500_000)
    assert "has too many digits" in refused("a: 0x" + "f" * 500_000)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: &b 1", "anchors"),
        ("a: &b [1]", "anchors"),
        ("&b a: 1", "anchors"),
        ("&b {a: 1}", "anchors"),
        ("a: *b", "aliases"),
        ("*b : 1", "aliases"),
        ("a: !!str 1", "tags"),
        ("a: ! 1", "tags"),
        ("a: ! [1]", "tags"),
        ("a: !!python/object/apply:os.system [id]", "tags"),
        ("!x {a: 1}", "tags"),
        ("a: !!binary aGVp", "tags"),
        ("!!str a: 1", "tags"),
        ("%YAML 1.1\n---\na: yes", "directives"),
        ("# x\n%YAML 1.2\n---\na: 1", "directives"),
        ("%TAG ! tag:x,2026:\n---\na: 1", "directives"),
        ("a: 1\n---\nb: 2", "second document"),
        ("a: 1\n---\n", "second document"),
        ("--- {a: 1}\n...\n--- {a: 2}\n", "second document"),
        ("1: a", "a field name must be text"),
        ("true: a", "a field name must be text"),
        ("~: a", "a field name must be text"),
        ("1.5: a", "a field name must be text"),
        (": a", "is not YAML"),
        ("?\n: a", "a field name must be text"),
        ("? [a]\n: b", "a field name must be text"),
        ("? {a: 1}\n: b", "a field name must be text"),
        ("{[a]: 1}", "a field name must be text"),
        ('"a\\nb": 1', "this is no field name"),
        (f"? {'a' * 201}\n: 1", "this is no field name"),
        ("a: 1\nb: 2\na: 3", "x.yaml:3: a: a field stands here twice"),
        ("a: {b: 1, 'b': 2}", "x.yaml:1: a.b: a field stands here twice"),
        ("a: 1\n? a\n: 2", "a field stands here twice"),
        ("", "is empty"),
        ("# only a comment\n", "is empty"),
        ("- a", "must be a group of fields"),
        ("text", "must be a group of fields"),
        ("---\n", "must be a group of fields"),
        ("a: [", "is not YAML"),
        ("a: 'x\nb: 1\n", "is not YAML"),
        ("\ta: 1", "is not YAML"),
        ("a: b: c", "is not YAML"),
        ("a: @x", "is not YAML"),
        ("a: `x`", "is not YAML"),
        ('a: "\\ud800"', "is not YAML"),
    ],
)
def test_what_is_ambiguous_or_broken_is_refused(text: str, rule: str) -> None:
    assert rule in refused(text)


@pytest.mark.parametrize(
    "character",
    [
        "\0",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\x9b",
        "\u2028",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\uffff",
    ],
    ids=ascii,
)
def test_control_and_direction_characters_are_refused(character: str) -> None:
    rule = "holds a control or direction character"
    assert refused(f"b: 1\na: x{character}y") == f"x.yaml:2: {rule}"
    assert refused(f"b: 1\n# {character}\na: 1") == f"x.yaml:2: {rule}"
    escaped = f"\\u{ord(character):04x}"
    assert refused(f'b: 1\na: "x{escaped}y"') == f"x.yaml:2: a: {rule}"
    assert "a field name must be text" in refused(f'"x{escaped}": 1')


@pytest.mark.parametrize(
    "data",
    [
        "a: é".encode("latin-1"),
        "a: é".encode("utf-16"),
        "a: é".encode("utf-16-le"),
        "a: é".encode("utf-32"),
        b"a: \xed\xa0\x80",
        b"a: \xc0\xaf",
        b"a: \xf4\x90\x80\x80",
        b"PK\x03\x04\x14\x00",
        b"\x89PNG\r\n\x1a\n",
        b"\x1f\x8b\x08\x00",
    ],
)
def test_other_encodings_and_binary_are_refused(data: bytes) -> None:
    assert "x.yaml:1: " in refused(data)


def test_the_byte_order_mark_and_line_ends_of_windows_are_read() -> None:
    document = parse("\ufeffa: é\r\nb: |\r\n  x\r\n  y\r\n".encode(), "x.yaml")
    assert document.value == {"a": "é", "b": "x\ny\n"}
    assert document.line(["b"]) == 2


def billion_laughs() -> str:
    names = "abcdefghij"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in pairwise(names)]
    return "\n".join(lines)


MIB = 1024 * 1024
HOSTILE = {
    "billion laughs": billion_laughs(),
    "aliases": "a: [" + "*a," * 100_000 + "]",
    "anchors in lists": "[&a," * 100_000,
    "anchors": "- &a\n" * 100_000,
    "nested lists": "a: " + "[" * 20_000,
    "nested groups": "a: " + "{a: " * 20_000,
    "nested blocks": "- " * 20_000,
    "nested lines": "".join(" " * depth + "a:\n" for depth in range(1000)),
    "nested keys": "? " * 20_000,
    "much nested": "[" * (MIB - 1),
    "many items": "a: [" + "1," * 500_000 + "]",
    "many fields": "{" + "a: b," * 170_000,
    "many numbered fields": "\n".join(f"a{number}: 1" for number in range(20_001)),
    "many empty": "a: [" + "," * 500_000,
    "many documents": "---\n" * 200_000,
    "many directives": "%A b\n" * 200_000,
    "many tags": "- !a\n" * 200_000,
    "many problems": "a: [" + "~, " * 5000 + "]",
    "many double fields": "a: 1\n" * 9000,
    "a long field name": "a" * 900_000 + ": 1",
    "a long quoted name": '"' + "a" * 900_000 + '": 1',
    "quotes without end": "a: '" + "\n" * 900_000,
    "colons": "a:" * 400_000,
    "question marks": "?\n" * 400_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_quickly(name: str) -> None:
    assert len(HOSTILE[name]) <= MIB
    refused(HOSTILE[name])


LARGE = {
    "plain": "a: b\n" + " b\n" * 300_000,
    "quoted": 'a: "' + "x\n" * 500_000 + '"',
    "folded": "a: >\n" + " x\n\n" * 200_000,
    "literal": "a: |\n" + "  x\n" * 200_000,
    "comments": "#\n" * 500_000 + "a: 1",
    "escapes": 'a: "' + "\\x41" * 200_000 + '"',
    "blank": "a: 1" + "\n" * 900_000,
    "colons": "a: " + "b:" * 400_000 + "c",
}


@pytest.mark.parametrize("name", LARGE)
def test_large_text_takes_bounded_time(name: str) -> None:
    begun = time.perf_counter()
    value = parse(LARGE[name].encode(), "x.yaml").value
    assert parse(dump(value), "x.yaml").value == value
    assert time.perf_counter() - begun < 2


def test_a_hundred_megabytes_are_refused_at_once() -> None:
    data = b"a" * 100_000_000
    begun = time.perf_counter()
    assert refused(data) == "x.yaml: is larger than 1 MiB"
    assert time.perf_counter() - begun < 0.1


def test_exactly_a_mebibyte_is_read() -> None:
    assert parse(b"a: " + b"x" * (MIB - 3), "x.yaml").value == {"a": "x" * (MIB - 3)}
    assert "1 MiB" in refused(b"a: " + b"x" * (MIB - 2))


def test_no_message_repeats_what_was_typed() -> None:
    for text in (
        "Sam Voorbeeld: {a: ~}",
        "Sam Voorbeeld: 1\nSam Voorbeeld: 2",
        "Sam Voorbeeld: &Voorbeeld x",
        "a: *Voorbeeld",
        "a: !Voorbeeld x",
        "%Voorbeeld x\n---\na: 1",
        "a: 'Voorbeeld",
        "a: Voorbeeld: Voorbeeld",
        "Voorbeeld",
        'a: "\\Voorbeeld"',
        "a: !<Voorbeeld x",
        "a: !Voorbeeld!x y",
    ):
        assert "Voorbeeld" not in refused(text)
        assert "Sam" not in refused(text)
    assert refused("Sam Voorbeeld: {a: ~}") == "x.yaml:1: ?.a: has no value"


def test_all_fields_without_value_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        parse(b"a:\nb:\n  - c: ~\n  - 1.5\nd: 1\n", "x.yaml")
    assert list(caught.value.problems) == [
        "x.yaml:1: a: has no value",
        "x.yaml:3: b[0].c: has no value",
        "x.yaml:4: b[1]: is a number with a fraction; text goes in quotes",
    ]


def test_every_field_knows_its_line() -> None:
    text = b"# comment\na: 1\n\nb:\n  - c: x\n    d: [1,\n      2]\n  - e:\n      f\ng: {h: 1}\n"
    document = parse(text, "x.yaml")
    lines = {
        ("a",): 2,
        ("b",): 4,
        ("b", 0): 5,
        ("b", 0, "c"): 5,
        ("b", 0, "d"): 6,
        ("b", 0, "d", 1): 7,
        ("b", 1, "e"): 8,
        ("g", "h"): 10,
        ("g", "absent", 3): 10,
        ("b", 0, "absent"): 5,
        ("absent",): 2,
        (): 2,
    }
    assert {path: document.line(path) for path in lines} == lines


def test_a_document_does_not_print_where_fields_stand() -> None:
    assert "lines" not in repr(parse(b"a: 1", "x.yaml"))


def test_a_document_reads_the_same_under_any_path_type() -> None:
    document = parse(b"a:\n  - b: 1\n", "x.yaml")
    assert document.line(["a", 0, "b"]) == document.line(("a", 0, "b")) == 2


def test_no_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.yaml").write_text("a: 2")
    assert parse(b"a: 1", "x.yaml").value == {"a": 1}
