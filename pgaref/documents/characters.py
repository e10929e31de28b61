# SPDX-License-Identifier: EUPL-1.2
"""Text as a document can print it: every character is seen, in its order, and fits its column.

The font that documents carry has no glyph for each character there is, and PDF/A forbids a missing
one. What it lacks, what has no shape (controls), what turns the order of a line (Unicode TR 36) and
marks without a letter of their own are spelt out: `[U+202E]`.
"""

from __future__ import annotations

import re
import unicodedata

# Libertinus Serif, regular and bold, without what is written from right to left.
_PRINTED = (
    (0x0020, 0x007E),
    (0x00A0, 0x00AC),
    (0x00AE, 0x02AF),
    (0x0374, 0x0375),
    (0x037A, 0x037E),
    (0x0384, 0x038A),
    (0x038C, 0x038C),
    (0x038E, 0x03A1),
    (0x03A3, 0x03CE),
    (0x03FD, 0x045F),
    (0x0490, 0x04C4),
    (0x04C7, 0x04CC),
    (0x04D0, 0x04F9),
    (0x1E00, 0x1E9B),
    (0x1E9E, 0x1E9E),
    (0x1EA0, 0x1EF9),
    (0x2000, 0x200A),
    (0x2010, 0x2027),
    (0x202F, 0x2037),
    (0x2039, 0x203E),
    (0x2070, 0x2071),
    (0x2074, 0x208E),
    (0x20AC, 0x20AC),
    (0x2113, 0x2113),
    (0x2116, 0x2116),
    (0x2120, 0x2120),
    (0x2122, 0x2122),
    (0x2153, 0x2184),
    (0x2190, 0x219B),
    (0x2212, 0x2212),
    (0x221E, 0x221E),
    (0x2248, 0x2248),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
)
PRINTED = frozenset(chr(code) for first, last in _PRINTED for code in range(first, last + 1))

# A word that is longer may be broken after each so many characters, wherever that is.
_LONGEST_WORD = 40
_PIECE = 10
_LONG = re.compile(rf"[^\s-]{{{_LONGEST_WORD + 1},}}")
_BREAK = "\u200b"


def printable(text: str) -> str:
    """`text` with nothing in it that a document cannot show; empty where there is only space."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").expandtabs(1)
    seen = "".join(c if c in PRINTED or c == "\n" else f"[U+{ord(c):04X}]" for c in lines)
    return _LONG.sub(lambda word: _in_pieces(word[0]), seen.strip())


def _in_pieces(word: str) -> str:
    return _BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
