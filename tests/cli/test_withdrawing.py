# SPDX-License-Identifier: EUPL-1.2
"""A party leaves the covenant: art. 14, 18(2), 18(3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.asking import Asking, make
from tests.cli.conftest import Result
from tests.cli.test_readers_officers import held, held_secrets, prepare, read, sections
from tests.cli.world import sample

ATTENTION, REFUSED = 15, 10
RECLASSERING = "reclassering-nederland"
GIVEN, LAST = "2026-10-20", "2027-01-20"
AFTER = "2027-01-21T09:00:00"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """The case of docs/voorbeeld, and an archived one."""
    world = make(tmp_path_factory.mktemp("made") / "home")
    with pytest.MonkeyPatch.context() as patch:
        world = Asking.of(world, tmp_path_factory.mktemp("grown") / "home", patch)
        world.extra["archived"] = world.intake()
        world.ok("archive", world.extra["archived"])
    return world


@pytest.fixture
def world(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    world = Asking.of(made, tmp_path / "home", monkeypatch)
    world.extra = made.extra
    return world


def withdraw(world: Asking, party: str, *options: str, now: str | None = None) -> Result:
    words = ("party", "withdraw", party, "--on", GIVEN, "--json", *options)
    return world.do(*words, now=now)


def withdrawals(world: Asking, now: str | None) -> list[dict[str, Any]]:
    """What the agenda says of them; it also has terms that are overdue here."""
    terms = world.do("agenda", "--json", now=now).json
    return [term for term in terms if "withdrawal" in term["what"]]


@pytest.mark.artikel("18.2")
def test_a_party_under_notice_is_a_party_for_three_months_more(world: Asking) -> None:
    before = read(world, "rec-1")
    filed = withdraw(world, RECLASSERING)
    assert filed.exit_code == 0, filed.stderr
    assert filed.json["ends"] == LAST
    assert filed.json["on"] == [world.co]
    assert "its secrecy stays" in filed.stderr
    assert read(world, "rec-1") == before
    (due,) = withdrawals(world, None)
    assert (due["due"], due["days_left"]) == (LAST, 92)
    assert world.do("show", world.co, by="rec-1", now=f"{LAST}T20:00:00").exit_code == 0
    assert world.ok("party", "show", RECLASSERING, "--json").json["until"] == LAST
    again = withdraw(world, RECLASSERING)
    assert (again.exit_code, again.json["ends"]) == (0, LAST)


@pytest.mark.artikel("18.2", "10.4", "14.1")
def test_after_that_it_is_taken_off_and_its_keys_open_nothing(world: Asking) -> None:
    withdraw(world, RECLASSERING)
    stolen = held_secrets(world, "rec-1")
    assert stolen
    gone = world.do("show", world.co, by="rec-1", now=AFTER)
    assert gone.exit_code == REFUSED
    done = withdraw(world, RECLASSERING, now=AFTER)
    assert done.exit_code == 0, done.stderr
    assert (done.json["done"], done.json["on"]) == ([world.co], [])
    assert "its secrecy stays (art. 14, art. 18 lid 2)" in done.stderr
    assert held(world, "rec-1") == set()
    assert RECLASSERING not in world.card(world.co).parties
    assert world.do("check", "--decrypt", by="pol-1", now=AFTER).exit_code == 0
    (left,) = world.card(world.co).of_kind("vertrek")
    shown = world.ok("show", f"{world.co}/{left.n}", "--json", now=AFTER).json
    assert shown["records"][0]["content"]["datum"] == LAST
    assert withdrawals(world, AFTER) == []
    again = withdraw(world, RECLASSERING, now=AFTER)
    assert (again.exit_code, again.json["done"]) == (0, [])


@pytest.mark.artikel("18.2")
def test_who_has_withdrawn_comes_on_no_file_and_gets_no_officer(world: Asking) -> None:
    withdraw(world, RECLASSERING)
    withdraw(world, RECLASSERING, now=AFTER)
    prepare(world, "rec-2")
    content = sample("deelname")
    joined = world.do("join", world.co, RECLASSERING, content=content, now=AFTER)
    assert joined.exit_code == REFUSED
    assert f"{RECLASSERING} was a party until {LAST} (art. 18 lid 2)" in joined.stderr
    card = world.run.home / "rec-2.card"
    named = ("--name", "Rie Verzonnen", "--card", card, "--accepted", "2027-01-01")
    added = world.do("officer", "add", RECLASSERING, "rec-2", *named, now=AFTER)
    assert added.exit_code == REFUSED
    assert "was a party until" in added.stderr


@pytest.mark.artikel("18.3")
def test_what_cannot_go_without_the_party_is_told_and_stays_whole(world: Asking) -> None:
    filed = withdraw(world, "gemeente-heerlen")
    assert set(filed.json["on"]) == {world.wp, world.co}
    before = world.card(world.wp)
    done = withdraw(world, "gemeente-heerlen", now=AFTER)
    assert done.exit_code == ATTENTION
    assert done.json["done"] == [world.co]
    assert done.json["kept"] == {
        world.wp: f"gemeente-heerlen is the last municipality on {world.wp}"
    }
    assert "still on 1 open dossier" in done.stderr
    assert world.card(world.wp).parties == before.parties
    # Its officers are out of office all the same: nothing there opens to them.
    assert sections(world, "hrl-1", world.wp) == set()
    # In the archive, somebody who reads there renews the keys.
    archived = world.extra["archived"]
    assert sections(world, "hrl-1", archived) != set()
    assert {step["dossier"] for step in done.json["keys"]["left"]} == {archived}
    renewed = world.do("officer", "rekey", "--json", by="pol-1", now=AFTER)
    assert renewed.exit_code == ATTENTION
    own = {(step["section"], tuple(step["gain"])) for step in renewed.json["left"]}
    assert own <= {("melder-gemeente-heerlen", ())}
    assert "goes with its dossier" in renewed.stderr


@pytest.mark.artikel("13.2", "18.2", "8.2.c")
def test_the_melders_of_who_withdrew_keep_no_file_from_the_archive(world: Asking) -> None:
    withdraw(world, "gemeente-heerlen")
    withdraw(world, "gemeente-heerlen", now=AFTER)
    held_by = world.card(world.wp).sections["melder-gemeente-heerlen"].keys
    assert held_by.keys() == {"uitvoerder/uit-1"}
    for day in ("2027-04-20", "2027-07-20", "2027-10-20"):
        swept = world.do("sweep", "--confirm", day, now=f"{day}T09:00:00")
        assert swept.exit_code == 0, swept.stderr
    card = world.card(world.wp)
    assert card.state == "gearchiveerd"
    assert not card.sections["melder-gemeente-heerlen"].keys
    assert card.sections["melder-politie"].keys.keys() == {"politie/pol-1"}
    assert world.do("check", "--decrypt", by="pol-1").exit_code == 0


@pytest.mark.artikel("18.3")
def test_a_party_on_every_file_of_a_register_is_warned_of(world: Asking) -> None:
    filed = withdraw(world, "politie")
    assert filed.exit_code == 0
    assert "it is on every dossier of register weegploeg" in filed.stderr
    assert withdraw(world, "uitvoerder").exit_code == REFUSED
    assert withdraw(world, "nergens").exit_code == REFUSED


@pytest.mark.artikel("18.2")
def test_a_dry_run_files_nothing_and_takes_nothing(world: Asking) -> None:
    before = world.files()
    planned = withdraw(world, RECLASSERING, "--dry-run")
    assert (planned.exit_code, planned.json["on"]) == (0, [world.co])
    assert "would be, nothing changed" in planned.stderr
    assert world.files() == before
    withdraw(world, RECLASSERING)
    before = world.files()
    later = withdraw(world, RECLASSERING, "--dry-run", now=AFTER)
    assert (later.exit_code, later.json["on"]) == (0, [world.co])
    assert "taken off 1 open dossier" in later.stderr
    assert world.files() == before


@pytest.mark.artikel("18.2")
def test_a_wrong_day_is_mended_while_the_term_runs_and_not_after_it(world: Asking) -> None:
    withdraw(world, RECLASSERING)
    mended = world.do("party", "withdraw", RECLASSERING, "--on", "2026-10-19", "--json")
    assert mended.json["ends"] == "2027-01-19"
    late = withdraw(world, RECLASSERING, now=AFTER)
    assert late.exit_code == REFUSED
    assert "gave notice on 2026-10-19" in late.stderr
