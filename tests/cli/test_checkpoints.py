# SPDX-License-Identifier: EUPL-1.2
"""Checkpoints of the log, kept by other parties: art. 15(2)(e)."""

from __future__ import annotations

import secrets
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, Result
from tests.cli.small import Case, copy_small, make_small
from tests.cli.world import World

INPUT, INTEGRITY, REFUSED = 11, 13, 10


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The vault that every test here gets a copy of."""
    return make_small(tmp_path_factory.mktemp("small"))


@pytest.fixture
def case(small: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    return copy_small(small, tmp_path / "home", monkeypatch)


def kept(case: Case, name: str = "kept.txt") -> Path:
    """A checkpoint, as a party keeps it outside the vault."""
    file = case.world.run.home / name
    file.write_text(case.world.ok("log", "checkpoint").stdout)
    return file


def signed(case: Case, file: Path, officer: str, namespace: str = "pgaref-checkpoint") -> Path:
    """What stock ssh-keygen makes of it with an officer's key."""
    key = f"{case.world.identity(officer)}.sign"
    line = ["ssh-keygen", "-Y", "sign", "-n", namespace, "-f", key, str(file)]
    subprocess.run(line, check=True, capture_output=True, timeout=60)
    return Path(f"{file}.sig").rename(f"{file}.{officer}.sig")


def verify(case: Case, *files: Path) -> Result:
    given = [word for file in files for word in ("--checkpoint", file)]
    return case.world.run("log", "verify", *given)


@pytest.mark.artikel("15.2.e")
def test_a_checkpoint_is_cosigned_offline_and_anybody_verifies_it(case: Case) -> None:
    file = kept(case)
    assert file.read_text().splitlines()[0] == "pgaref checkpoint 1"
    for officer, by in (("pol-1", "uit-1"), ("hrl-1", "hrl-1")):
        done = case.world.do("log", "checkpoint", "--cosign", signed(case, file, officer), by=by)
        assert done.exit_code == 0, done.stderr
        assert officer in done.stderr
    assert verify(case, file).exit_code == 0
    case.world.ok("list", "--names")
    assert verify(case, file, kept(case, "later.txt")).exit_code == 0
    assert case.findings("--decrypt") == {}
    # What lies in the vault opens with stock tools too.
    (text,) = [
        p for p in case.path("log/checkpoints").glob("*.txt") if p.read_bytes() == file.read_bytes()
    ]
    signers = case.world.run.home / "signers"
    public = Path(f"{case.world.identity('pol-1')}.sign.pub").read_text()
    signers.write_text(f"pol-1 {public}")
    line = ["ssh-keygen", "-Y", "verify", "-n", "pgaref-checkpoint", "-f", str(signers)]
    line += ["-I", "pol-1", "-s", str(text.with_suffix(".pol-1.sig"))]
    subprocess.run(line, input=text.read_bytes(), check=True, capture_output=True, timeout=60)


@pytest.mark.artikel("15.2.e")
def test_only_an_officer_in_office_cosigns_and_only_once(case: Case) -> None:
    file = kept(case)
    case.world.ok("log", "checkpoint", "--cosign", signed(case, file, "pol-1"))
    before = case.world.files()
    again = case.world.do("log", "checkpoint", "--cosign", Path(f"{file}.pol-1.sig"))
    assert (again.exit_code, "pol-1 signed that one already" in again.stderr) == (REFUSED, True)
    case.world.run("keygen", case.world.identity("evil"))
    stranger = case.world.do("log", "checkpoint", "--cosign", signed(case, file, "evil"))
    assert (stranger.exit_code, "signed by nobody in office" in stranger.stderr) == (REFUSED, True)
    other = signed(case, file, "om-1", "pgaref-consent")
    assert case.world.do("log", "checkpoint", "--cosign", other).exit_code == INPUT
    file.write_text(file.read_text().replace("seq ", "seq 1"))
    changed = signed(case, file, "hrl-1")
    assert case.world.do("log", "checkpoint", "--cosign", changed).exit_code == INPUT
    assert case.world.files() == before


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize("text", ["", "pgaref checkpoint 2\n", "pgaref checkpoint 1\nvault x\n"])
def test_what_is_no_checkpoint_is_refused(case: Case, text: str) -> None:
    file = case.world.run.home / "none.txt"
    file.write_text(text)
    result = verify(case, file)
    assert (result.exit_code, "none.txt: no checkpoint" in result.stderr) == (INPUT, True)


def forgotten(case: Case) -> None:
    """Nothing remembers the vault on this machine any more."""
    shutil.rmtree(case.world.run.home / "state")


@pytest.mark.artikel("15.2.e")
def test_a_log_that_was_cut_short_is_found_by_who_kept_a_checkpoint(case: Case) -> None:
    older = case.world.run.home / "before"
    shutil.copytree(case.vault, older)
    file = kept(case)
    shutil.rmtree(case.vault)
    shutil.copytree(older, case.vault)
    forgotten(case)
    assert verify(case).exit_code == 0
    found = verify(case, file)
    assert found.exit_code == INTEGRITY
    assert "and once had line" in found.stdout
    assert "(kept.txt)" in found.stdout


@pytest.mark.artikel("15.2.e")
def test_another_history_with_the_same_keys_is_found(case: Case) -> None:
    """Somebody who holds the files and the uitvoerder's key leaves one act out, and goes on."""
    older = case.world.run.home / "before"
    shutil.copytree(case.vault, older)
    file = kept(case)
    shutil.rmtree(case.vault)
    shutil.copytree(older, case.vault)
    forgotten(case)
    for _ in range(4):
        case.world.ok("list", "--names")
    assert verify(case).exit_code == 0
    assert case.findings("--decrypt") == {}
    found = verify(case, file)
    assert found.exit_code == INTEGRITY
    assert "is not the one that it once had" in found.stdout


@pytest.mark.artikel("15.2.e")
def test_a_vault_made_anew_by_who_holds_no_keys_of_the_others_is_found(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the same id, with officers of the same names and keys of the forger's own."""
    file = kept(case)
    vault_id = next(line for line in file.read_text().splitlines() if line.startswith("vault "))[6:]
    elsewhere = tmp_path / "forger"
    elsewhere.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_hex", lambda _length: vault_id)
        forger = World(CommandLine(elsewhere, patch))
        forger.set_up({"pol-1": "politie", "hrl-1": "gemeente-heerlen"})
        for _ in range(200):
            if _lines(forger.vault) >= _lines(case.vault):
                break
            forger.ok("list", "--names")
        shutil.rmtree(case.vault)
        shutil.copytree(forger.vault, case.vault)
    forgotten(case)
    assert verify(case).exit_code == 0
    found = verify(case, file)
    assert found.exit_code == INTEGRITY
    assert "is not the one that it once had" in found.stdout


def _lines(vault: Path) -> int:
    return sum(len(path.read_bytes().splitlines()) for path in vault.glob("log/*.jsonl"))


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize("end", ["txt", "uit-1.sig"])
def test_a_changed_checkpoint_in_the_vault_is_found(case: Case, end: str) -> None:
    kept(case)
    (path,) = case.path("log/checkpoints").glob(f"*[0-9].{end}")
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    assert f"log/checkpoints/{path.name}" in case.findings()
    assert (verify(case).exit_code == INTEGRITY) is (end == "txt")
    path.unlink()
    assert f"log/checkpoints/{path.name}" in case.findings()
    assert (verify(case).exit_code == INTEGRITY) is (end == "txt")
