# SPDX-License-Identifier: EUPL-1.2
"""Places in the covenant, as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.article import render, short


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ("10.5", "art. 10 lid 5"),
        ("6.b", "art. 6 onder b"),
        ("8.2.c", "art. 8 lid 2 onder c"),
        ("5", "art. 5"),
        ("B1", "bijlage 1"),
        ("P", "lijst van partijen"),
        ("8.5 10.2.c", "art. 8 lid 5, art. 10 lid 2 onder c"),
        ("8.5, 10.2.c, 8.5", "art. 8 lid 5, art. 10 lid 2 onder c"),
        ("", ""),
    ],
)
def test_a_place_is_rendered_as_the_covenant_is_cited(places: str, text: str) -> None:
    assert render(places) == text


@pytest.mark.parametrize("place", ["avg-14", "0", "10.", ".5", "10.5.5", "8.2.cc", "B", "100"])
def test_what_is_no_place_in_the_covenant_stays(place: str) -> None:
    assert render(place) == place


def test_the_short_form_leaves_the_word_out() -> None:
    assert short("13.2") == "13 lid 2"
    assert short("B1") == "bijlage 1"


@given(st.integers(1, 18), st.integers(0, 9), st.sampled_from(["", *"abcdefg"]))
def test_every_place_reads_back(article: int, paragraph: int, letter: str) -> None:
    place = ".".join(part for part in (str(article), str(paragraph or ""), letter) if part)
    words = render(place).removeprefix("art. ")
    assert words.replace(" lid ", ".").replace(" onder ", ".") == place
