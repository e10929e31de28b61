# SPDX-License-Identifier: EUPL-1.2
"""Dossier ids and record addresses: `WP-7K3F9QXD`, `WP-7K3F9QXD/2`.

Eight Crockford base32 characters, seven random and a check character, so that a mistyped id is
caught before anything is looked up. Read in any case; I and L are read as 1, O as 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 7
_FOLD = str.maketrans("ILO", "110")
_SHAPE = re.compile(r"([A-Z]{2})-([0-9A-Z]{8})(?:/([1-9][0-9]{0,3}))?")


@dataclass(frozen=True, slots=True)
class Address:
    """A dossier, or one record of it (`record` 0: the dossier)."""

    dossier: str
    record: int = 0

    def __str__(self) -> str:
        return f"{self.dossier}/{self.record}" if self.record else self.dossier


def check_character(body: str) -> str:
    """The Luhn mod 32 check character of `body`.

    Finds every single wrong character and every swap of neighbours but that of 0 and Z.
    """
    total = 0
    for place, letter in enumerate(reversed(body)):
        addend = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += addend // 32 + addend % 32
    return ALPHABET[-total % 32]


def make_id(prefix: str, number: int) -> str:
    """The id for a random `number` of 35 bits (0 <= number < 32**7).

    Raises:
        ValueError: the number is out of range.
    """
    if not 0 <= number < 32**RANDOM_CHARACTERS:
        raise ValueError("35 random bits make an id")
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(30, -1, -5))
    return f"{prefix}-{body}{check_character(body)}"


def fold(text: str) -> str:
    """Crockford base32 as it is written, of what somebody typed: any case, I and L as 1, O as 0."""
    return text.upper().translate(_FOLD)


def parse_address(text: str) -> Address | None:
    """The address that `text` spells, or None where it is no well-formed id."""
    # Some other letters become A to Z in upper case.
    shape = _SHAPE.fullmatch(text.strip().upper()) if text.isascii() else None
    if shape is None:
        return None
    prefix, letters, record = shape.groups()
    folded = fold(letters)
    if any(letter not in ALPHABET for letter in folded):
        return None
    if check_character(folded[:-1]) != folded[-1]:
        return None
    return Address(f"{prefix}-{folded}", int(record or 0))
