# SPDX-License-Identifier: EUPL-1.2
"""Ids and addresses: what is mistyped is not found, before anything is looked up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.identifiers import (
    ALPHABET,
    Address,
    check_character,
    make_id,
    parse_address,
)

NUMBERS = st.integers(0, 32**7 - 1)
PREFIXES = st.sampled_from(["WP", "CO", "VZ", "IN"])
FOLDED = {"1": "IL", "0": "O"}


@given(PREFIXES, NUMBERS, st.integers(0, 9999))
def test_an_address_reads_back_in_any_case(prefix: str, number: int, record: int) -> None:
    dossier = make_id(prefix, number)
    address = Address(dossier, record)
    assert str(address) == (f"{dossier}/{record}" if record else dossier)
    assert parse_address(str(address)) == address
    assert parse_address(f"  {str(address).lower()}\n") == address


@given(NUMBERS)
def test_i_and_l_are_read_as_1_and_o_as_0(number: int) -> None:
    dossier = make_id("WP", number)
    for digit, letters in FOLDED.items():
        for letter in letters:
            misread = "WP-" + dossier[3:].replace(digit, letter)
            assert parse_address(misread) == Address(dossier)


@given(NUMBERS, st.integers(3, 10), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(number: int, place: int, letter: str) -> None:
    dossier = make_id("WP", number)
    wrong = dossier[:place] + letter + dossier[place + 1 :]
    assert (parse_address(wrong) is None) == (wrong != dossier)


@given(NUMBERS, st.integers(3, 9))
def test_two_neighbours_swapped_are_found(number: int, place: int) -> None:
    dossier = make_id("WP", number)
    one, other = dossier[place], dossier[place + 1]
    swapped = dossier[:place] + other + one + dossier[place + 2 :]
    if one != other and {one, other} != {"0", "Z"}:
        assert parse_address(swapped) is None


def test_every_number_makes_another_id() -> None:
    numbers = [*range(2000), *range(32**7 - 2000, 32**7)]
    made = {make_id("WP", number) for number in numbers}
    assert len(made) == len(numbers)
    assert all(set(dossier[3:]) <= set(ALPHABET) for dossier in made)


@pytest.mark.parametrize("number", [-1, 32**7])
def test_a_number_out_of_range_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="35 random bits"):
        make_id("WP", number)


def test_the_check_character_is_luhn_mod_32() -> None:
    # Worked by hand: 2*1=2, so 30 completes 32; then 1*2=2 and 2*1=2, so 28 does.
    assert check_character("1") == ALPHABET[30]
    assert check_character("21") == ALPHABET[28]
    assert check_character("0000000") == "0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WP",
        "WP-",
        "WP-0000000",
        "WP-000000000",
        "WP00000000",
        "W-00000000",
        "WPX-00000000",
        "12-00000000",
        "WP-0000000U",
        "WP-U0000000",
        "WP-00U00000",
        "WP-00000000/",
        "WP-00000000/0",
        "WP-00000000/01",
        "WP-00000000/10000",
        "WP-00000000/-1",
        "WP-00000000/2/3",
        "WP-00000000\x00",
        "../WP-00000000",
        # Letters that become ASCII in upper case.
        "w\u017f-00000000",
        "\u0131n-00000000",
        # Digits that are not ASCII.
        "WP-0000000\u0660",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert parse_address(text) is None
