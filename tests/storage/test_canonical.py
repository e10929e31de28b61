# SPDX-License-Identifier: EUPL-1.2
"""Canonical JSON has one spelling for one value, and refuses all else."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.storage.canonical import decode, encode

LETTERS = "".join(chr(code) for code in range(32, 127) if chr(code) not in '"\\')
strings = st.text(LETTERS, min_size=1, max_size=200)
integers = st.integers(-(10**15) + 1, 10**15 - 1)
values = st.recursive(
    strings | integers,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(strings, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)
objects = st.dictionaries(strings, values, min_size=1, max_size=6)


@given(objects)
def test_what_is_written_reads_back_the_same(value: dict[str, object]) -> None:
    assert decode(encode(value)) == value


@given(objects)
def test_order_of_keys_does_not_show(value: dict[str, object]) -> None:
    assert encode(dict(reversed(value.items()))) == encode(value)


@given(objects, st.data())
def test_a_changed_byte_is_refused_or_says_something_else(
    value: dict[str, object], data: st.DataObject
) -> None:
    written = bytearray(encode(value))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= data.draw(st.integers(1, 255))
    try:
        other = decode(bytes(written))
    except ValueError:
        return
    assert other != value
    assert encode(other) == bytes(written)


@given(st.binary(max_size=60) | st.text(string.printable, max_size=60).map(str.encode))
def test_whatever_is_accepted_has_this_one_spelling(data: bytes) -> None:
    try:
        value = decode(data)
    except ValueError:
        return
    assert encode(value) == data


@given(objects)
def test_other_spellings_of_the_same_value_are_refused(value: dict[str, object]) -> None:
    written = encode(value)
    for spelling in (
        written[:-1],
        written + b"\n",
        b" " + written,
        json.dumps(value, indent=1).encode() + b"\n",
        json.dumps(value, sort_keys=True).encode() + b"\n\n",
    ):
        with pytest.raises(ValueError, match="canonical JSON"):
            decode(spelling)


def test_arrays_may_be_tuples() -> None:
    assert encode({"b": ("x", 1), "a": {"n": -3}}) == b'{"a":{"n":-3},"b":["x",1]}\n'


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"a": ""},
        {"a": []},
        {"a": {}},
        {"a": None},
        {"a": True},
        {"a": 1.0},
        {"a": float("nan")},
        {"a": 10**15},
        {"a": b"x"},
        {"a": {1: "x"}},
        {"": "x"},
        {"a": 'q"'},
        {"a": "back\\slash"},
        {"a": "é"},
        {"a": "line\n"},
        {"a": "\x7f"},
        {"a": "x" * 201},
        {"a": [["x", []]]},
    ],
)
def test_what_canonical_json_does_not_have_cannot_be_written(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="canonical JSON"):
        encode(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"[1]\n",
        b'"a"\n',
        b'{"a":true}\n',
        b'{"a":null}\n',
        b'{"a":1.5}\n',
        b'{"a":1e3}\n',
        b'{"a":-0}\n',
        b'{"a":01}\n',
        b'{"a":1,"a":1}\n',
        b'{"b":1,"a":1}\n',
        b'{"a":"\\u0041"}\n',
        b'{"a":"\xc3\xa9"}\n',
        b'{"a":NaN}\n',
        b'{"a":"x"}\r\n',
        b'\xef\xbb\xbf{"a":1}\n',
        b"{s:s}\n",
        b'{"a":' + b"[" * 100_000 + b"1" + b"]" * 100_000 + b"}\n",
        b'{"a":' + b"9" * 100_000 + b"}\n",
    ],
)
def test_what_is_not_canonical_cannot_be_read(data: bytes) -> None:
    with pytest.raises(ValueError, match="canonical JSON"):
        decode(data)


def test_depth_that_no_stack_holds_is_refused_in_writing_too() -> None:
    value: object = "x"
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ValueError, match="canonical JSON"):
        encode({"a": value})


def test_messages_do_not_quote_the_value() -> None:
    with pytest.raises(ValueError, match="canonical JSON") as error:
        encode({"a": "Noor Bedacht, geïmproviseerd"})
    assert "Noor" not in str(error.value)
