# SPDX-License-Identifier: EUPL-1.2
"""What `tree` does with open file descriptors: walk to a folder, read, write, reserve."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

# O_NONBLOCK: opening a planted named pipe must not hang.
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_KEEP_SIZE = 1
_CHUNK = 1024 * 1024


def open_folder(root: Path, names: Sequence[str]) -> int:
    """A descriptor of the folder `names` under `root`, no link followed below `root`."""
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    for name in names:
        above = descriptor
        try:
            descriptor = os.open(name, _FOLDER, dir_fd=above)
        finally:
            os.close(above)
    return descriptor


def read_all(descriptor: int, start: int) -> bytes:
    """Everything from offset `start` on."""
    chunks = []
    while chunk := os.pread(descriptor, _CHUNK, start):
        chunks.append(chunk)
        start += len(chunk)
    return b"".join(chunks)


def write_all(descriptor: int, data: bytes, start: int) -> None:
    """All of `data` at offset `start`, however few bytes a call takes."""
    left = memoryview(data)
    while left:
        written = os.pwrite(descriptor, left, start)
        left, start = left[written:], start + written


def reserve(descriptor: int, end: int, size: int) -> bool:
    """Set `size` bytes of disk aside beyond `end`; the file looks no longer.

    False where the file system or the C library cannot: the room is a precaution (a full disk must
    not keep a destruction from being logged), not a condition.
    """
    import ctypes

    library = ctypes.CDLL(None)
    call = getattr(library, "fallocate64", None) or getattr(library, "fallocate", None)
    if call is None:
        return False
    result = call(ctypes.c_int(descriptor), _KEEP_SIZE, ctypes.c_int64(end), ctypes.c_int64(size))
    return bool(result == 0)
