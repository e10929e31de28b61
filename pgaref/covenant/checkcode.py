# SPDX-License-Identifier: EUPL-1.2
"""The code that two people compare by voice to know an officer card is genuine (art. 15(2)(c))."""

from __future__ import annotations

import hashlib

from pgaref.covenant.identifiers import ALPHABET

_CHARACTERS = 12


def check_code(recipient: str, signing_key: str) -> str:
    """The card's code, `7K3F-9QXD-2M8T`: 60 bits of a SHA-256 over both public keys.

    The digest is over `recipient LF signing_key LF`; its first 60 bits in Crockford base32.
    """
    digest = hashlib.sha256(f"{recipient}\n{signing_key}\n".encode()).digest()
    number = int.from_bytes(digest[:8], "big") >> 4
    letters = [ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CHARACTERS))]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _CHARACTERS, 4))
