# SPDX-License-Identifier: EUPL-1.2
"""Text from records and files, made safe for a terminal.

A terminal obeys control characters, and a reader is misled by characters that turn the order of a
line or hide (Unicode TR 36; CVE-2021-42574). Here they become visible escapes.
"""

from __future__ import annotations

import re

# C0 and C1 controls, DEL; marks, overrides and isolates of direction; what has no width; separators
# of lines; lone surrogates, which no UTF-8 can carry; tags.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str, *, keep: str = "") -> str:
    r"""`text` with every unsafe character spelt out (`\x1b`, `\u202e`), but for those in `keep`."""
    return _UNSAFE.sub(lambda found: found[0] if found[0] in keep else _escape(found[0]), text)


def visible_json(text: str) -> str:
    r"""JSON `text` with unsafe characters as `\uXXXX`: the same value, safe to print."""
    return _UNSAFE.sub(lambda found: found[0] if found[0] == "\n" else _json(found[0]), text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _json(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
