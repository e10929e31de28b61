# SPDX-License-Identifier: EUPL-1.2
"""What is said above a text: with the numbers of its lines there, and gone when it is read."""

from __future__ import annotations

import pytest

from pgaref.cli import annotated

SAID = ["pgaref: error: plan.yaml:7: doelen: is missing", "pgaref: error: plan.yaml:3: x: is wrong"]


def test_numbers_are_those_of_the_lines_below_and_the_first_is_the_place() -> None:
    block = annotated.block(SAID, "plan.yaml")
    assert block == [
        "# pgaref: error: plan.yaml:9: doelen: is missing\n",
        "# pgaref: error: plan.yaml:5: x: is wrong\n",
    ]
    assert annotated.first(block, "plan.yaml") == 5


def test_where_no_line_is_named_the_place_is_the_text() -> None:
    block = annotated.block(["pgaref: refused: no (art. 9)"], "plan.yaml")
    assert annotated.first(block, "plan.yaml") == 2
    assert annotated.block([], "plan.yaml") == []
    assert annotated.first([], "plan.yaml") == 1


def test_what_a_message_holds_stays_on_its_comment_line() -> None:
    (line,) = annotated.block(["a\nb: c\x1b[2J"], "plan.yaml")
    assert line == "# a\\nb: c\\x1b[2J\n"


@pytest.mark.parametrize("kept", [slice(0, 2), slice(1, 2), slice(0, 0)])
def test_what_is_left_of_it_goes_and_nothing_else(kept: slice) -> None:
    block = annotated.block(SAID, "plan.yaml")
    text = b"# own words\nschema: plan/1\n"
    left = "".join(block[kept]).encode() + text
    assert annotated.without(block, left) == text
    assert annotated.without(block, text.rstrip(b"\n")) == text
    assert annotated.without(block, text + b"\n\n") == text


def test_comments_alone_are_nothing() -> None:
    assert annotated.is_empty(b"")
    assert annotated.is_empty(b"# a\n\n  # b\n")
    assert not annotated.is_empty(b"# a\nschema: plan/1\n")
