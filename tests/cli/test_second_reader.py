# SPDX-License-Identifier: EUPL-1.2
"""Another reader than pgaref: docs/read-vault.sh, by docs/format-1.md, with stock tools alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pgaref.storage import yamltext
from tests.cli import forgeries as forgery
from tests.cli.conftest import ROOT
from tests.cli.small import Case, copy_small, make_small

SCRIPT = ROOT / "docs" / "read-vault.sh"
FORMAT = (ROOT / "docs" / "format-1.md").read_text("utf-8")
# No Python, no pgaref; the rest is of every Unix.
TOOLS = (
    *("jq", "age", "sha256sum", "sh"),
    *("cat", "cut", "grep", "mktemp", "printf", "rm", "sed", "wc"),
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The vault that every test here gets a copy of."""
    return make_small(tmp_path_factory.mktemp("small"))


@pytest.fixture
def case(small: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
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


def read(case: Case, tools: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", SCRIPT, case.vault, *words],
        env={"PATH": str(tools), "TMPDIR": str(tools.parent)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def opened(case: Case, tools: Path, officer: str, dossier: str) -> list[str]:
    """The addresses of what an officer (`party/id`) opens of a dossier, and its contents' kinds."""
    identity = case.world.identity(officer.partition("/")[2])
    done = read(case, tools, "open", identity, officer, dossier)
    assert done.returncode == 0, done.stderr
    parts = [part for part in re.split(r"^---$", done.stdout, flags=re.MULTILINE) if part.strip()]
    return [str(yamltext.parse(part.encode(), "record").value["record"]) for part in parts]


def shown(case: Case, dossier: str, officer: str, *options: str) -> list[str]:
    """The same as pgaref shows it, melders and restricted sections too."""
    value = case.world.ok("show", dossier, *options, "--json", by=officer).json
    return [f"{dossier}/{record['record']}" for record in value["records"]]


@pytest.mark.artikel("15.2.d")
def test_it_lists_and_verifies_a_vault_that_pgaref_made(case: Case, tools: Path) -> None:
    listed = read(case, tools, "list")
    assert listed.returncode == 0, listed.stderr
    rows = {line.split("\t")[0]: line.split("\t")[1:3] for line in listed.stdout.splitlines()}
    cards = {card["id"]: card for card in case.world.ok("list", "--json").json}
    assert rows == {name: [card["register"], card["state"]] for name, card in cards.items()}
    checked = read(case, tools, "check")
    assert checked.returncode == 0, checked.stderr
    assert f"{len(cards)} dossiers" in checked.stdout


@pytest.mark.artikel("8.4", "10.4", "13.2")
def test_it_opens_what_pgaref_shows_active_and_archived(case: Case, tools: Path) -> None:
    for officer in ("politie/pol-1", "uitvoerder/uit-1", "reclassering-nederland/rec-1"):
        mine = opened(case, tools, officer, case.casus)
        assert mine
        assert set(shown(case, case.casus, officer.partition("/")[2])) <= set(mine)
    archived = opened(case, tools, "politie/pol-1", case.archived)
    purpose = ("--purpose", "verantwoording")
    assert set(shown(case, case.archived, "pol-1", *purpose)) <= set(archived) != set()
    assert opened(case, tools, "uitvoerder/uit-1", case.archived) == []
    one = opened(case, tools, "politie/pol-1", f"{case.casus}/1")
    assert one == [f"{case.casus}/1"]


@pytest.mark.artikel("15.2.d")
@pytest.mark.parametrize(
    "attack",
    [
        forgery.swap_recipient,
        forgery.roll_card_back,
        lambda case: _flip(case, case.record(2)),
        lambda case: _flip(case, case.key("dossier", "politie/pol-1")),
    ],
)
def test_it_finds_what_is_not_as_it_must_be(
    case: Case, tools: Path, attack: Callable[[Case], str]
) -> None:
    attack(case)
    found = read(case, tools, "check")
    assert found.returncode == 1
    assert re.search(r": not as (the log|its card) has it", found.stderr)


def _flip(case: Case, name: str) -> str:
    path = case.path(name)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    return name


def test_wrong_words_are_told(case: Case, tools: Path) -> None:
    assert read(case, tools).returncode == 2
    assert read(case, tools, "shred").returncode == 1
    identity = case.world.identity("pol-1")
    none = read(case, tools, "open", identity, "politie/pol-1", "CO-00000000")
    assert (none.returncode, none.stderr) == (1, "no dossier CO-00000000\n")


def test_the_page_names_every_file_and_every_field_that_a_vault_has(case: Case) -> None:
    for kind in ("card", "log", "vault", "certificate", "envelope", "partij"):
        schema = json.loads((ROOT / "schemas" / kind / "1.json").read_text("utf-8"))
        for name in schema["properties"]:
            assert f"`{name}`" in FORMAT, (kind, name)
    tops = {path.name for path in case.vault.iterdir()}
    assert all(top in FORMAT for top in tops)
