# SPDX-License-Identifier: EUPL-1.2
"""A sample of `make secrets`: which programs commands start, with what, and what they leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.world import World
from tests.cli.years import founded
from tests.reliability.secrets.watched import Watched

SAID = ("Sam Voorbeeld", "Voorbeeldstraat", "pamfletten", "Kim Fictief", "AGE-SECRET-KEY", "BEGIN")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        watched = Watched(founded(tmp_path / "home"), patch)
        watched.now = watched.now.fromisoformat("2026-10-12T08:00:00+00:00")
        yield World(watched)


@pytest.mark.artikel("14.1", "15.1")
def test_no_program_is_started_with_anything_of_the_case(world: World) -> None:
    watched = world.run
    assert isinstance(watched, Watched)
    dossier = world.intake()
    shown = world.ok("show", dossier)
    found = world.ok("find", "--purpose", "weegploeg", stdin="pamfletten")
    assert "Sam Voorbeeld" in shown.stdout
    assert found.stdout
    programs = "\n".join(watched.programs)
    assert all(said not in programs for said in SAID)
    assert all(said not in "\n".join(watched.made + watched.said) for said in SAID)
    started = [call for call in watched.programs if "execve" in call and "ssh-keygen" in call]
    # Of its own environment nothing goes to a child.
    assert started
    alone = '], ["LC_ALL=C", "SSH_ASKPASS_REQUIRE=never"])'
    assert all(alone in call for call in started)
    assert [*watched.temporary.iterdir()] == []


def test_a_name_in_an_argument_is_found_out(world: World) -> None:
    watched = world.run
    assert isinstance(watched, Watched)
    world.do("list", "--party", "Sam Voorbeeld")
    assert "Sam Voorbeeld" in "\n".join(watched.programs)
