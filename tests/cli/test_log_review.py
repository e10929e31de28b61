# SPDX-License-Identifier: EUPL-1.2
"""Reviewing the log and signing for it, through the command line: art. 15(2)(e)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgaref.storage import age, yamltext
from tests.cli.asking import Asking, make
from tests.cli.world import sample

REFUSED, USAGE = 10, 2
SIGNED = ("log-review", "commit")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return make(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def world(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking.of(made, tmp_path / "home", monkeypatch)


@pytest.mark.artikel("15.2.e")
def test_a_review_lists_what_stands_out_without_a_name(world: Asking) -> None:
    world.ok("show", world.wp, by="pol-1")
    assert world.do("show", world.wp, "--purpose", "plan").exit_code == REFUSED
    world.on("2026-10-24", "21:30:00")
    world.ok("show", world.co, by="om-1")
    world.on("2026-12-01")
    found = world.ok("log", "review", "--since", "2026-10-16", "--json").json
    (refused,) = found["refused"]
    assert (refused["officer"], refused["act"], refused["reason"]) == (
        "uit-1",
        "show",
        "wrong-purpose",
    )
    (late,) = found["unusual_hour"]
    assert (late["officer"], late["dossiers"]) == ("om-1", [world.co])
    assert late["time"] == "2026-10-24T23:30:00+02:00"
    reading = {(one["purpose"], one["officer"]): one["times"] for one in found["readings"]}
    assert reading == {("weegploeg", "pol-1"): 1, ("casusoverleg", "om-1"): 1}
    assert {one["officer"] for one in found["no_act_followed"]} == {"pol-1", "om-1"}
    shown = world.ok("log", "review", "--since", "2026-10-16", tty=True)
    for said in ("refused", "unusual hour", "no act followed", "readings"):
        assert said in shown.stdout
    assert "Verzonnen" not in shown.stdout + shown.stderr


@pytest.mark.artikel("15.2.e", "4")
def test_an_officer_of_a_kernpartij_signs_for_it_and_the_next_is_put_off(world: Asking) -> None:
    def due() -> str:
        terms = world.do("agenda", "--json").json
        return next(str(term["due"]) for term in terms if term["what"] == "log review")

    assert due() == "2027-01-12"
    given = yamltext.dump(sample("logcontrole"))
    before = world.files()
    own = world.do("log", "review", "--findings", "-", stdin=given)
    assert (own.exit_code, "an officer of a kernpartij signs" in own.stderr) == (REFUSED, True)
    rec = world.do("log", "review", "--findings", "-", stdin=given, by="rec-1")
    assert (rec.exit_code, "an officer of a kernpartij signs" in rec.stderr) == (REFUSED, True)
    assert world.files() == before
    path = world.ok("log", "review", "--findings", "-", "--json", stdin=given, by="om-1").json
    assert due() == "2027-01-20"
    sealed = (world.vault / path["findings"]).read_bytes()
    for officer in ("uit-1", "pol-1"):
        identity = age.load_identity(world.identity(officer).read_bytes())
        assert b"Alle inzages zijn verklaard" in age.decrypt(sealed, identity)
    assert "rec-1" not in path["findings"]
    (commit,) = [one for one in world.lines() if (one["action"], one["phase"]) == SIGNED]
    assert (commit["actor"], "sig" in commit) == ("om-1", True)
    assert "verklaard" not in str(world.lines())
    assert world.do("check", "--decrypt").exit_code == 0


def test_findings_say_themselves_which_days_they_are_about(world: Asking) -> None:
    line = ("log", "review", "--findings", "-", "--since", "2026-10-01")
    assert world.do(*line, by="pol-1").exit_code == USAGE
