# SPDX-License-Identifier: EUPL-1.2
"""Files of a vault: no link is followed, nothing leaves the root, rights are the owner's only."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from pgaref.errors import IntegrityError
from pgaref.storage.files.descriptors import reserve
from pgaref.storage.files.tree import Entry, Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    (tmp_path / "vault").mkdir()
    (tmp_path / "disk").mkdir()
    return Tree(tmp_path / "vault", {"archive": tmp_path / "disk"})


CALLS: dict[str, Callable[[Tree, str], object]] = {
    "read": lambda tree, path: tree.read(path),
    "sha256": lambda tree, path: tree.sha256(path),
    "write": lambda tree, path: tree.write(path, b"x"),
    "extend": lambda tree, path: tree.extend(path, 0, b"x"),
    "make_folder": lambda tree, path: tree.make_folder(path),
    "rename": lambda tree, path: tree.rename("a", path),
    "remove": lambda tree, path: tree.remove(path),
    "remove_folder": lambda tree, path: tree.remove_folder(path),
}


def contents(root: Path) -> list[str]:
    return sorted(str(path) for path in root.rglob("*"))


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("path", ["../out", "/out", "a/../../out", "a//b", "./a", "a/", "a\0b"])
def test_a_path_that_leaves_the_vault_is_refused(
    tree: Tree, call: Callable[[Tree, str], object], path: str
) -> None:
    tree.write("a", b"a")
    before = contents(tree.root.parent)
    with pytest.raises(IntegrityError):
        call(tree, path)
    assert contents(tree.root.parent) == before


@pytest.mark.parametrize("path", ["", "archive"])
@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"make_folder"}))
def test_a_root_is_no_file(tree: Tree, name: str, path: str) -> None:
    tree.write("a", b"a")
    with pytest.raises(IntegrityError):
        CALLS[name](tree, path)
    assert tree.root.is_dir()
    assert tree.mounts["archive"].is_dir()


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_a_planted_link_to_a_folder_leads_nowhere(
    tree: Tree, call: Callable[[Tree, str], object]
) -> None:
    tree.write("a", b"a")
    outside = tree.root.parent / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(b"secret")
    (tree.root / "link").symlink_to(outside)
    with pytest.raises(IntegrityError):
        call(tree, "link/file")
    assert contents(outside) == [str(outside / "file")]
    assert (outside / "file").read_bytes() == b"secret"


@pytest.mark.parametrize("name", ["read", "sha256", "extend"])
def test_a_planted_link_to_a_file_is_not_opened(tree: Tree, name: str) -> None:
    outside = tree.root.parent / "outside"
    outside.write_bytes(b"secret")
    (tree.root / "link").symlink_to(outside)
    with pytest.raises(IntegrityError):
        CALLS[name](tree, "link")
    with pytest.raises(FileExistsError):
        tree.write("link", b"x")
    assert outside.read_bytes() == b"secret"


@pytest.mark.parametrize("name", ["read", "sha256", "extend"])
def test_a_planted_pipe_does_not_hang(tree: Tree, name: str) -> None:
    os.mkfifo(tree.root / "pipe")
    with pytest.raises(IntegrityError):
        CALLS[name](tree, "pipe")


def test_removing_a_link_removes_the_link(tree: Tree) -> None:
    outside = tree.root.parent / "outside"
    outside.write_bytes(b"kept")
    (tree.root / "link").symlink_to(outside)
    tree.remove("link")
    assert not tree.exists("link")
    assert outside.read_bytes() == b"kept"


def test_files_and_folders_are_the_owners_only(tree: Tree) -> None:
    before = os.umask(0)
    try:
        tree.make_folder("a/b")
        tree.write("a/b/file", b"x")
        tree.extend("a/log", 0, b"x")
        with tree.opened("lock"):
            pass
    finally:
        os.umask(before)
    assert [
        (entry.path, entry.kind, entry.mode) for entry in tree.walk() if entry.path != "archive"
    ] == [
        ("a", "folder", 0o700),
        ("a/b", "folder", 0o700),
        ("a/b/file", "file", 0o600),
        ("a/log", "file", 0o600),
        ("lock", "file", 0o600),
    ]


def test_what_exists_is_never_overwritten(tree: Tree) -> None:
    tree.write("file", b"first")
    with pytest.raises(FileExistsError):
        tree.write("file", b"second")
    assert tree.read("file") == b"first"


def test_a_write_that_fails_leaves_no_file(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="no space"):
            tree.write("file", b"x" * 10_000)
    assert not tree.exists("file")


def test_an_extension_that_fails_leaves_what_was(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.extend("log", 0, b"one\n")
    real = os.pwrite
    taken = iter([3])

    def full(descriptor: int, data: bytes, offset: int) -> int:
        for size in taken:
            return real(descriptor, bytes(data)[:size], offset)
        raise OSError(28, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        with pytest.raises(OSError, match="no space"):
            tree.extend("log", 4, b"two\n")
    assert tree.read("log") == b"one\n"


def test_an_extension_cuts_what_stood_beyond(tree: Tree) -> None:
    tree.extend("log", 0, b"one\ntorn")
    tree.extend("log", 4, b"two\n")
    assert tree.read("log") == b"one\ntwo\n"
    tree.extend("log", 4, b"")
    assert tree.read("log") == b"one\n"


@pytest.mark.parametrize("content", [None, b"on"])
def test_a_file_shorter_than_it_was_is_not_extended(tree: Tree, content: bytes | None) -> None:
    if content is not None:
        tree.write("log", content)
    with pytest.raises((IntegrityError, FileNotFoundError)):
        tree.extend("log", 4, b"two\n")
    assert tree.names("") == ([] if content is None else ["log"])
    assert content is None or tree.read("log") == content


def test_room_is_set_aside_beyond_the_end_and_the_size_does_not_show_it(tree: Tree) -> None:
    tree.extend("log", 0, b"line\n")
    status = os.stat(tree.root / "log")
    assert status.st_size == 5
    with open(tree.root / "probe", "wb") as probe:
        possible = reserve(probe.fileno(), 0, 64 * 1024)
    assert not possible or status.st_blocks * 512 >= 64 * 1024


def test_more_than_the_limit_is_not_read(tree: Tree) -> None:
    tree.write("file", b"12345")
    assert tree.read("file", limit=5) == b"12345"
    assert tree.read("file", limit=2, start=3) == b"45"
    with pytest.raises(IntegrityError):
        tree.read("file", limit=4)


def test_absent_is_fine_where_it_is_said(tree: Tree) -> None:
    tree.remove("no/such/file")
    tree.remove_folder("no/such/folder")
    assert tree.names("no/such") == []
    assert list(tree.walk("no/such")) == []
    assert not tree.exists("no/such/file")
    with pytest.raises(FileNotFoundError):
        tree.read("no/such/file")


def test_make_folder_says_what_it_made(tree: Tree) -> None:
    assert tree.make_folder("a/b") == ["a", "a/b"]
    assert tree.make_folder("a/b/c") == ["a/b/c"]
    assert tree.make_folder("a/b/c") == []


def test_a_mount_lies_elsewhere_and_hides_what_has_its_name(tree: Tree) -> None:
    disk = tree.mounts["archive"]
    (tree.root / "archive").mkdir()
    (tree.root / "archive" / "planted").write_bytes(b"x")
    tree.make_folder("archive/weegploeg")
    tree.write("archive/weegploeg/file", b"sealed")
    tree.rename("archive/weegploeg/file", "archive/weegploeg/other")
    tree.sync("archive")
    assert (disk / "weegploeg" / "other").read_bytes() == b"sealed"
    assert tree.names("archive") == ["weegploeg"]
    assert [entry.path for entry in tree.walk()] == [
        "archive",
        "archive/weegploeg",
        "archive/weegploeg/other",
    ]


def test_walk_tells_strangers_from_files(tree: Tree) -> None:
    tree.make_folder("a")
    tree.write("a/file", b"123")
    (tree.root / "a" / "link").symlink_to("/etc")
    os.mkfifo(tree.root / "a" / "pipe", 0o600)
    found = {entry.path: entry for entry in tree.walk("a")}
    assert found["a/file"] == Entry("a/file", "file", 0o600, 3)
    assert {path: entry.kind for path, entry in found.items()} == {
        "a/file": "file",
        "a/link": "link",
        "a/pipe": "other",
    }
    assert stat.S_ISFIFO(os.lstat(tree.root / "a" / "pipe").st_mode)


def test_a_root_is_made_once(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "x" / "vault")
    tree.make_root()
    tree.write("file", b"x")
    tree.make_root()
    assert tree.names("") == ["file"]
    assert stat.S_IMODE(tree.root.stat().st_mode) == 0o700
