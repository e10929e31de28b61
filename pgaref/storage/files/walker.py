# SPDX-License-Identifier: EUPL-1.2
"""From a relative path to an open descriptor, with no link followed on the way."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage.files.descriptors import READ, open_folder

_KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}
_STRANGERS = (errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.ENXIO)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the tree: `kind` is `file`, `folder`, `link` or `other`, `size` in bytes."""

    path: str
    kind: str
    mode: int
    size: int


class Walker:
    """A root folder, and per mount a logical top folder that lies elsewhere (the archive)."""

    def __init__(self, root: Path, mounts: Mapping[str, Path] | None = None) -> None:
        self.root = root
        self.mounts = dict(mounts or {})

    def place(self, path: str) -> tuple[Path, list[str]]:
        """The root that `path` lies under, and the names from there.

        Raises:
            IntegrityError: the path would leave the root.
        """
        parts = path.split("/") if path else []
        if any(part in ("", ".", "..") or "\0" in part for part in parts):
            raise IntegrityError(_("a path that leaves the vault"))
        if parts and parts[0] in self.mounts:
            return self.mounts[parts[0]], parts[1:]
        return self.root, parts

    @contextmanager
    def folder(self, path: str) -> Iterator[int]:
        """A descriptor of the folder `path`."""
        root, parts = self.place(path)
        with stopped_by_strangers(path):
            descriptor = open_folder(root, parts)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    @contextmanager
    def above(self, path: str) -> Iterator[tuple[int, str]]:
        """A descriptor of the folder that holds `path`, and its name therein."""
        root, parts = self.place(path)
        if not parts:
            raise IntegrityError(_("a root is no file of the vault"))
        with stopped_by_strangers(path):
            descriptor = open_folder(root, parts[:-1])
        try:
            yield descriptor, parts[-1]
        finally:
            os.close(descriptor)

    @contextmanager
    def file(self, path: str, flags: int = READ) -> Iterator[int]:
        """A descriptor of the regular file `path`."""
        with self.above(path) as (folder, name), stopped_by_strangers(path):
            descriptor = os.open(name, flags, 0o600, dir_fd=folder)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise IntegrityError(_("{path}: not a regular file", path=path))
            yield descriptor
        finally:
            os.close(descriptor)

    def entry(self, path: str) -> Entry | None:
        """What stands at `path`, or None."""
        root, parts = self.place(path)
        try:
            if not parts:
                return describe(path, os.stat(root))
            with self.above(path) as (folder, name):
                return describe(path, os.stat(name, dir_fd=folder, follow_symlinks=False))
        except FileNotFoundError:
            return None

    def entries(self, path: str) -> list[Entry]:
        """What stands in the folder `path`, by name, a mount for the folder that it hides."""
        with self.folder(path) as folder:
            found = [
                describe(
                    f"{path}/{name}" if path else name,
                    os.stat(name, dir_fd=folder, follow_symlinks=False),
                )
                for name in sorted(os.listdir(folder))
                if path or name not in self.mounts
            ]
        mounted = [] if path else [self.entry(name) for name in self.mounts]
        found += [entry for entry in mounted if entry]
        return sorted(found, key=lambda entry: entry.path)


def describe(path: str, status: os.stat_result) -> Entry:
    """The entry of `path`, from its status."""
    kind = _KINDS.get(stat.S_IFMT(status.st_mode), "other")
    return Entry(path, kind, stat.S_IMODE(status.st_mode), status.st_size)


@contextmanager
def stopped_by_strangers(path: str) -> Iterator[None]:
    """A link, or a file where a folder should be, is a finding and not just an OSError."""
    try:
        yield
    except OSError as error:
        if error.errno in _STRANGERS:
            raise IntegrityError(
                _("{path}: a link or other stranger on the way", path=path)
            ) from None
        raise
