# SPDX-License-Identifier: EUPL-1.2
"""Files written again and again outside the vault: in place of nothing but their like."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgaref.errors import UsageError
from pgaref.storage.files.outputs import write_over


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = tmp_path / "vault"
    made.mkdir()
    return made


def test_a_new_file_is_its_owners_only(tmp_path: Path, vault: Path) -> None:
    file = tmp_path / "out"
    write_over(file, b"HEAD one", former=b"HEAD", vault=vault)
    assert file.read_bytes() == b"HEAD one"
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "vault"]


@pytest.mark.parametrize(
    ("there", "former", "replaced"),
    [
        (b"HEAD one", b"HEAD", True),
        (b"HEAD", b"HEAD", True),
        (b"HEA", b"HEAD", False),
        (b" HEAD", b"HEAD", False),
        (b"", b"HEAD", False),
    ],
)
def test_only_what_begins_as_the_former_is_replaced(
    tmp_path: Path, vault: Path, there: bytes, former: bytes, replaced: bool
) -> None:
    file = tmp_path / "out"
    file.write_bytes(there)
    if replaced:
        write_over(file, b"HEAD two", vault=vault, former=former)
    else:
        with pytest.raises(UsageError, match="FILE is there already"):
            write_over(file, b"HEAD two", vault=vault, former=former)
    assert file.read_bytes() == (b"HEAD two" if replaced else there)


def test_a_link_leads_nowhere(tmp_path: Path, vault: Path) -> None:
    (tmp_path / "there").write_bytes(b"HEAD one")
    (tmp_path / "out").symlink_to(tmp_path / "there")
    with pytest.raises(UsageError, match="no name of a regular file"):
        write_over(tmp_path / "out", b"HEAD two", vault=vault, former=b"HEAD")
    assert (tmp_path / "there").read_bytes() == b"HEAD one"


@pytest.mark.parametrize("name", ["vault/out", "vault/log/out", "link/out", "link/../vault/out"])
def test_the_vault_is_no_place_for_it(tmp_path: Path, vault: Path, name: str) -> None:
    (vault / "log").mkdir()
    (tmp_path / "link").symlink_to(vault)
    with pytest.raises(UsageError, match="FILE lies in the vault"):
        write_over(tmp_path / name, b"", former=b"HEAD", vault=vault)
    assert [path.name for path in vault.rglob("*")] == ["log"]


@pytest.mark.parametrize("name", ["nowhere/out", "file/out", "vault", "x" * 300])
def test_no_message_holds_the_name_that_was_typed(tmp_path: Path, vault: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        UsageError, match=r"^FILE (cannot be written|is no name of a regular file)$"
    ):
        write_over(tmp_path / name, b"", former=b"HEAD", vault=vault)
