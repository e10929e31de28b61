# SPDX-License-Identifier: EUPL-1.2
"""The periodic evaluations: art. 15(3), 18(4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import Asking, make
from tests.cli.world import sample

REFUSED = 10


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return make(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def world(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking.of(made, tmp_path / "home", monkeypatch)


def due(world: Asking, what: str) -> str:
    terms = world.do("agenda", "--json").json
    (day,) = [str(term["due"]) for term in terms if term["what"] == f"evaluation of {what}"]
    return day


@pytest.mark.artikel("15.3", "18.4")
@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("beveiliging", "2027-10-12", "2027-10-20"),
        ("convenant", "2028-10-12", "2028-10-20"),
    ],
)
def test_an_evaluation_stands_on_the_agenda_until_it_is_filed(
    world: Asking, what: str, before: str, after: str
) -> None:
    assert due(world, what) == before
    filed = world.ok("evaluate", what, "--json", content=sample("evaluatie"), by="pol-1")
    assert due(world, what) == after
    path = filed.json["evaluation"]
    # Read with stock age by who may know the officers, and by nobody else.
    kept = world.opened(path, "om-1")
    assert kept is not None
    assert "Een partij heeft maar een functionaris" in kept.decode()
    assert world.opened(path, "rec-1") is None
    assert world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("15.3", "4")
def test_one_without_the_controllers_is_refused_and_keeps_nothing(world: Asking) -> None:
    before = world.files()
    alone = world.do("evaluate", "beveiliging", content=sample("evaluatie", door=["uit-1"]))
    assert alone.exit_code == REFUSED
    assert "no kernpartij is represented in door (art. 4)" in alone.stderr
    assert world.files() == before
    assert due(world, "beveiliging") == "2027-10-12"


@pytest.mark.artikel("15.2.e")
def test_the_log_says_that_it_was_done_and_not_what_was_found(world: Asking) -> None:
    world.ok("evaluate", "convenant", content=sample("evaluatie"))
    lines = (world.vault / "log" / "2026.jsonl").read_text()
    assert '"action":"evaluate-convenant"' in lines
    assert "functionaris heeft" not in lines
