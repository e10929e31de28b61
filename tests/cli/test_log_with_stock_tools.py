# SPDX-License-Identifier: EUPL-1.2
"""An auditor's look at the log: docs/verify-log.sh, with jq, sha256sum and ssh-keygen alone."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import forgeries as forgery
from tests.cli.conftest import ROOT
from tests.cli.small import Case, copy_small, make_small

SCRIPT = ROOT / "docs" / "verify-log.sh"
# Whatever else it calls is of every Unix; no Python, no pgaref.
TOOLS = ("jq", "sha256sum", "ssh-keygen", "sh", "cat", "cmp", "cut", "head", "mktemp", "mv", "rm")
FOUND_IN_THE_LOG: list[Callable[[Case], str]] = [
    forgery.drop_first_line,
    forgery.drop_middle_line,
    forgery.swap_lines,
    forgery.edit_line,
    forgery.remove_log,
    forgery.rewrite_log,
    forgery.add_unsigned_commit,
]
FOUND_IN_BOUND_FILES: list[Callable[[Case], str]] = [
    forgery.swap_recipient,
    forgery.roll_card_back,
    forgery.edit_party_file,
    forgery.edit_profile,
    forgery.remove_certificate,
]
# True in themselves, so that only what was noted down before tells.
FOUND_BY_A_NOTED_HEAD: list[Callable[[Case], str]] = [
    forgery.drop_last_line,
    forgery.restore_older_vault,
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The vault that every test here gets a copy of."""
    return make_small(tmp_path_factory.mktemp("small"))


@pytest.fixture
def case(small: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A vault to verify."""
    return copy_small(small, tmp_path / "home", monkeypatch)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder that holds the tools, and nothing else."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def verify(case: Case, tools: Path, *head: str) -> subprocess.CompletedProcess[str]:
    return run_script(case.vault, tools, *head)


def run_script(vault: Path, tools: Path, *head: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", SCRIPT, vault, *head],
        env={"PATH": str(tools), "TMPDIR": str(tools.parent)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def head_of(case: Case) -> str:
    lines = case.path(forgery.LAST_LOG).read_bytes().splitlines(keepends=True)
    return hashlib.sha256(lines[-1]).hexdigest()


@pytest.mark.artikel("15.2.e")
def test_a_good_log_is_verified_and_agrees_with_pgaref(case: Case, tools: Path) -> None:
    verified = case.world.do("log", "verify", "--json").json
    done = verify(case, tools, head_of(case))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{verified['entries']} {verified['head']}\n"
    assert sorted(os.listdir(tools.parent)) == ["home", "tools"]


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize("attack", FOUND_IN_THE_LOG, ids=lambda attack: attack.__name__)
def test_a_tampered_log_is_not(case: Case, tools: Path, attack: Callable[[Case], str]) -> None:
    attack(case)
    done = verify(case, tools)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "log line" in done.stderr


@pytest.mark.artikel("15.2.d")
@pytest.mark.parametrize("attack", FOUND_IN_BOUND_FILES, ids=lambda attack: attack.__name__)
def test_a_changed_file_that_the_log_binds_is_named(
    case: Case, tools: Path, attack: Callable[[Case], str]
) -> None:
    path = attack(case)
    done = verify(case, tools)
    assert (done.returncode, done.stdout) == (1, "")
    assert path in done.stderr


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize("attack", FOUND_BY_A_NOTED_HEAD, ids=lambda attack: attack.__name__)
def test_a_log_that_was_rolled_back_lacks_the_line_that_was_noted(
    case: Case, tools: Path, attack: Callable[[Case], str]
) -> None:
    head = head_of(case)
    attack(case)
    assert verify(case, tools).returncode == 0
    assert verify(case, tools, head).returncode == 1


@pytest.mark.artikel("15.2.c")
def test_a_commit_signed_by_a_stranger_is_refused(case: Case, tools: Path) -> None:
    forgery.resign(case, "stranger")
    done = verify(case, tools)
    assert done.returncode == 1
    assert done.stderr == "log line 2: not signed by an officer in office\n"


@pytest.mark.artikel("13.2")
def test_an_archive_that_lies_elsewhere_is_looked_at_there(case: Case, tools: Path) -> None:
    home, second = case.world.run.home, case.world.run.home / "second"
    case.world.ok("init", "--archive", home / "archive", "--vault", second)
    done = run_script(second, tools)
    assert (done.returncode, done.stderr) == (0, "")
    (home / "archive" / "vault.json").write_text("{}")
    done = run_script(second, tools)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{home}/archive/vault.json" in done.stderr
