# SPDX-License-Identifier: EUPL-1.2
"""What is handed to people: whole or not there, and never in place of something."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from pgaref.errors import UsageError
from pgaref.storage.files import outputs
from pgaref.storage.files.tree import Tree


def test_it_is_there_whole_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "stuk"
    outputs.require_free(file)
    outputs.write_new(file, b"data")
    assert file.read_bytes() == b"data"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["stuk"]


def test_what_came_there_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "stuk"
    file.write_bytes(b"kept")
    with pytest.raises(UsageError):
        outputs.write_new(file, b"data")
    assert file.read_bytes() == b"kept"
    assert os.listdir(tmp_path) == ["stuk"]


@pytest.mark.parametrize("name", ["there", "link", "none/stuk", ".."])
def test_a_place_that_is_not_free(tmp_path: Path, name: str) -> None:
    (tmp_path / "there").write_bytes(b"")
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(UsageError):
        outputs.require_free(tmp_path / name)


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        outputs.write_new(tmp_path / "stuk", b"data")
    assert os.listdir(tmp_path) == []


def test_a_folder_that_takes_no_files_is_told() -> None:
    with pytest.raises(UsageError, match="FILE cannot be written"):
        outputs.write_new(Path("/proc/stuk"), b"data")


def test_a_name_that_is_not_durable_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(tree: Tree, path: str) -> None:
        raise OSError(errno.EIO, "no disk")

    monkeypatch.setattr(Tree, "sync", broken)
    with pytest.raises(OSError, match="no disk"):
        outputs.write_new(tmp_path / "stuk", b"data")
    assert os.listdir(tmp_path) == []


def test_what_was_put_there_can_be_taken_away(tmp_path: Path) -> None:
    outputs.write_new(tmp_path / "stuk", b"data")
    outputs.remove(tmp_path / "stuk")
    assert os.listdir(tmp_path) == []
