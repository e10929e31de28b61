# SPDX-License-Identifier: EUPL-1.2
"""The code that two people compare by voice to know an officer card is genuine (art. 15(2)(c))."""

from __future__ import annotations

import hashlib

from pgaref.covenant.identifiers import ALPHABET, fold

_CHARACTERS = 12


def check_code(recipient: str, signing_key: str) -> str:
    """The card's code, `7K3F-9QXD-2M8T`: 60 bits of a SHA-256 over both public keys.

    The digest is over `recipient LF signing_key LF`; its first 60 bits in Crockford base32.
    """
    digest = hashlib.sha256(f"{recipient}\n{signing_key}\n".encode()).digest()
    number = int.from_bytes(digest[:8], "big") >> 4
    letters = [ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CHARACTERS))]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _CHARACTERS, 4))


def same_code(said: str, code: str) -> bool:
    """Whether what somebody typed is this code, in any case, with hyphens, spaces or neither."""
    return _bare(said) == _bare(code)


def _bare(text: str) -> str:
    return fold(text.replace("-", "").replace(" ", "").strip())
