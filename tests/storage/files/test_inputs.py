# SPDX-License-Identifier: EUPL-1.2
"""Files that people hand to a command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pgaref.errors import InputError, UsageError
from pgaref.storage.files import inputs

MOUNTS = b"""\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:5 / /dev rw shared:2 master:1 - devtmpfs devtmpfs rw
24 22 0:21 / /dev/shm rw,nosuid - tmpfs tmpfs rw
25 22 0:22 / /media/a\\040-\\040b rw - ramfs ramfs rw
26 22 0:23 / /media/x rw - tmpfs tmpfs rw
27 22 0:23 / /media/y rw - ext4 /dev/sdb rw
"""


@pytest.fixture(autouse=True)
def _mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mountinfo").write_bytes(MOUNTS)
    monkeypatch.setattr(inputs, "_MOUNTINFO", tmp_path / "mountinfo")


@pytest.mark.parametrize(
    ("device", "memory"),
    [
        ((8, 1), False),
        ((0, 5), False),
        ((0, 21), True),
        ((0, 22), True),
        ((0, 23), False),
        ((0, 99), False),
    ],
)
def test_which_file_system_is_in_memory(device: tuple[int, int], memory: bool) -> None:
    assert inputs.in_memory(os.makedev(*device)) is memory


def test_what_cannot_be_found_out_counts_as_a_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "_MOUNTINFO", tmp_path / "nothing")
    assert inputs.in_memory(os.makedev(0, 21)) is False


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 10)
    assert inputs.read_input(path, 10) == inputs.Input(b"x" * 10, on_disk=True)
    with pytest.raises(InputError, match="larger"):
        inputs.read_input(path, 9)


def test_a_file_in_memory_is_not_on_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x")
    monkeypatch.setattr(inputs, "in_memory", lambda device: device == path.stat().st_dev)
    assert inputs.read_input(path).on_disk is False


def test_no_message_holds_the_name_that_was_typed(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "Jansen", tmp_path / ("Jansen" * 100)):
        with pytest.raises(UsageError) as refused:
            inputs.read_input(path)
        assert str(path) not in str(refused.value)
        assert "Jansen" not in str(refused.value)
