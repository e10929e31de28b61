# SPDX-License-Identifier: EUPL-1.2
"""What a machine shows of how well it keeps secrets: art. 15(1), 15(2)(a), (d)."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path

import pytest

from pgaref.storage import programs, signing
from pgaref.storage.files import places
from pgaref.storage.machine import KERNEL, Kernel, Place, clock_state, examine

HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
SECRET = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQSNWNKQ"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    for name in ("vault", "state"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "me").write_text(_identity())
    (tmp_path / "me").chmod(0o600)
    signing.generate(tmp_path / "me.sign")
    return Place(tmp_path / "vault", tmp_path / "me", tmp_path / "me.sign", tmp_path / "state")


def _identity() -> str:
    from pgaref.storage import age

    return age.generate()[0].decode()


def seen(place: Place, kernel: Kernel = KERNEL) -> dict[str, tuple[bool, str]]:
    return {one.what: (one.well, one.said) for one in examine(place, kernel)}


@pytest.mark.artikel("15.1", "15.2.d")
@pytest.mark.parametrize(
    ("name", "what"),
    [("vault", "vault"), ("state", "state folder"), ("me", "identity"), ("me.sign", "signing key")],
)
def test_what_others_may_read_is_told(place: Place, tmp_path: Path, name: str, what: str) -> None:
    assert seen(place)[what][0]
    path = tmp_path / name
    path.chmod(path.stat().st_mode | 0o040)
    well, said = seen(place)[what]
    assert not well
    assert "others may read it" in said
    assert all(one.hint for one in examine(place) if not one.well)


@pytest.mark.artikel("15.1")
def test_an_identity_that_is_none_is_told_without_what_is_in_it(place: Place) -> None:
    place.identity.write_text(SECRET)
    well, said = seen(place)["identity"]
    assert not well
    assert SECRET[:16] not in said
    place.identity.unlink()
    place.signing_key.unlink()
    assert not seen(place)["identity"][0]
    assert seen(place)["signing key"] == (False, "not there")


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize(
    ("lines", "uuid", "well"),
    [
        ("", "", True),
        ("/dev/zram0 partition 1 0 100\n", "", True),
        ("/dev/dm-3 partition 1 0 -2\n", "CRYPT-PLAIN-swap\n", True),
        ("/dev/dm-3 partition 1 0 -2\n", "LVM-abcdef\n", False),
        ("/dev/dm-3 partition 1 0 -2\n", "", False),
        ("/swapfile file 1 0 -2\n", "", False),
        ("/dev/zram0 partition 1 0 100\n/dev/sda2 partition 1 0 -2\n", "", False),
    ],
)
def test_swap_is_encrypted_or_in_memory(
    place: Place, tmp_path: Path, lines: str, uuid: str, well: bool
) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text(HEADER + lines)
    if uuid:
        told = tmp_path / "block" / "dm-3" / "dm" / "uuid"
        told.parent.mkdir(parents=True)
        told.write_text(uuid)
    kernel = replace(KERNEL, swaps=swaps, block=tmp_path / "block")
    assert seen(place, kernel)["swap"][0] is well
    swaps.unlink()
    assert not seen(place, kernel)["swap"][0]


@pytest.mark.artikel("15.1", "13.1")
@pytest.mark.parametrize(("state", "well"), [(0, True), (3, True), (5, False), (-1, False)])
def test_a_clock_that_nothing_synchronises_is_told(place: Place, state: int, well: bool) -> None:
    assert seen(place, replace(KERNEL, clock=lambda: state))["clock"][0] is well
    assert clock_state() in range(-1, 6)


@pytest.mark.artikel("15.1")
def test_where_plaintext_may_lie_is_memory(place: Place, tmp_path: Path) -> None:
    found = seen(place, replace(KERNEL, memory=tmp_path / "nowhere"))["memory"]
    assert not found[0]
    assert found[1].endswith("is no tmpfs that can be written")
    real = seen(place)["memory"][0]
    assert real is (places.file_system(KERNEL.memory) == "tmpfs")


@pytest.mark.artikel("15.1")
def test_core_dumps_are_off_in_a_command_and_told_where_they_are_not(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (0, 0))
    assert seen(place)["core dumps"][0]
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (-1, -1))
    assert not seen(place)["core dumps"][0]


@pytest.mark.artikel("15.1")
def test_a_vault_on_a_network_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(place)["file system"][0]
    monkeypatch.setattr(places, "file_system", lambda _path: "nfs4")
    assert seen(place)["file system"] == (False, "the vault lies on nfs4")


@pytest.mark.parametrize(
    ("said", "well"), [("9.2", True), ("8.1", True), ("7.9", False), ("", False), (None, False)]
)
def test_stock_programs_are_new_enough(
    place: Place, monkeypatch: pytest.MonkeyPatch, said: str | None, well: bool
) -> None:
    monkeypatch.setattr(programs, "version", lambda _program, _option: said)
    assert seen(place)["ssh-keygen"][0] is well


def test_the_version_of_a_program_is_what_it_says(tmp_path: Path) -> None:
    assert (programs.version("age", "--version") or "").startswith("1.")
    assert programs.version("no-such-program", "--version") is None
    assert programs.version("true", "--version") is not None
