# SPDX-License-Identifier: EUPL-1.2
"""A text to edit, with what is to be said of it above: comment lines that go when it is read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pgaref.cli.text import visible


def block(said: Sequence[str], name: str) -> list[str]:
    """What is said, as comment lines, with the numbers that the lines have below them."""

    def moved(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) + len(said)}"

    numbered = _numbered(name)
    return [f"# {numbered.sub(moved, visible(line))}\n" for line in said]


def _numbered(name: str) -> re.Pattern[str]:
    return re.compile(rf"({re.escape(name)}:)([0-9]+)")


def first(block: Sequence[str], name: str) -> int:
    """The line of the first mistake that a block tells of, or the one after the block."""
    found = (_numbered(name).search(line) for line in block)
    return min((int(one[2]) for one in found if one), default=len(block) + 1)


def without(block: Sequence[str], text: bytes) -> bytes:
    """The text below what is left of a block, ending in one LF."""
    known = {line.strip().encode() for line in block}
    lines = text.splitlines(keepends=True)
    while lines and lines[0].strip() in known:
        del lines[0]
    return b"".join(lines).rstrip(b"\n") + b"\n"


def is_empty(text: bytes) -> bool:
    """Whether nothing stands there but comments."""
    lines = (line.strip() for line in text.splitlines())
    return all(not line or line.startswith(b"#") for line in lines)
