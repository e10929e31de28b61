# SPDX-License-Identifier: EUPL-1.2
"""Power that is lost: a model of a disk on which what was not made durable vanishes at random.

The calls of a command are recorded, and played on files and folders of which each knows what is on
the disk. At a crash every change of a name that its folder was not synced for since is there or
not, each by itself but in order for one name; every write since the last sync of its file is there,
torn or not. Renames are whole or not at all, as on ext4, XFS and Btrfs.
"""

from __future__ import annotations

import os
import pickle
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.faults.scene import Scene, in_child

Operation = tuple[Any, ...]
_CHANGES = ("open", "pwrite", "ftruncate", "fsync", "mkdir", "rename", "unlink", "rmdir", "link")


@dataclass
class File:
    """Bytes on the disk, and the writes since: (offset, bytes), or (size, None) for a cut."""

    synced: bytes
    writes: list[tuple[int, bytes | None]] = field(default_factory=list)

    def whole(self) -> bytes:
        """As a reader sees it while there is power."""
        data = self.synced
        for offset, what in self.writes:
            data = _written(data, offset, what)
        return data

    def left(self, chance: random.Random) -> bytes:
        """What a crash leaves of it."""
        data = self.synced
        for offset, what in self.writes:
            fate = chance.choice(("there", "torn", "lost"))
            if fate == "torn" and what is not None:
                data = _written(data, offset, what[: chance.randrange(len(what) + 1)])
            elif fate == "there":
                data = _written(data, offset, what)
        return data


def _written(data: bytes, offset: int, what: bytes | None) -> bytes:
    if what is None:
        return data[:offset].ljust(offset, b"\0")
    return data[:offset].ljust(offset, b"\0") + what + data[offset + len(what) :]


@dataclass
class Folder:
    """Names on the disk."""

    synced: dict[str, File | Folder] = field(default_factory=dict)


@dataclass
class Change:
    """Names given or taken in one call, whole or not at all: (folder, name, what or None)."""

    names: list[tuple[Folder, str, File | Folder | None]]

    def apply(self) -> None:
        """It is on the disk."""
        for folder, name, what in self.names:
            if what is None:
                folder.synced.pop(name, None)
            else:
                folder.synced[name] = what

    def slots(self) -> set[tuple[int, str]]:
        """What it gives or takes."""
        return {(id(folder), name) for folder, name, _ in self.names}


class Disk:
    """Folders that a command works on."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = {root: _read(root) for root in roots}
        self._pending: list[Change] = []

    def play(self, operation: Operation) -> None:
        """One call, as it was recorded."""
        name, *arguments = operation
        getattr(self, f"_{name}")(*arguments)

    def _create(self, path: Path) -> None:
        self._change((path, File(b"")))

    def _mkdir(self, path: Path) -> None:
        self._change((path, Folder()))

    def _rename(self, old: Path, new: Path) -> None:
        what = self._at(old)
        assert what is not None
        self._change((old, None), (new, what))

    def _link(self, old: Path, new: Path) -> None:
        what = self._at(old)
        assert what is not None
        self._change((new, what))

    def _unlink(self, path: Path) -> None:
        self._change((path, None))

    _rmdir = _unlink

    def _pwrite(self, path: Path, offset: int, data: bytes) -> None:
        self._file(path).writes.append((offset, data))

    def _ftruncate(self, path: Path, size: int) -> None:
        self._file(path).writes.append((size, None))

    def _fsync(self, path: Path) -> None:
        found = self._at(path)
        if isinstance(found, File):
            found.synced, found.writes = found.whole(), []
            return
        due = [change for change in self._pending if _touches(change, found)]
        for change in due:
            change.apply()
        self._pending = [change for change in self._pending if change not in due]

    def crash(self, chance: random.Random, *, nothing: bool) -> None:
        """Write to the real disk what is left; `nothing`: of all that was not synced."""
        lost: set[tuple[int, str]] = set()
        for change in self._pending:
            if nothing or change.slots() & lost or chance.random() < 0.5:
                lost |= change.slots()
            else:
                change.apply()
        for root, folder in self._roots.items():
            _write(folder, root, chance, nothing)

    def _change(self, *names: tuple[Path, File | Folder | None]) -> None:
        found = [(self._folder(path.parent), path.name, what) for path, what in names]
        self._pending.append(Change(found))

    def _file(self, path: Path) -> File:
        found = self._at(path)
        assert isinstance(found, File)
        return found

    def _folder(self, path: Path) -> Folder:
        found = self._at(path)
        assert isinstance(found, Folder)
        return found

    def _at(self, path: Path) -> File | Folder | None:
        """What stands at `path` while there is power: what is synced, and then what is pending."""
        if path in self._roots:
            return self._roots[path]
        above = self._at(path.parent)
        assert isinstance(above, Folder)
        found = above.synced.get(path.name)
        for change in self._pending:
            for folder, name, what in change.names:
                if folder is above and name == path.name:
                    found = what
        return found


def _touches(change: Change, folder: File | Folder | None) -> bool:
    return any(there is folder for there, _, _ in change.names)


def _read(folder: Path) -> Folder:
    return Folder(
        {
            path.name: _read(path) if path.is_dir() else File(path.read_bytes())
            for path in folder.iterdir()
        }
    )


def _write(folder: Folder, place: Path, chance: random.Random, nothing: bool) -> None:
    for name, what in folder.synced.items():
        path = place / name
        if isinstance(what, Folder):
            path.mkdir(mode=0o700)
            _write(what, path, chance, nothing)
        else:
            path.touch(mode=0o600)
            path.write_bytes(what.synced if nothing else what.left(chance))


@dataclass(frozen=True)
class Crash:
    """The power is lost before call `nth` of the recorded ones, or after the last.

    `seed` decides what is left; 0: nothing that was not synced.
    """

    scene: Scene
    operations: Sequence[Operation]
    nth: int
    seed: int
    fault: str = "power"

    @property
    def finished(self) -> bool:
        """Whether the command had come to its end, and said so."""
        return self.nth == len(self.operations)

    def disturb(self, work: Callable[[], object]) -> bool:
        """Leave the scene as the crash does; `work` was recorded."""
        disk = Disk(self.scene.roots)
        for operation in self.operations[: self.nth]:
            disk.play(operation)
        self.scene.clear()
        disk.crash(random.Random(self.seed), nothing=not self.seed)
        return True

    def __str__(self) -> str:
        return f"power lost before call {self.nth} of {len(self.operations)}, seed {self.seed}"


def crashes(scene: Scene, seeds: int) -> Iterator[Crash]:
    """A crash before each call and after the last, `seeds` times each."""
    operations = recorded(scene)
    for nth in range(len(operations) + 1):
        for seed in range(seeds):
            yield Crash(scene, operations, nth, seed and seed + nth * seeds)


def recorded(scene: Scene) -> list[Operation]:
    """The calls of the command that change the scene's folders or make a change last."""
    scene.put_back()
    with tempfile.NamedTemporaryFile() as file:
        in_child(lambda: _record(scene, Path(file.name)))
        operations: list[Operation] = pickle.loads(Path(file.name).read_bytes())
    return operations


def _record(scene: Scene, target: Path) -> None:
    found: list[Operation] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in _CHANGES:
            patch.setattr(os, name, _recording(name, getattr(os, name), found, scene.roots))
        scene.play()
    target.write_bytes(pickle.dumps(found))


def _recording(
    name: str, real: Callable[..., Any], found: list[Operation], roots: Sequence[Path]
) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        told = _told(name, arguments, options)
        result = real(*arguments, **options)
        if told is None:
            return result
        # A file without a name is no file of any folder yet.
        first = name == "link" and str(told[1]).startswith("/proc/")
        place = told[2] if first else told[1]
        if any(root in (place, *place.parents) for root in roots) and "#" not in place.name:
            found.extend(_named(told) if first else [told])
        return result

    return call


def _named(link: Operation) -> Iterator[Operation]:
    """A file that gets its first name: what was written before is there, and synced."""
    path = link[2]
    yield "create", path
    yield "pwrite", path, 0, path.read_bytes()
    yield "fsync", path


def _told(name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Operation | None:
    """The call with its paths whole, or nothing where it changes nothing."""
    if name == "open":
        path = _path(arguments[0], options.get("dir_fd"))
        makes = arguments[1] & os.O_CREAT and not path.exists()
        return ("create", path) if makes else None
    if name == "pwrite":
        return (name, _open_path(arguments[0]), arguments[2], bytes(arguments[1]))
    if name in ("ftruncate", "fsync"):
        return (name, _open_path(arguments[0]), *arguments[1:])
    if name in ("rename", "link"):
        folders = options.get("src_dir_fd"), options.get("dst_dir_fd")
        return (name, *map(_path, arguments[:2], folders))
    return (name, _path(arguments[0], options.get("dir_fd")))


def _path(name: str | Path, folder: int | None) -> Path:
    return (_open_path(folder) if folder is not None else Path.cwd()) / name


def _open_path(descriptor: int) -> Path:
    return Path(os.readlink(f"/proc/self/fd/{descriptor}"))
