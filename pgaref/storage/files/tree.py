# SPDX-License-Identifier: EUPL-1.2
"""The files of a vault by relative path, and the only calls that change them.

Every path is walked from the root with `dir_fd` and O_NOFOLLOW, so that a planted link leads
nowhere. A vault holds regular files (0600) and folders (0700); anything else is an IntegrityError.
Nothing here is atomic over more than one call: the transaction makes it so.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage.files.descriptors import READ, read_all, reserve, write_all
from pgaref.storage.files.walker import Entry, Walker

__all__ = ["Entry", "Tree", "parent", "parents"]

LARGEST_FILE = 64 * 1024 * 1024
# Set aside behind a log: for its next lines, and for what else a destruction has to write.
LINES = 64 * 1024
ROOM = 192 * 1024
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_CHANGE = os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK


class Tree(Walker):
    """A folder, and per mount a logical top folder that lies elsewhere (the archive).

    Missing files raise FileNotFoundError, other trouble of the file system OSError.
    """

    def make_root(self) -> None:
        """Make the root itself, durably, where it is not there yet."""
        if not self.root.is_dir():
            self.root.mkdir(mode=0o700, parents=True)
            Tree(self.root.absolute().parent).sync("")

    def read(self, path: str, limit: int = LARGEST_FILE, start: int = 0) -> bytes:
        """The bytes of a file from offset `start`; more than `limit` is an IntegrityError."""
        with self.file(path) as descriptor:
            if os.fstat(descriptor).st_size - start > limit:
                raise IntegrityError(_("{path}: larger than {limit} bytes", path=path, limit=limit))
            return read_all(descriptor, start)

    def sha256(self, path: str) -> str:
        """The SHA-256 of a file, in hexadecimal."""
        with self.file(path) as descriptor, os.fdopen(descriptor, "rb", closefd=False) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def exists(self, path: str) -> bool:
        """Whether anything stands at `path`, a link or other stranger included."""
        return self.entry(path) is not None

    def is_folder(self, path: str) -> bool:
        """Whether `path` is a folder, and not a link to one."""
        entry = self.entry(path)
        return entry is not None and entry.kind == "folder"

    def names(self, path: str) -> list[str]:
        """The names in a folder, sorted; none where the folder is absent."""
        try:
            with self.folder(path) as folder:
                return sorted(os.listdir(folder))
        except FileNotFoundError:
            return []

    def walk(self, path: str = "") -> Iterator[Entry]:
        """All that lies under a folder, a folder before what it holds; no link is followed."""
        waiting = self.entries(path)[::-1] if self.exists(path) else []
        while waiting:
            entry = waiting.pop()
            yield entry
            if entry.kind == "folder":
                waiting += self.entries(entry.path)[::-1]

    def write(self, path: str, data: bytes) -> None:
        """A new file with `data`, on the disk on return; its name is durable after `sync`."""
        with self.file(path, _NEW) as descriptor:
            try:
                write_all(descriptor, data, 0)
                os.fsync(descriptor)
            except BaseException:
                self.remove(path)
                raise

    def extend(self, path: str, end: int, data: bytes) -> None:
        """Make `data` follow the first `end` bytes of a file, durably; cut what stood there.

        A file that is absent is made for `end` 0. A failure leaves the file at `end` bytes. Room
        for what comes next is reserved.
        """
        with self.file(path, _CHANGE if end else _CHANGE | os.O_CREAT) as descriptor:
            if os.fstat(descriptor).st_size < end:
                raise IntegrityError(_("{path}: shorter than it was", path=path))
            os.ftruncate(descriptor, end)
            try:
                write_all(descriptor, data, end)
                os.fsync(descriptor)
            except BaseException:
                os.ftruncate(descriptor, end)
                raise
            reserve(descriptor, end + len(data), LINES + ROOM)

    def give_room(self, path: str, lines: int = LINES) -> None:
        """Let go of what is set aside behind a file, but for so many bytes of its next lines."""
        with self.file(path, _CHANGE) as descriptor:
            end = os.fstat(descriptor).st_size
            os.ftruncate(descriptor, end)
            if lines:
                reserve(descriptor, end, lines)

    def make_folder(self, path: str) -> list[str]:
        """Make a folder and the parents that it lacks; returns those made, the highest first."""
        made = [folder for folder in [*parents(path), path] if not self.exists(folder)]
        for folder in made:
            with self.above(folder) as (above, name):
                os.mkdir(name, 0o700, dir_fd=above)
        return made

    def rename(self, old: str, new: str) -> None:
        """Give a file or folder its name `new`, in place of the file that had it."""
        with self.above(old) as (source, old_name), self.above(new) as (target, new_name):
            os.rename(old_name, new_name, src_dir_fd=source, dst_dir_fd=target)

    def remove(self, path: str) -> None:
        """Remove a file; that it is absent is fine."""
        try:
            with self.above(path) as (folder, name):
                os.unlink(name, dir_fd=folder)
        except FileNotFoundError:
            return

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder; that it is absent is fine."""
        try:
            with self.above(path) as (folder, name):
                os.rmdir(name, dir_fd=folder)
        except FileNotFoundError:
            return

    def sync(self, path: str) -> None:
        """Make the names in a folder durable."""
        with self.folder(path) as folder:
            os.fsync(folder)

    def opened(self, path: str) -> AbstractContextManager[int]:
        """A descriptor to lock on: a folder, or a file that is made where it is absent."""
        return self.folder(path) if self.is_folder(path) else self.file(path, READ | os.O_CREAT)


def parents(path: str) -> list[str]:
    """The folders above `path`, the highest first, without the root."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def parent(path: str) -> str:
    """The folder that `path` lies in; empty for the root."""
    return path.rpartition("/")[0]
