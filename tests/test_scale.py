# SPDX-License-Identifier: EUPL-1.2
"""The vault of `tests.scale`, a small one: its commands say the right things, however long."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests import scale
from tests.cli.conftest import CommandLine
from tests.cli.world import World

DOSSIERS = 20


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What each command printed on a vault of twenty dossiers."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    world = World(CommandLine(home, monkeypatch)).set_up()
    made = scale.make(world, DOSSIERS)
    assert made == {"agendered": 6, "casusoverleg": 6, "declined": 4, "weighed": 2, "new": 2}
    results = list(scale.measure(world))
    assert [(timed.name, timed.exit_code) for timed in results if timed.exit_code] == []
    return {timed.name: _document(timed.stdout) for timed in results}


def _document(stdout: str) -> Any:
    return json.loads(stdout) if stdout[:1] in ("{", "[") else stdout


def test_the_commands_count_what_was_made(printed: dict[str, Any]) -> None:
    states = Counter(entry["state"] for entry in printed["list"])
    assert states == {"besloten": 10, "lopend": 6, "gewogen": 2, "te-wegen": 2}
    names = {entry["subject"] for entry in printed["list --names"]}
    assert names == {f"Sam Voorbeeld {number}, Heerlen" for number in range(14)}
    assert printed["sweep --dry-run"]["steps"] == []
    steps = printed["sweep --dry-run, years on"]["steps"]
    assert Counter(step["act"] for step in steps) == {"destroy": DOSSIERS}
    assert {step["dossier"] for step in steps} == {entry["id"] for entry in printed["list"]}
    found = Counter(hit["dossier"] for hit in printed["find"])
    assert sorted(found) == [e["id"] for e in printed["list"] if e["register"] == "weegploeg"]
    assert printed["show"]["id"] in found
    assert printed["signal"]["dossier"] == printed["show"]["id"]
    assert printed["intake"]["dossier"] not in {entry["id"] for entry in printed["list"]}
    for name in ("check", "check --decrypt"):
        assert printed[name] == {"ok": True, "findings": []}
