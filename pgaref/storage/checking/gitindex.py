# SPDX-License-Identifier: EUPL-1.2
"""Whether a git repository tracks a folder: its history would outlive every destruction (art. 13).

Reads the index itself (gitformat-index(5), versions 2 to 4): git need not be there, and none of its
hooks or settings take part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

# Words for people, which the project's own repository holds.
_TOLERATED = frozenset((b"README.md", b".gitignore"))
_STAT_BYTES = 40
_EXTENDED = 0x4000


def tracked(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each path in `folder` that a git repository at or above it tracks, with that one's place."""
    resolved = folder.resolve()
    for place in (resolved, *resolved.parents):
        directory = _git_directory(place)
        if directory is None:
            continue
        prefix = bytes(resolved.relative_to(place)) + b"/" if resolved != place else b""
        for index in (directory / "index", *sorted(directory.glob("sharedindex.*"))):
            for name in _names(_read(index)):
                inner = name.removeprefix(prefix)
                if name.startswith(prefix) and inner not in _TOLERATED:
                    yield place, inner.decode("utf-8", "replace")


def _git_directory(place: Path) -> Path | None:
    """The folder of the repository whose work tree is `place`, maybe told by a file `.git`."""
    git = place / ".git"
    if git.is_dir():
        return git
    words = _read(git)[:4096].partition(b"gitdir: ")[2].strip()
    return place / words.decode("utf-8", "surrogateescape") if words else None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _names(index: bytes) -> Iterator[bytes]:
    """The paths in an index, from the top of the work tree; none where it is no index."""
    version, count = int.from_bytes(index[4:8], "big"), int.from_bytes(index[8:12], "big")
    if index[:4] != b"DIRC" or version not in (2, 3, 4):
        return
    start, name = 12, b""
    fixed = _STAT_BYTES + _hash_bytes(index) + 2
    for _ in range(count):
        at = start + fixed
        flags = int.from_bytes(index[at - 2 : at], "big")
        at += 2 if flags & _EXTENDED else 0
        cut = 0
        if version == 4:
            cut, at = _offset(index, at)
        end = index.find(b"\0", at)
        if end < 0:
            return
        name = (name[: len(name) - cut] if version == 4 else b"") + index[at:end]
        # Before version 4, one to eight NULs fill an entry up to a multiple of eight bytes.
        start = end + 1 if version == 4 else start + ((end - start) // 8 + 1) * 8
        yield name


def _offset(index: bytes, at: int) -> tuple[int, int]:
    """A number in git's offset encoding (gitformat-pack(5)), and where it ends."""
    number, more = -1, True
    while more and at < len(index):
        number = number + 1 << 7 | index[at] & 0x7F
        more = index[at] >= 0x80
        at += 1
    return number, at


def _hash_bytes(index: bytes) -> int:
    """The size of an object id: that of the hash which ends the index."""
    return 32 if hashlib.sha256(index[:-32]).digest() == index[-32:] else 20
