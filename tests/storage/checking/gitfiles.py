# SPDX-License-Identifier: EUPL-1.2
"""Git indexes of every version, made without git (gitformat-index(5))."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path


def index_bytes(names: Sequence[str], version: int = 2, *, sha256: bool = False) -> bytes:
    """An index that holds empty files of these names, in git's order."""
    hashed = hashlib.sha256 if sha256 else hashlib.sha1
    data = b"DIRC" + version.to_bytes(4, "big") + len(names).to_bytes(4, "big")
    before = b""
    for name in sorted(text.encode() for text in names):
        extended = 0x4000 if version == 3 else 0
        entry = bytes(40) + hashed(name).digest() + (extended | len(name)).to_bytes(2, "big")
        entry += b"\0\0" if extended else b""
        if version == 4:
            shared = len(_shared(before, name))
            entry += _varint(len(before) - shared) + name[shared:] + b"\0"
        else:
            entry += name
            entry += b"\0" * (8 - len(entry) % 8)
        data += entry
        before = name
    return data + hashed(data).digest()


def make_index(worktree: Path, names: Sequence[str], version: int = 2, **options: bool) -> None:
    """A repository whose work tree is `worktree`, as far as its index goes."""
    (worktree / ".git").mkdir(parents=True, exist_ok=True)
    (worktree / ".git" / "index").write_bytes(index_bytes(names, version, **options))


def _shared(first: bytes, second: bytes) -> bytes:
    size = 0
    while first[size : size + 1] == second[size : size + 1] != b"":
        size += 1
    return first[:size]


def _varint(number: int) -> bytes:
    """Git's offset encoding: a number of 128 or more goes on in the byte before, less one."""
    encoded = bytes([number & 0x7F])
    while number := number >> 7:
        number -= 1
        encoded = bytes([0x80 | number & 0x7F]) + encoded
    return encoded
