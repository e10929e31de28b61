# SPDX-License-Identifier: EUPL-1.2
"""Whoever touched a dossier stands in the log with what was made or opened: art. 15(2)(e)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from pgaref.actions.dossiers import ground_code
from pgaref.covenant.identifiers import make_id
from pgaref.storage import schemas
from pgaref.storage.transaction import MOST_RECORDS, Act
from tests.cli.world import World, sample


def lines(world: World, action: str) -> list[dict[str, Any]]:
    text = "".join(path.read_text() for path in sorted((world.vault / "log").glob("*.jsonl")))
    found = [line for line in map(json.loads, text.splitlines()) if line["action"] == action]
    assert [schemas.check(line, "log/1") for line in found] == [[]] * len(found)
    return found


def ended(world: World, action: str) -> dict[str, Any]:
    """What commit and end of the last act of this name both say."""
    commit, done = lines(world, action)[-2:]
    assert (commit["phase"], done["phase"]) == ("commit", "done")
    assert told(commit) == told(done)
    return done


def told(line: Mapping[str, Any]) -> dict[str, Any]:
    return {n: line[n] for n in ("dossier", "records", "ground") if n in line}


@pytest.mark.artikel("15.2.e", "6")
def test_an_intake_tells_what_it_made_and_under_which_grounds(world: World) -> None:
    dossier = world.intake()
    made = [f"{dossier}/{n}" for n in range(1, 6)]
    ground = "wpg-20+avg-6-1-e"
    assert told(ended(world, "intake")) == {"dossier": dossier, "records": made, "ground": ground}


@pytest.mark.artikel("15.2.e")
def test_an_intake_tells_which_subjects_it_looked_at(world: World) -> None:
    first, second = world.intake(), world.intake()
    assert f"{first}/1" in ended(world, "intake")["records"]
    shown = world.ok("log", "show", first, "--json").json
    assert [line["dossier"] for line in shown if line["phase"] == "done"] == [first, second]


@pytest.mark.artikel("15.2.e", "6")
def test_acts_on_a_dossier_tell_the_records_that_they_made(world: World) -> None:
    dossier, casus = world.agendered()
    copies = [f"{casus}/{n}" for n in range(1, 5)]
    # After what it made what it opened: the weighing, and the records that it handed over.
    opened = [f"{dossier}/{n}" for n in (6, 2, 3, 1)]
    made = {"dossier": dossier, "records": [f"{dossier}/7", *copies, *opened]}
    assert told(ended(world, "decide")) == made
    shown = world.ok("log", "show", casus, "--json").json
    assert {line["action"] for line in shown} == {"decide"}
    world.ok("signal", dossier, content=sample("signaal", grondslag=["wpg-18-2", "wpg-16-1"]))
    made = {"dossier": dossier, "records": [f"{dossier}/8", f"{dossier}/9"]}
    assert told(ended(world, "signal")) == {**made, "ground": "wpg-18-2+wpg-16-1"}
    world.ok("join", casus, "nctv", content=sample("deelname"))
    world.consented(casus, sample("verstrekking"))
    # The signal was disclosed, and the restricted one compared with what was written.
    made = {"dossier": casus, "records": [f"{casus}/6", f"{casus}/2", f"{dossier}/8"]}
    assert told(ended(world, "disclose")) == {**made, "ground": "wpg-20"}


@pytest.mark.artikel("15.2.e")
def test_a_dry_run_tells_of_nothing_made(world: World) -> None:
    dossier = world.weighed()
    world.ok("decide", dossier, "--dry-run", content=sample("besluit"), now="2026-10-15T09:00:00")
    intent, done = lines(world, "decide")
    assert (intent["phase"], done["phase"]) == ("intent", "done")
    assert "records" not in intent
    # What it opened, and no record or dossier that there never was.
    assert {address.partition("/")[0] for address in done["records"]} == {dossier}
    assert {*done["records"]} == {f"{dossier}/{n}" for n in (1, 2, 3, 6)}


@pytest.mark.artikel("15.2.e", "12.3")
def test_a_rehearsed_overview_tells_every_record_that_it_opened(world: World) -> None:
    """Attack: who only rehearses an answer to a request reads a whole file."""
    dossier, casus = world.agendered()
    over = [{"dossier": dossier}, {"dossier": casus}]
    world.run.now += timedelta(days=10)
    vz = world.made("request", "open", content=sample("verzoek", over=over))["dossier"]
    world.ok("request", "identify", vz, content=sample("identificatie"))
    answer = ("request", "answer", vz)
    rehearsed = world.ok(*answer, "--dry-run", content=sample("beantwoording"))
    assert rehearsed.exit_code == 0
    done = lines(world, "request-answer")[-1]
    assert (done["phase"], done["dossier"]) == ("done", vz)
    whole = {f"{dossier}/{n}" for n in (1, 2, 3, 4, 5)} | {f"{casus}/{n}" for n in (1, 2, 3)}
    assert whole <= {*done["records"]}
    shown = world.ok("log", "show", casus, "--json").json
    assert done["op"] in {line["op"] for line in shown}
    world.ok(*answer, content=sample("beantwoording"))
    assert whole <= {*ended(world, "request-answer")["records"]}


@pytest.mark.artikel("15.2.e", "10.5")
def test_a_refused_disclosure_tells_what_was_opened_before_it_was_refused(world: World) -> None:
    _, casus = world.agendered()
    world.ok("join", casus, "nctv", content=sample("deelname"))
    refused = world.do("disclose", casus, content=sample("verstrekking"))
    assert refused.exit_code == 10
    line = lines(world, "disclose")[-1]
    assert (line["phase"], line["records"]) == ("refused", [f"{casus}/2"])
    # Where the choice is refused already, nothing was opened, and nothing is told.
    chosen = [{"record": 99, "velden": ["gedraging"]}]
    assert world.do("disclose", casus, content=sample("verstrekking", gegevens=chosen)).exit_code
    assert "records" not in lines(world, "disclose")[-1]


@pytest.mark.artikel("15.2.e")
def test_a_reading_that_fails_half_way_tells_what_was_opened(world: World) -> None:
    dossier = world.intake()
    record = world.vault / f"dossiers/weegploeg/{dossier}/dossier/0003.age"
    record.write_bytes(record.read_bytes()[:-1] + b"?")
    assert world.do("show", dossier).exit_code == 13
    line = lines(world, "show")[-1]
    assert (line["phase"], line["reason"]) == ("failed", "integrity")
    assert line["records"] == [f"{dossier}/{n}" for n in (1, 2)]


@pytest.mark.artikel("15.2.e", "12.5")
def test_a_correction_tells_what_it_replaced_and_what_it_opened_anew(world: World) -> None:
    dossier = world.intake()
    world.run.now += timedelta(days=10)
    world.ok("correct", f"{dossier}/1", content=sample("correctie"))
    records = ended(world, "correct")["records"]
    assert {f"{dossier}/1", f"{dossier}/6"} <= {*records}
    # A rekey opens all of its section.
    assert {f"{dossier}/2", f"{dossier}/3"} <= {*records}


@pytest.mark.artikel("8.4", "15.2.e")
def test_a_search_tells_every_record_that_it_opened_and_not_the_hits_alone(world: World) -> None:
    dossier, casus = world.agendered()
    found = world.ok("find", "--purpose", "weegploeg", "--json", stdin="gemeentehuis", by="om-1")
    assert found.json == [{"dossier": dossier, "record": 2}]
    assert lines(world, "find")[-1]["records"] == [f"{dossier}/{n}" for n in (1, 2, 3, 6, 7)]
    assert casus not in str(lines(world, "find"))
    assert "gemeentehuis" not in str(lines(world, "find"))


@pytest.mark.artikel("15.2.e")
def test_many_records_are_told_by_their_dossiers() -> None:
    ids = [make_id("WP", n) for n in range(3)]
    act = Act("find", "pol-1", "politie", "h", "t")
    few = [f"{ids[0]}/{n}" for n in range(1, MOST_RECORDS + 1)]
    assert act.having([], [*few, few[0]]).records == tuple(few)
    many = [*few, f"{ids[2]}/1", f"{ids[1]}/4"]
    assert act.having([], many).records == (ids[0], ids[2], ids[1])
    # What an act made or gives is told one by one.
    assert act.having(few[:1], many[:-1]).records == tuple(many[:-1])
    assert act.having(few[:1], many).records == (few[0], ids[0], ids[2], ids[1])


@pytest.mark.artikel("6", "15.2.e")
def test_grounds_are_one_code_that_the_log_has_room_for() -> None:
    assert ground_code(["wpg-18-2", "wpg-16-1", "wpg-18-2"]) == "wpg-18-2+wpg-16-1"
    many = [f"{'x' * 36}-{n:02}" for n in range(9)]
    assert ground_code(many) == "grounds-9"


@pytest.mark.artikel("7.1")
def test_a_damaged_subject_stops_no_intake(world: World) -> None:
    first = world.intake()
    record = world.vault / f"dossiers/weegploeg/{first}/dossier/0001.age"
    record.write_bytes(record.read_bytes()[:-1] + b"?")
    made = world.made("intake", content=sample("intake"))
    assert made.get("seems_known", []) == []
    assert f"{first}/1" not in ended(world, "intake")["records"]
