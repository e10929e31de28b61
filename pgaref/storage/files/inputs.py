# SPDX-License-Identifier: EUPL-1.2
"""Files that people hand to a command: read to a bound, from a disk, from memory or from a pipe."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from pgaref.errors import InputError, UsageError
from pgaref.language import _

INPUT_LIMIT = 1024 * 1024
_MEMORY = frozenset((b"tmpfs", b"ramfs"))
_MOUNTINFO = Path("/proc/self/mountinfo")


@dataclass(frozen=True, slots=True)
class Input:
    """What a file held, and whether it lies on a disk: not in memory (tmpfs) and no pipe."""

    data: bytes
    on_disk: bool


def read_input(path: Path, limit: int = INPUT_LIMIT) -> Input:
    """Read `path` whole. Messages call it FILE: its name was typed, and may be a person's.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        InputError: more than `limit` bytes.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
            status = os.fstat(file.fileno())
    except OSError as error:
        raise UsageError(f"FILE {_trouble(error)}") from None
    check_size(data, limit)
    return Input(data, stat.S_ISREG(status.st_mode) and not in_memory(status.st_dev))


def check_size(data: bytes, limit: int = INPUT_LIMIT) -> None:
    """Refuse more than `limit` bytes.

    Raises:
        InputError: there are more.
    """
    if len(data) > limit:
        raise InputError(_("the content is larger than {limit} KiB", limit=limit // 1024))


def in_memory(device: int) -> bool:
    """Whether the file system with this device number (`st_dev`) is in memory (proc(5), mountinfo).

    One that cannot be found out counts as a disk.
    """
    wanted = f"{os.major(device)}:{os.minor(device)}".encode()
    try:
        mounts = [line.split(b" ") for line in _MOUNTINFO.read_bytes().splitlines()]
    except OSError:
        return False
    types = {mount[mount.index(b"-", 6) + 1] for mount in mounts if mount[2] == wanted}
    return bool(types) and types <= _MEMORY


def _trouble(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("does not exist")
    if isinstance(error, IsADirectoryError):
        return _("is a folder")
    return _("cannot be read")
