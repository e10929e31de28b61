# SPDX-License-Identifier: EUPL-1.2
"""Text made printable: nothing hidden, nothing that turns the order of a line."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.documents.characters import PRINTED, printable

BREAK = "\u200b"


@pytest.mark.parametrize(
    "text",
    ["Sam Voorbeeld", "Çağlar Đorđević-Łukasz", "reünie, coördinator, ĳs", "€ 5 — “ja”", "Ελένη"],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_an_accent_of_its_own_joins_its_letter() -> None:
    assert printable("coo\u0308rdinatie") == "coördinatie"


@pytest.mark.parametrize("text", ["", " ", "\t\n ", "\r\n"])
def test_only_space_is_nothing(text: str) -> None:
    assert printable(text) == ""


def test_lines_stay_and_tabs_become_spaces() -> None:
    assert printable("een\r\ntwee\tdrie") == "een\ntwee drie"


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\x00", "\x7f", "\U0001f600", "\ue000"])
def test_what_cannot_be_seen_is_spelt_out(character: str) -> None:
    assert printable(f"a{character}b") == f"a[U+{ord(character):04X}]b"


def test_a_long_word_may_be_broken_and_a_long_compound_is_left_to_hyphenation() -> None:
    assert BREAK not in printable("verwerkingsverantwoordelijkheden")
    broken = printable("x" * 95)
    assert broken.replace(BREAK, "") == "x" * 95
    assert max(len(piece) for piece in broken.split(BREAK)) == 10


def test_nothing_that_is_printed_runs_from_right_to_left_or_combines() -> None:
    assert not {c for c in PRINTED if unicodedata.bidirectional(c) in ("R", "AL")}
    assert not {c for c in PRINTED if unicodedata.category(c)[0] in "CM"}


@given(st.text())
def test_any_text_becomes_printable(text: str) -> None:
    assert set(printable(text)) <= PRINTED | {"\n", BREAK}
