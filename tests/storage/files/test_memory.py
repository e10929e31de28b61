# SPDX-License-Identifier: EUPL-1.2
"""A folder in memory: checked to be that, its owner's alone, and gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgaref.errors import UsageError
from pgaref.storage.files import memory

SHM = Path("/dev/shm")


def test_it_is_new_its_owners_alone_and_gone_afterwards() -> None:
    with memory.folder([SHM]) as one, memory.folder([SHM]) as other:
        assert one.path != other.path
        assert one.path.parent == SHM
        assert one.path.stat().st_mode & 0o7777 == 0o700
        (one.path / "within").mkdir()
        (one.path / "within" / "text").write_text("geheim")
    assert not one.path.exists()
    assert not other.path.exists()


def test_after_an_error_it_is_gone_too() -> None:
    made: list[Path] = []

    def interrupted() -> None:
        with memory.folder([SHM]) as folder:
            made.append(folder.path)
            (folder.path / "text").write_text("geheim")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not made[0].exists()


@pytest.mark.artikel("15.1")
def test_what_is_no_memory_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "in_memory", lambda device: False)
    before = {*SHM.iterdir()}
    with (
        pytest.raises(UsageError, match="no folder in memory") as caught,
        memory.folder([tmp_path, SHM, Path("relative"), tmp_path / "nothing"]),
    ):
        raise AssertionError
    assert "tmpfs at /dev/shm" in caught.value.hint
    assert [*tmp_path.iterdir()] == []
    assert not [path for path in {*SHM.iterdir()} - before if path.name.startswith("pgaref-edit")]


def test_a_link_of_that_name_is_not_followed(tmp_path: Path) -> None:
    place = SHM / f"pgaref-test-{tmp_path.name}"
    place.mkdir()
    (tmp_path / "kept").write_text("kept")
    (place / "pgaref-edit-link").symlink_to(tmp_path)
    try:
        with memory.folder([place]):
            pass
        assert (tmp_path / "kept").read_text() == "kept"
    finally:
        (place / "pgaref-edit-link").unlink()
        place.rmdir()
