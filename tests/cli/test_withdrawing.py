# SPDX-License-Identifier: EUPL-1.2
"""A party leaves the covenant: art. 14, 18(2), 18(3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.asking import Asking, make
from tests.cli.conftest import Result
from tests.cli.reach import Reach
from tests.cli.test_readers_officers import held, held_secrets, prepare, read, sections
from tests.cli.world import sample

ATTENTION, REFUSED, USAGE = 15, 10, 2
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
    words = ("party", "withdraw", party, "--on", GIVEN, "--json", "--yes", *options)
    return world.do(*words, now=now)


def withdrawals(world: Asking, now: str | None) -> list[dict[str, Any]]:
    """What the agenda says of them; it also has terms that are overdue here."""
    terms = world.do("agenda", "--json", now=now).json
    return [term for term in terms if "withdrawal" in term["what"]]


def opened(world: Asking, officer: str, dossier: str, section: str, secrets: list[bytes]) -> bool:
    """Whether an identity opens a record of a section, with what its key files once held too."""
    reach = Reach(world)
    found = reach.records(reach.identity(officer), *secrets)
    return any(f"/{dossier}/{section}/" in path for path in found)


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
    assert (renewed.exit_code, renewed.json["left"]) == (0, [])
    assert sections(world, "hrl-1", archived) == set()
    # The card goes on to name it, and nobody has anything left to do there.
    assert "gemeente-heerlen" in world.card(archived).parties
    assert f"pgaref join {world.wp} PARTY FILE" in done.stderr
    assert withdrawals(world, AFTER) != []
    world.ok("archive", world.wp, now=AFTER)
    assert withdrawals(world, AFTER) == []
    assert world.do("check", "--decrypt", by="pol-1", now=AFTER).exit_code == 0


@pytest.mark.artikel("18.2", "13.2", "8.2.c")
def test_nobody_reads_in_the_archive_what_the_party_read_alone(world: Asking) -> None:
    """Not with a copy of its keys either: each file gets a layer more, to a key that is gone."""
    archived = world.extra["archived"]
    section = "melder-gemeente-heerlen"
    stolen = held_secrets(world, "hrl-1")
    assert opened(world, "hrl-1", archived, section, stolen)
    withdraw(world, "gemeente-heerlen")
    done = withdraw(world, "gemeente-heerlen", now=AFTER)
    # It asks for no key: the uitvoerder does it, who reads nothing there.
    shut = [step for step in done.json["keys"]["done"] if step["dossier"] == archived]
    assert [(step["section"], step["lose"], step["gain"]) for step in shut] == [
        (section, ["gemeente-heerlen/hrl-1"], [])
    ]
    assert section not in sections(world, "hrl-1", archived)
    card = world.card(archived)
    assert not card.sections[section].keys
    assert not card.sections[section].seals
    assert not opened(world, "hrl-1", archived, section, stolen)
    assert world.do("check", "--decrypt", now=AFTER).exit_code == 0
    # Another kernpartij goes on to read and to write there.
    assert world.do("officer", "rekey", by="pol-1", now=AFTER).exit_code == 0
    assert world.do("check", "--decrypt", by="pol-1", now=AFTER).exit_code == 0


@pytest.mark.artikel("18.3", "12.2", "13.4", "11.5", "15.2.g")
def test_the_covenant_stands_for_the_others_on_what_the_party_was_on(world: Asking) -> None:
    withdraw(world, "gemeente-heerlen")
    withdraw(world, "gemeente-heerlen", now=AFTER)
    world.ok("officer", "rekey", by="pol-1", now=AFTER)
    archived, today, others = world.extra["archived"], "2027-01-21", ["pol-1", "om-1"]
    for dossier in (archived, world.wp):
        asked = sample("verzoek", over=[{"dossier": dossier}], ontvangen_op=today)
        vz = world.made("request", "open", content=asked)["dossier"]
        assert set(world.card(vz).parties) == {"politie", "openbaar-ministerie"}
        what = sample(
            "incident", dossiers=[dossier], kennisgenomen={"datum": today, "tijd": "08:00"}
        )
        world.ok("incident", "open", content=what)
        hold = {
            "schema": "opschorting/1",
            "basis": "procedure",
            "datum": today,
            "besloten_door": others,
            "motivering": "Er loopt een klacht.",
            "tot": today,
        }
        world.ok("hold", "add", dossier, content=hold)
    consulted = {"datum": today, "partijen": ["politie", "openbaar-ministerie"]}
    told = sample(
        "informatieplicht", overleg=consulted, besloten_door=others, herzien_op="2027-02-11"
    )
    world.ok("inform", world.wp, content=told)
    order = sample("opdracht", datum=today, van=others)
    new = world.made("reopen", archived, content=order, by="pol-1")["dossier"]
    assert set(world.card(new).parties) == {"politie", "openbaar-ministerie"}
    # Nobody of the party decides with them, and none of its files comes back to it.
    with_it = sample("opdracht", datum=today, van=[*others, "hrl-1"])
    refused = world.do("reopen", archived, content=with_it, by="pol-1")
    assert "hrl-1 is not in office" in refused.stderr
    named = sample("verzoek", over=None, kernpartijen=["gemeente-heerlen"], ontvangen_op=today)
    refused = world.do("request", "open", content=named)
    assert refused.exit_code == REFUSED
    assert "gemeente-heerlen was a party until" in refused.stderr


@pytest.mark.artikel("18.3", "8.4", "7.3", "12.6")
def test_another_municipality_takes_the_place_of_the_last_one(world: Asking) -> None:
    prepare(world, "vnl-1")
    card = world.run.home / "vnl-1.card"
    named = ("--name", "Vera Verzonnen", "--card", card, "--accepted", "2026-10-01")
    world.ok("officer", "add", "gemeente-venlo", "vnl-1", *named)
    waiting = world.intake()
    withdraw(world, "gemeente-heerlen")
    withdraw(world, "gemeente-heerlen", now=AFTER)
    today = "2027-01-21"
    weighed = {"datum": today, "aanwezig": ["pol-1", "om-1"]}
    world.ok("weigh", waiting, content=sample("weging", **weighed))
    world.ok("correct", f"{waiting}/1", content=sample("correctie", datum=today))
    joined = sample("deelname", geheimhouding=None)
    world.ok("join", waiting, "gemeente-venlo", content=joined)
    done = withdraw(world, "gemeente-heerlen")
    assert waiting in done.json["done"]
    assert "gemeente-venlo" in world.card(waiting).parties
    assert "gemeente-heerlen" not in world.card(waiting).parties
    assert held(world, "vnl-1", waiting)
    missing = world.do("weigh", waiting, content=sample("weging", **weighed))
    assert "gemeente-venlo is not represented in aanwezig" in missing.stderr
    assert world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("18.2", "13.2")
def test_what_keeps_a_file_from_the_archive_is_told_with_its_way_out(world: Asking) -> None:
    withdraw(world, "gemeente-heerlen")
    stuck = world.do("archive", world.wp, now=AFTER)
    assert stuck.exit_code == REFUSED
    assert "reads section melder-gemeente-heerlen" in stuck.stderr
    assert f"hint: pgaref party withdraw gemeente-heerlen --on {GIVEN}" in stuck.stderr
    assert "officer add" not in stuck.stderr
    withdraw(world, "gemeente-heerlen")
    world.ok("archive", world.wp)


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
    mended = world.do("party", "withdraw", RECLASSERING, "--on", "2026-10-19", "--yes", "--json")
    assert mended.json["ends"] == "2027-01-19"
    late = withdraw(world, RECLASSERING, now=AFTER)
    assert late.exit_code == REFUSED
    assert "gave notice on 2026-10-19" in late.stderr


@pytest.mark.artikel("18.2")
def test_a_notice_is_filed_when_the_party_is_typed_again(world: Asking) -> None:
    """It cannot be taken back; and `gemeente-beek` is soon typed for `gemeente-beekdaelen`."""
    line = ("party", "withdraw", RECLASSERING, "--on", GIVEN)
    before = world.files()
    alone = world.do(*line)
    assert (alone.exit_code, world.files()) == (USAGE, before)
    assert "to do it without asking: --yes" in alone.stderr
    wrong = world.do(*line, stdin="politie\n", tty=True)
    assert (wrong.exit_code, world.files()) == (USAGE, before)
    assert f"not to be taken back: {RECLASSERING} is a party until {LAST}" in wrong.stderr
    assert "that is another party; nothing changed" in wrong.stderr
    assert world.do(*line, stdin=f"{RECLASSERING}\n", tty=True).exit_code == 0
    # The same again asks nothing, another day does.
    assert world.do(*line).exit_code == 0
    assert world.do(*line[:-1], "2026-10-19").exit_code == USAGE
    assert world.do(*line, now=AFTER).exit_code == 0
    late = world.do(*line[:-1], "2026-10-19")
    assert (late.exit_code, "gave notice on" in late.stderr) == (REFUSED, True)
