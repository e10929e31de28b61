# SPDX-License-Identifier: EUPL-1.2
"""The agenda at the command line: what runs, what is overdue, and a calendar that names nobody."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event

from pgaref.storage.files.tree import Tree
from tests.cli.conftest import ROOT, CommandLine, Result, Spawn
from tests.cli.refusals import typed
from tests.cli.world import OFFICERS, SAMPLES, sample
from tests.cli.years import ATTENTION, USAGE, Years, founded

INTEGRITY = 13
NOBODY = {"PGAREF_IDENTITY": "/nowhere/identity"}
KEYS = ["dossier", "what", "due", "days_left", "article", "command"]
PLANNED = "2026-10-20"
# Ten of the two dossiers; to review access and log, and that five parties have one reader each.
TERMS = 19
FIRST, EVALUATION, SECOND = "2026-12-15", "2027-01-15", "2027-04-01"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A vault with one case that has a plan, everybody in it informed or soon to be."""
    home = founded(tmp_path_factory.mktemp("planned") / "home")
    with pytest.MonkeyPatch.context() as patch:
        years = Years(CommandLine(home, patch))
        years.on("2026-10-12")
        for officer in OFFICERS:
            years.confirm(officer)
        dossier = years.intake()
        years.on(PLANNED)
        casus = years.agender(dossier)
        for act in ("plan", "relation"):
            assert years.act(act, casus).exit_code == 0
        assert years.act("inform", casus, **told(PLANNED)).exit_code == 0
    return home, dossier, casus


@pytest.fixture
def years(planned: tuple[Path, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Years:
    return Years.copy(planned[0], tmp_path / "years", monkeypatch, f"{PLANNED}T10:00:00")


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Years:
    home = founded(tmp_path_factory.mktemp("empty") / "home")
    years = Years(CommandLine(home, monkeypatch))
    years.on("2026-10-12")
    for officer in OFFICERS:
        years.confirm(officer)
    return years


@pytest.fixture
def dossier(planned: tuple[Path, str, str]) -> str:
    return planned[1]


@pytest.fixture
def casus(planned: tuple[Path, str, str]) -> str:
    return planned[2]


def told(day: str) -> dict[str, Any]:
    return {
        "uitkomst": "geinformeerd",
        "op": day,
        "wijze": "In een gesprek.",
        "grond": None,
        "afweging": None,
        "herzien_op": None,
    }


def agenda(years: Years, *options: str | Path, day: str = "", **how: Any) -> Result:
    """The agenda as cron asks for it, without any identity."""
    if day:
        years.on(day)
    return years.run("agenda", *options, env=NOBODY, **how)


def terms(years: Years, *options: str, day: str = "") -> list[tuple[str, str, str]]:
    """Dossier, what, due."""
    result = agenda(years, "--json", *options, day=day)
    return [
        (term["dossier"], term["what"], term["due"]) for term in result.json if "dossier" in term
    ]


def of(years: Years, dossier: str, day: str = "") -> dict[str, str]:
    """What is due on one dossier, and when."""
    return {what: due for name, what, due in terms(years, day=day) if name == dossier}


# What stands there


@pytest.mark.artikel("8.3", "9.4", "10.3", "11.2", "13.1", "13.2")
def test_every_running_term_of_a_case(years: Years, dossier: str, casus: str) -> None:
    assert terms(years) == sorted(
        [
            (casus, "inform /7", "2026-11-20"),
            (casus, "action 1", FIRST),
            (casus, "evaluation", EVALUATION),
            (casus, "action 2", SECOND),
            (dossier, "review", "2027-04-12"),
            (casus, "review", "2027-04-20"),
            *((name, "archive", "2027-10-20") for name in (casus, dossier)),
            *((name, "destroy", "2031-10-20") for name in (casus, dossier)),
        ],
        key=lambda term: (term[2], term[0]),
    )


def test_json_has_the_keys_that_scripts_rely_on(years: Years, casus: str) -> None:
    result = agenda(years, "--json")
    assert result.exit_code == 0
    assert all(list(term) in (KEYS, KEYS[1:]) for term in result.json)
    assert result.json[1] == {
        "dossier": casus,
        "what": "action 1",
        "due": FIRST,
        "days_left": 56,
        "article": "9.4",
        "command": f"pgaref action {casus} FILE",
    }


@pytest.mark.artikel("8.4", "10.4", "15.2.b")
def test_it_asks_for_no_key_and_leaves_no_line(years: Years) -> None:
    before = years.files(log=True)
    wanted = agenda(years)
    assert wanted.exit_code == 0
    for officer in ("uit-1", *OFFICERS):
        assert years.do("agenda", by=officer) == wanted
    assert years.files(log=True) == before


def test_in_a_pipe_a_term_is_a_line_parted_by_tabs(years: Years, casus: str) -> None:
    result = agenda(years, day="2026-12-18")
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert lines[0][:5] == ["2026-11-20", "-28", casus, "inform /7", "11 lid 2"]
    assert lines[1] == [FIRST, "-3", casus, "action 1", "9 lid 4", f"pgaref action {casus} FILE"]
    assert result.stderr.splitlines()[0] == f"{TERMS} terms, 2 overdue"


def test_on_a_terminal_the_terms_stand_below_their_headers(years: Years, casus: str) -> None:
    years.on(PLANNED)
    result = years.run("agenda", env={**NOBODY, "NO_COLOR": "1"}, tty=True)
    header, first, *_ = result.stdout.splitlines()
    assert header.split() == ["due", "days", "dossier", "what", "article", "command"]
    assert first.split()[:3] == ["2026-11-20", "31", casus]
    assert first.rstrip().endswith(f"pgaref inform {casus} FILE")
    assert result.stderr == f"{TERMS} terms, 0 overdue\n"


# Overdue, and cron


@pytest.mark.artikel("9.4", "11.2")
@pytest.mark.parametrize(
    ("day", "code", "overdue", "said"),
    [
        ("2026-11-20", 0, 0, []),
        ("2026-11-21", ATTENTION, 1, ["pgaref: error: 1 term is overdue"]),
        ("2026-12-16", ATTENTION, 2, ["pgaref: error: 2 terms are overdue"]),
    ],
)
def test_exit_15_when_something_is_overdue(
    years: Years, day: str, code: int, overdue: int, said: list[str]
) -> None:
    result = agenda(years, day=day)
    assert (result.exit_code, len(result.stdout.splitlines())) == (code, TERMS)
    hint = ["hint: the last column has the command that settles it"] if said else []
    assert result.stderr.splitlines() == [f"{TERMS} terms, {overdue} overdue", *said, *hint]
    as_json = agenda(years, "--json")
    assert (as_json.exit_code, len(as_json.json)) == (code, TERMS)


@pytest.mark.parametrize(
    ("day", "days", "shown"),
    [
        ("2026-11-01", "0", []),
        ("2026-11-01", "18", []),
        ("2026-11-01", "19", ["inform /7"]),
        ("2026-11-20", "0", ["inform /7"]),
        # What is overdue always stands there.
        ("2026-11-30", "0", ["inform /7"]),
        ("2026-11-30", "15", ["inform /7", "action 1"]),
    ],
)
def test_what_is_due_within_some_days(years: Years, day: str, days: str, shown: list[str]) -> None:
    assert [what for _, what, _ in terms(years, "--days", days, day=day)] == shown


def test_days_are_a_whole_number(years: Years) -> None:
    for wrong in ("-1", "soon", "1.5", ""):
        result = agenda(years, f"--days={wrong}")
        assert (result.exit_code, result.stdout) == (USAGE, "")


def test_nothing_due_is_silent_in_a_pipe_and_told_on_a_terminal(years: Years, empty: Years) -> None:
    for place in (empty, years):
        assert place.run("agenda", "--days", "0", env=NOBODY) == Result(0, "", "")
    on_terminal = years.run("agenda", "--days", "0", env=NOBODY, tty=True)
    assert (on_terminal.stdout, on_terminal.stderr) == ("", "0 terms, 0 overdue\n")


def as_cron_runs_it(years: Years, moment: str) -> subprocess.CompletedProcess[str]:
    """The README's crontab line at a moment, in the little that cron hands over."""
    readme = (ROOT / "README.md").read_text("utf-8")
    ((when, command),) = re.findall(r"^ {4}((?:\S+ ){5})(.*pgaref agenda.*)$", readme, re.MULTILINE)
    assert re.fullmatch(r"\d{1,2} \d{1,2} \* \* \* ", when)
    program = years.run.home / "bin" / "pgaref"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pgaref "$@"\n')
    program.chmod(0o755)
    assert command.count("/srv/pgaref/vault") == 1
    return subprocess.run(
        ["faketime", moment, "sh", "-c", command.replace("/srv/pgaref/vault", str(years.vault))],
        cwd=years.run.home,
        env={"HOME": str(years.run.home), "PATH": f"{program.parent}:/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.artikel("11.2")
def test_the_crontab_line_of_the_readme_mails_only_what_is_due(years: Years, casus: str) -> None:
    quiet = as_cron_runs_it(years, "2026-11-19 03:30:00")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    due = as_cron_runs_it(years, "2026-11-20 03:30:00")
    assert (due.returncode, due.stderr) == (0, "1 term, 0 overdue\n")
    overdue = as_cron_runs_it(years, "2026-11-21 03:30:00")
    assert overdue.returncode == ATTENTION
    assert overdue.stdout.split("\t")[:4] == ["2026-11-20", "-1", casus, "inform /7"]
    assert "1 term is overdue" in overdue.stderr


# What settles a term


@pytest.mark.artikel("9.3", "9.4", "10.2.e")
def test_a_measure_is_due_until_it_is_done(years: Years, casus: str) -> None:
    years.on("2026-12-16")
    assert years.act("action", casus).exit_code == 0
    assert of(years, casus)["action 1"] == FIRST
    assert years.act("action", casus, stand="gereed").exit_code == 0
    assert "action 1" not in of(years, casus)
    assert years.act("action", casus, maatregel=2, stand="vervallen").exit_code == 0
    assert not any(what.startswith("action") for what in of(years, casus))
    # What was called done too early is taken up again, by the day of its plan.
    assert years.act("action", casus, stand="loopt").exit_code == 0
    assert of(years, casus)["action 1"] == FIRST


@pytest.mark.artikel("9.3", "9.4", "10.2.h")
def test_a_new_plan_adds_its_measures_and_closing_settles_them_all(
    years: Years, casus: str
) -> None:
    years.on("2027-01-10")
    assert years.act("action", casus, stand="gereed").exit_code == 0
    assert years.act("plan", casus, evaluatie_op="2027-06-01").exit_code == 0
    due = of(years, casus)
    assert due["evaluation"] == "2027-06-01"
    assert [due[f"action {n}"] for n in (2, 3, 4)] == [SECOND, FIRST, SECOND]
    assert years.act("close", casus).exit_code == 0
    assert set(of(years, casus)) == {"inform /7", "review", "archive", "destroy"}
    assert years.ok("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("9.4", "13.1")
def test_the_dates_of_a_plan_restart_no_term(years: Years, casus: str) -> None:
    years.on("2026-11-01")
    assert years.act("action", casus, stand="gereed").exit_code == 0
    assert of(years, casus)["destroy"] == "2031-11-01"
    agenda(years, day="2026-12-20")
    assert of(years, casus)["destroy"] == "2031-11-01"


@pytest.mark.artikel("9.4")
def test_the_list_names_the_next_thing(years: Years, casus: str) -> None:
    years.on(PLANNED)
    assert years.act("inform", casus, **{**told(PLANNED), "betreft": 7}).exit_code == 0
    years.on("2026-12-18")
    rows = [line.split("\t") for line in years.run("list", env=NOBODY).stdout.splitlines()]
    assert [casus, "lopend", "action 1 overdue", FIRST, "-3"] in rows
    years.on("2026-12-15")
    rows = [line.split("\t") for line in years.run("list", env=NOBODY).stdout.splitlines()]
    assert [casus, "lopend", "action 1", FIRST, "0"] in rows


@pytest.mark.artikel("7.4", "13.3")
def test_one_that_is_not_decided_or_not_agendered(years: Years) -> None:
    undecided, declined = years.intake(), years.intake()
    years.decline(declined)
    assert of(years, undecided)["decide"] == "2027-01-20"
    assert of(years, declined) == {
        "inform": PLANNED,
        "review": "2027-04-20",
        "destroy": "2027-04-20",
    }
    assert of(years, declined, "2027-02-19")["inform, urgent"] == PLANNED


@pytest.mark.artikel("12.5", "13.1", "13.2")
def test_a_hold_and_the_end_that_it_puts_off(years: Years, dossier: str) -> None:
    years.alive("2027-10-20", "2031-10-10")
    hold = years.hold(dossier, "2031-12-10").partition("/")[2]
    due = of(years, dossier)
    assert due == {f"hold /{hold}": "2031-12-10", "destroy": "2031-12-11"}
    years.alive("2031-10-25")
    years.overseen()
    result = agenda(years, "--days", "60")
    assert result.exit_code == 0
    assert f"pgaref hold release {dossier}/{hold} --reason CODE" in result.stdout
    assert years.release(f"{dossier}/{hold}").exit_code == 0
    assert agenda(years, "--days", "0").exit_code == ATTENTION
    assert of(years, dossier) == {"destroy": "2031-10-20"}


# The calendar


def events(data: str | bytes) -> dict[str, Event]:
    """The events of a calendar by their summary."""
    calendar = Calendar.from_ical(data)
    assert not calendar.errors
    found = [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]
    assert len(found) == len(calendar.subcomponents)
    return {str(event["summary"]): event for event in found}


@pytest.mark.artikel("9.4", "11.2")
def test_the_calendar_is_rfc_5545(years: Years, casus: str) -> None:
    file = years.run.home / "agenda.ics"
    result = agenda(years, "--ics", file)
    assert result.exit_code == 0
    assert result.stdout == agenda(years).stdout
    data = file.read_bytes()
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//pgaref//agenda//NL\r\n")
    lines = data.split(b"\r\n")
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    found = events(data)
    assert len(found) == TERMS
    event = found[f"{casus}: action 1 (art. 9 lid 4)"]
    assert event.decoded("dtstart") == date.fromisoformat(FIRST)
    assert event.decoded("dtstamp") == datetime(2026, 10, 20, 10, tzinfo=UTC)
    assert str(event["description"]) == f"pgaref action {casus} FILE"
    evaluation = found[f"{casus}: evaluation (art. 9 lid 4)"]
    folded = f"pgaref plan {casus} FILE, or: pgaref close {casus} FILE"
    assert str(evaluation["description"]) == folded
    assert event["class"] == "CONFIDENTIAL"
    assert event["transp"] == "TRANSPARENT"
    assert event.categories == ["pgaref", "maatregel"]
    (alarm,) = event.subcomponents
    assert alarm["action"] == "DISPLAY"
    assert alarm.decoded("trigger") == timedelta(days=-7)
    assert not {"ORGANIZER", "ATTENDEE", "LOCATION"} & set(event)


def test_a_calendar_taken_in_again_updates_what_moved(years: Years, casus: str) -> None:
    before = events(agenda(years, "--ics", "-").stdout)
    years.on("2026-10-22")
    assert years.act("plan", casus, evaluatie_op="2027-03-01").exit_code == 0
    after = events(agenda(years, "--ics", "-").stdout)
    name = f"{casus}: evaluation (art. 9 lid 4)"
    assert before[name]["uid"] == after[name]["uid"]
    assert after[name].decoded("dtstart") == date(2027, 3, 1)
    assert after[name].decoded("dtstamp") > before[name].decoded("dtstamp")
    assert before.keys() < after.keys()
    for found in (before, after):
        assert len({str(event["uid"]) for event in found.values()}) == len(found)


def test_a_notice_keeps_its_place_in_the_calendar_when_it_is_put_off(
    years: Years, casus: str
) -> None:
    def uid() -> set[str]:
        found = events(agenda(years, "--ics", "-").stdout)
        return {str(event["uid"]) for name, event in found.items() if ": inform" in name}

    before = uid()
    assert years.act("inform", casus, betreft=7).exit_code == 0
    assert "inform /7, uitgesteld" in of(years, casus)
    assert uid() == before


@pytest.mark.artikel("8.2.a", "8.2.c", "10.2.a", "10.2.f", "15.1")
def test_neither_list_nor_calendar_names_a_person(years: Years, dossier: str) -> None:
    years.intake()
    years.hold(dossier, "2026-12-01")
    file = years.run.home / "agenda.ics"
    shown = [
        agenda(years, "--ics", file, day="2027-02-01"),
        agenda(years, "--json"),
        agenda(years, "--ics", "-"),
    ]
    text = "".join(result.stdout + result.stderr for result in shown)
    text += file.read_bytes().replace(b"\r\n ", b"").decode()
    names = [path.stem for path in SAMPLES.glob("*.yaml")]
    contents = [sample(name) for name in names if "referentiekader" not in name]
    told = {said for content in contents for said in typed(content)}
    assert len(told) > 50
    assert [said for said in told if said in text] == []
    words = {"Sam", "Voorbeeld", "Noor", "Verzonnen", "Uma"}
    assert [word for word in words if word.lower() in text.lower()] == []
    # Parties stand there as such, where one has too few officers, and never beside a dossier.
    about = [line for line in shown[0].stdout.splitlines() if "\t-\t" not in line]
    assert not [word for word in ("politie", "heerlen", "nctv") if word in "".join(about)]
    assert not [officer for officer in ("uit-1", *OFFICERS) if officer in text]


def test_the_calendar_on_stdout_stands_there_alone(years: Years) -> None:
    result = agenda(years, "--ics", "-", day="2026-12-20")
    assert result.exit_code == ATTENTION
    assert "overdue" in result.stderr
    assert result.stdout.startswith("BEGIN:VCALENDAR\r\n")
    assert result.stdout.endswith("END:VCALENDAR\r\n")
    assert len(events(result.stdout)) == TERMS
    both = agenda(years, "--ics", "-", "--json")
    assert (both.exit_code, both.stdout) == (USAGE, "")


def test_the_calendar_holds_what_is_shown(years: Years, casus: str) -> None:
    shown = agenda(years, "--ics", "-", "--days", "60").stdout
    assert list(events(shown)) == [
        f"{casus}: inform /7 (art. 11 lid 2)",
        f"{casus}: action 1 (art. 9 lid 4)",
    ]
    assert events(agenda(years, "--ics", "-", "--days", "0").stdout) == {}


def test_the_calendar_is_its_owners_and_replaces_a_former_one(years: Years) -> None:
    file = years.run.home / "agenda.ics"
    for day in (PLANNED, "2026-12-20"):
        agenda(years, "--ics", file, "--json", day=day)
        assert file.stat().st_mode & 0o777 == 0o600
    assert b"DTSTAMP:20261220T" in file.read_bytes()
    assert not list(years.run.home.glob(".new-*"))


def refused_calendar(years: Years, file: str | Path) -> str:
    """What is said when the calendar is not written; nothing is listed, and no file changes."""
    home = years.run.home
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    result = agenda(years, "--ics", file)
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert "agenda.ics" not in result.stderr
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    return result.stderr.splitlines()[0].removeprefix("pgaref: error: ")


def test_a_calendar_takes_the_place_of_no_other_file(years: Years) -> None:
    home = years.run.home
    (home / "empty.ics").touch()
    (home / "agenda.ics").symlink_to(home / "uit-1")
    (home / "folder").mkdir()
    (home / "other.ics").write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//\r\n")
    other = "FILE is there already, and is not what this command writes"
    for name in ("uit-1", "empty.ics", "other.ics"):
        assert refused_calendar(years, home / name) == other
    for name in ("agenda.ics", "folder", ".."):
        assert refused_calendar(years, home / name) == "FILE is no name of a regular file"
    assert refused_calendar(years, "nowhere/agenda.ics") == "FILE cannot be written"


@pytest.mark.artikel("15.1")
def test_a_calendar_is_never_written_into_the_vault(years: Years) -> None:
    (years.run.home / "link").symlink_to(years.vault / "drafts")
    for place in (years.vault, years.vault / "log", years.run.home / "link"):
        assert refused_calendar(years, place / "agenda.ics") == "FILE lies in the vault"
    assert years.ok("check").exit_code == 0


@pytest.mark.parametrize("call", ["write", "rename"])
def test_a_full_disk_leaves_the_former_calendar(
    years: Years, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    file = years.run.home / "agenda.ics"
    agenda(years, "--ics", file)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Tree, call, full)
        result = agenda(years, "--ics", file, day="2026-12-20")
    assert result.exit_code == 1
    assert "no space left on the disk" in result.stderr
    assert file.read_bytes() == before
    assert not list(years.run.home.glob(".new-*"))


@pytest.mark.artikel("15.1")
def test_a_damaged_dossier_is_named_and_no_half_calendar_written(
    years: Years, dossier: str, casus: str
) -> None:
    (card,) = years.vault.glob(f"dossiers/*/{dossier}/card.json")
    card.write_bytes(card.read_bytes().replace(b'"seq":', b'"seq":1'))
    file = years.run.home / "agenda.ics"
    for options in (["--json"], ["--ics", file], ["--ics", "-"]):
        result = agenda(years, *options)
        assert result.exit_code == INTEGRITY
        assert dossier in result.stderr
        assert casus in result.stdout
        assert dossier not in result.stdout
    assert "VCALENDAR" not in result.stdout
    assert not file.exists()


def test_the_library_of_calendars_is_loaded_for_a_calendar_alone(
    years: Years, spawn: Spawn
) -> None:
    program = (
        "import sys\nfrom pgaref.cli.main import main\nimport os\n"
        "main(sys.argv[1:], os.environ)\nprint('icalendar' in sys.modules, file=sys.stderr)"
    )
    for options, loaded in (([], "False"), (["--ics", "-"], "True")):
        result = spawn("agenda", *options, program=program, PGAREF_VAULT=str(years.vault))
        assert result.stderr.splitlines()[-1] == loaded
