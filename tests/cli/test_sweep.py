# SPDX-License-Identifier: EUPL-1.2
"""The sweep (art. 13): from cron, without a secret, and only what is due; its guards and holds."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pgaref.storage.transaction import Transaction
from tests.cli.conftest import ROOT, CommandLine
from tests.cli.world import OFFICERS, World, sample
from tests.cli.years import ATTENTION, REFUSED, USAGE, Years, founded
from tests.storage.faults import killed_at

INTEGRITY, NO_KEY, INTERRUPTED = 13, 12, 130
DAY = timedelta(days=1)
TAKEN = "2026-10-20"
ARCHIVE, DESTROY = "2027-10-20", "2031-10-20"
Copy = Callable[[], Years]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault without a dossier."""
    return founded(tmp_path_factory.mktemp("founded") / "home")


@pytest.fixture(scope="module")
def taken(home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A vault with three dossiers, taken in on 20 October 2026; not one is decided."""
    target = tmp_path_factory.mktemp("taken") / "home"
    with pytest.MonkeyPatch.context() as patch:
        years = Years.copy(home, target, patch)
        years.on(TAKEN)
        dossiers = sorted(years.intake() for _ in range(3))
    return target, dossiers


@pytest.fixture
def copy(taken: tuple[Path, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """Makes copies of that vault; the last one made is the one that commands act on."""
    names = iter(range(100))
    return lambda: Years.copy(
        taken[0], tmp_path / f"home-{next(names)}", monkeypatch, f"{TAKEN}T10:00:00"
    )


@pytest.fixture
def years(copy: Copy) -> Years:
    return copy()


@pytest.fixture
def empty(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Years:
    return Years.copy(home, tmp_path / "empty", monkeypatch)


@pytest.fixture
def dossiers(taken: tuple[Path, list[str]]) -> list[str]:
    return taken[1]


def everything(years: Years) -> dict[str, bytes]:
    """Every file of the vault, log included, and what this machine remembers of it."""
    state = years.run.home / "state"
    remembered = {str(path): path.read_bytes() for path in state.rglob("*") if path.is_file()}
    return {**years.files(log=True), **remembered}


# Without a secret.


@pytest.mark.artikel("13.1", "13.2", "15.2")
def test_a_sweep_archives_and_destroys_without_any_identity(
    years: Years, dossiers: list[str], tmp_path: Path
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    shutil.move(years.run.home / "vault", tmp_path / "vault")
    shutil.rmtree(years.run.home)
    nobody = {
        "HOME": str(bare),
        "XDG_STATE_HOME": str(bare / "state"),
        "PGAREF_IDENTITY": "/nowhere/identity",
        "PGAREF_VAULT": str(tmp_path / "vault"),
    }
    for moment, acts in (("2027-01-19", set()), (ARCHIVE, {"archive"}), (DESTROY, {"destroy"})):
        day = date.fromisoformat(moment)
        while years.run.now.date() < day - 28 * DAY:
            years.run.now += 28 * DAY
            assert years.run("sweep", env=nobody).exit_code == 0
        result = years.run("sweep", "--json", now=f"{moment}T03:00:00", env=nobody)
        assert result.exit_code == 0, result.stderr
        assert {step["act"] for step in result.json["steps"]} - {"warn"} == acts
        assert result.json["done"] == (3 if acts else 0)
    assert sorted(path.stem for path in (tmp_path / "vault/certificates").iterdir()) == dossiers
    kept = {path.relative_to(tmp_path / "vault").parts[0] for path in tmp_path.rglob("*.age")}
    assert kept == {"parties"}


def crontab_line() -> str:
    """The command of the README's crontab line, for every night."""
    found = re.findall(r"^ {4}(\S+ \S+ \S+ \S+ \S+) (\S.*pgaref sweep.*)$", README, re.MULTILINE)
    ((when, command),) = found
    assert re.fullmatch(r"\d{1,2} \d{1,2} \* \* \*", when)
    return str(command)


README = (ROOT / "README.md").read_text()


def as_cron_runs_it(years: Years, moment: str) -> subprocess.CompletedProcess[str]:
    """The crontab line at a moment; of cron's own environment nothing but what crontab(5) names.

    What an administrator fits in: the place of the vault, and where `pgaref` is found.
    """
    program = years.run.home / "bin" / "pgaref"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pgaref "$@"\n')
    program.chmod(0o755)
    command = crontab_line()
    assert command.count("/srv/pgaref/vault") == 1
    cron_home = years.run.home / "cron"
    cron_home.mkdir(exist_ok=True)
    return subprocess.run(
        ["faketime", moment, "sh", "-c", command.replace("/srv/pgaref/vault", str(years.vault))],
        cwd=cron_home,
        env={
            "HOME": str(cron_home),
            "LOGNAME": "uitvoerder",
            "SHELL": "/bin/sh",
            "PATH": f"{program.parent}:/usr/bin:/bin",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.artikel("13.1", "13.2", "15.2")
def test_the_crontab_line_of_the_readme_works_as_cron_runs_it(
    years: Years, dossiers: list[str]
) -> None:
    quiet = as_cron_runs_it(years, "2026-10-21 03:00:00")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    years.alive("2027-10-01")
    done = as_cron_runs_it(years, f"{ARCHIVE} 03:00:00")
    assert (done.returncode, done.stderr) == (0, "archived 3, destroyed 0; blocked 0\n")
    said = [line.split("\t")[:2] for line in done.stdout.splitlines()]
    assert [words for words in said if words[0] != "warn"] == [["archive", d] for d in dossiers]
    again = as_cron_runs_it(years, f"{ARCHIVE} 03:05:00")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    # The mail of cron names no person.
    assert "Voorbeeld" not in done.stdout + done.stderr


@pytest.mark.artikel("15.2")
def test_the_scheduler_signs_nothing_and_only_archives_and_destroys(
    years: Years, dossiers: list[str]
) -> None:
    before = len(years.lines())
    years.alive("2027-10-01")
    years.steps(ARCHIVE)
    years.alive("2031-10-01")
    years.steps(DESTROY)
    commits = [line for line in years.lines()[before:] if line["phase"] == "commit"]
    assert [line["action"] for line in commits] == ["archive"] * 3 + ["shred"] * 3
    for line in commits:
        assert line["actor"] == "scheduler"
        assert not line.keys() & {"sig", "signers"}
        assert line["article"] == ("13.2" if line["action"] == "archive" else "13.1")
        assert line["reason"] == "term-ended"
    assert [line["dossier"] for line in commits] == [*dossiers, *dossiers]
    assert years.do("log", "verify").exit_code == 0
    assert years.do("check").exit_code == 0


# Silence, and looking ahead.


@pytest.mark.artikel("13.1", "13.2")
@pytest.mark.parametrize("vault", ["years", "empty"])
def test_a_sweep_with_nothing_to_do_is_silent_and_changes_nothing(
    vault: str, request: pytest.FixtureRequest
) -> None:
    place: Years = request.getfixturevalue(vault)
    before = everything(place)
    for _ in range(3):
        swept = place.sweep(TAKEN, "12:00:00")
        assert (swept.exit_code, swept.stdout, swept.stderr) == (0, "", "")
    assert everything(place) == before


@pytest.mark.artikel("13.1", "13.2")
@pytest.mark.parametrize(
    ("today", "options", "act"),
    [
        ("2027-10-19", [], None),
        (ARCHIVE, [], "archive"),
        ("2027-01-01", ["--as-of", ARCHIVE], "archive"),
        ("2027-01-01", ["--as-of", DESTROY], "destroy"),
        ("2027-01-01", ["--as-of", "2090-01-01"], "destroy"),
        ("2027-11-01", ["--as-of", "2027-10-19"], None),
    ],
)
def test_looking_ahead_changes_nothing_not_even_the_log(
    years: Years, dossiers: list[str], today: str, options: list[str], act: str | None
) -> None:
    before = everything(years)
    swept = years.sweep(today, "09:00:00", "--dry-run", "--json", *options)
    assert swept.exit_code == 0
    assert swept.json["done"] == 0
    planned = [(s["act"], s["dossier"]) for s in swept.json["steps"] if s["act"] != "warn"]
    assert planned == ([(act, dossier) for dossier in dossiers] if act else [])
    assert "nothing changed" in swept.stderr
    assert everything(years) == before


def test_only_a_dry_run_looks_ahead(years: Years) -> None:
    before = everything(years)
    for options in (["--as-of", DESTROY], ["--as-of", DESTROY, "--confirm", TAKEN]):
        swept = years.sweep(TAKEN, "12:00:00", *options)
        assert swept.exit_code == USAGE
        assert "--dry-run" in swept.stderr
    assert everything(years) == before


@pytest.mark.artikel("7.4")
def test_undecided_dossiers_are_reported_by_every_sweep_and_never_touched(
    years: Years, dossiers: list[str]
) -> None:
    before = years.files()
    assert years.steps("2027-01-20") == []
    for day in ("2027-01-21", "2027-01-22"):
        assert years.steps(day) == [("warn", dossier, "2027-01-20") for dossier in dossiers]
        swept = years.sweep()
        assert swept.exit_code == 0
        assert f"undecided: opened {TAKEN} + 3 months (7 lid 4)" in swept.stdout
    assert years.files() == before
    years.decline(dossiers[0])
    assert years.steps("2027-01-23") == [("warn", d, "2027-01-20") for d in dossiers[1:]]


# Guards.


@pytest.mark.artikel("13.1", "13.2", "15.2")
@pytest.mark.parametrize("back", ["2027-10-21", "2027-10-20", "2027-10-19", "2026-01-01"])
def test_a_clock_behind_the_log_is_refused(years: Years, back: str) -> None:
    """Also where nothing would be due: a clock that stands still would keep everything for ever."""
    years.alive("2027-10-22")
    before = everything(years)
    swept = years.sweep(back)
    assert swept.exit_code == REFUSED
    assert "the clock is behind the log" in swept.stderr
    assert swept.stdout == ""
    assert everything(years) == before
    assert years.confirmed().exit_code == REFUSED
    assert everything(years) == before


@pytest.mark.artikel("13.1", "15.2")
def test_a_clock_some_seconds_behind_is_taken_for_the_log_s_time(years: Years) -> None:
    years.alive("2027-10-19")
    years.on(ARCHIVE)
    years.ok("log", "show")
    years.run.now -= timedelta(seconds=100)
    assert len(years.done(years.today, str(years.run.now.time()))) == 3
    assert years.lines()[-1]["time"] == f"{ARCHIVE}T09:00:00Z"


FAR = "2027-12-01"
AHEAD = "nothing was archived or destroyed: the clock is"


def far_ahead(years: Years) -> Years:
    """More than 100 days after the log's last line, with three dossiers due."""
    years.alive("2027-08-22")
    years.on(FAR)
    return years


@pytest.mark.artikel("13.1", "13.2", "15.2")
def test_a_clock_far_ahead_of_the_log_destroys_nothing_and_writes_no_line(years: Years) -> None:
    before = everything(far_ahead(years))
    for _ in range(2):
        swept = years.sweep(FAR)
        assert swept.exit_code == ATTENTION
        assert f"{AHEAD} 101 days ahead of the log's last line" in swept.stderr
        assert "hint: " in swept.stderr
        assert "archived 0, destroyed 0" in swept.stderr
        assert everything(years) == before
    swept = years.sweep(FAR, "09:00:00", "--json")
    assert (swept.exit_code, swept.json["done"]) == (ATTENTION, 0)
    assert [step["act"] for step in swept.json["steps"]].count("archive") == 3
    assert everything(years) == before


@pytest.mark.artikel("13.1", "15.2")
@pytest.mark.parametrize("act", ["list --names", "show", "find", "intake", "signal", "archive"])
def test_a_wrong_clock_gets_no_line_into_the_log_and_locks_nobody_out(
    years: Years, dossiers: list[str], act: str
) -> None:
    far_ahead(years)
    years.on("2099-01-01")
    before = everything(years)
    typed = {
        "find": lambda: years.do("find", "--purpose", "weegploeg", stdin="Voorbeeld"),
        "intake": lambda: years.do("intake", content=sample("intake")),
        "signal": lambda: years.act("signal", dossiers[0]),
        "list --names": lambda: years.do("list", "--names"),
    }.get(act, lambda: years.do(act, dossiers[0]))()
    assert (typed.exit_code, typed.stdout) == (REFUSED, "")
    assert "days ahead of the log's last line (art. 15 lid 2)" in typed.stderr
    assert "hint: set the clock of this machine right" in typed.stderr
    assert everything(years) == before
    # Under the true clock all goes on.
    years.on("2027-08-23")
    assert years.do("show", dossiers[0]).exit_code == 0


@pytest.mark.artikel("13.1", "15.2")
def test_after_a_long_silence_acts_go_on_when_a_person_took_the_clock_for_right(
    years: Years, dossiers: list[str]
) -> None:
    far_ahead(years)
    refused = years.do("list", "--names")
    assert refused.exit_code == REFUSED
    assert f"then say pgaref sweep --confirm {FAR}" in refused.stderr
    assert years.confirmed().exit_code == 0
    assert years.do("list", "--names").exit_code == 0


@pytest.mark.artikel("15.2")
def test_a_hundred_days_are_not_far(years: Years) -> None:
    years.alive("2027-08-22")
    assert [act for act, *_ in years.done("2027-11-30")] == ["archive"] * 3


@pytest.mark.artikel("13.2", "15.2")
def test_a_guarded_plan_goes_on_when_the_uitvoerder_signs_for_it_today(
    years: Years, dossiers: list[str]
) -> None:
    far_ahead(years)
    count = len(years.lines())
    swept = years.confirmed()
    assert swept.exit_code == 0, swept.stderr
    assert "archived 3" in swept.stderr
    assert {card["state"] for card in years.cards().values()} == {"gearchiveerd"}
    commits = [line for line in years.lines()[count:] if line["phase"] == "commit"]
    assert [line["dossier"] for line in commits] == dossiers
    for line in commits:
        assert line["actor"] == "uit-1"
        assert line["sig"]
    assert years.do("log", "verify").exit_code == 0
    assert years.sweep("2027-12-02").exit_code == 0


@pytest.mark.artikel("15.2", "15.2.b")
@pytest.mark.parametrize(
    ("by", "day", "code", "said"),
    [
        ("uit-1", "2027-11-30", USAGE, "today's date"),
        ("uit-1", "2027-12-02", USAGE, "today's date"),
        ("uit-1", "2027-02-29", USAGE, "--confirm"),
        ("pol-1", FAR, REFUSED, "pol-1 of politie may not do this"),
        ("nctv-1", FAR, REFUSED, "nctv-1 of nctv may not do this"),
        ("stranger", FAR, NO_KEY, "no officer's"),
        ("nobody", FAR, NO_KEY, "no identity"),
    ],
)
def test_a_guarded_plan_stays_undone_by_another_date_or_person(
    years: Years, by: str, day: str, code: int, said: str
) -> None:
    far_ahead(years)
    years.run("keygen", years.identity("stranger"))
    before = everything(years)
    swept = years.confirmed(by, day)
    assert (swept.exit_code, said in swept.stderr) == (code, True), swept.stderr
    assert everything(years) == before


@pytest.mark.artikel("15.2")
def test_a_confirmation_without_a_signing_key_does_nothing(years: Years) -> None:
    far_ahead(years)
    years.identity("uit-1.sign").unlink()
    before = years.files()
    assert years.confirmed().exit_code == NO_KEY
    assert years.files() == before


@pytest.mark.artikel("13.3", "15.2")
def test_an_unusual_share_of_the_vault_is_guarded(years: Years, dossiers: list[str]) -> None:
    """From ten dossiers on, where they are more than a quarter of all."""
    dossiers = [*dossiers, *(years.intake() for _ in range(7))]
    years.on("2026-10-21")
    assert years.act("signal", dossiers[0]).exit_code == 0
    years.alive("2027-10-19")
    # Nine are due today, and ten tomorrow.
    planned = years.sweep(ARCHIVE, "03:00:00", "--dry-run")
    assert "would archive 9" in planned.stderr
    assert "--confirm" not in planned.stderr
    before = everything(years)
    swept = years.sweep("2027-10-21")
    assert swept.exit_code == ATTENTION
    assert "10 of 10 dossiers are due at once" in swept.stderr
    assert everything(years) == before
    assert years.confirmed(day=ARCHIVE).exit_code == USAGE
    assert years.confirmed(by="pol-1").exit_code == REFUSED
    assert everything(years) == before
    assert years.confirmed().exit_code == 0
    archived = {name for name, card in years.cards().items() if card["state"] == "gearchiveerd"}
    assert archived == set(dossiers)


@pytest.mark.artikel("13.1", "15.2")
def test_nine_due_at_once_are_no_unusual_share(years: Years) -> None:
    for _ in range(6):
        years.intake()
    years.alive("2027-10-19")
    assert [act for act, *_ in years.done(ARCHIVE)] == ["archive"] * 9


@pytest.mark.artikel("13.1", "13.2", "15.2")
def test_a_look_ahead_tells_that_the_sweep_would_wait_for_a_person(years: Years) -> None:
    far_ahead(years)
    before = everything(years)
    swept = years.sweep(FAR, "09:00:00", "--dry-run")
    assert swept.exit_code == 0
    assert "the clock is 101 days ahead of the log's last line" in swept.stderr
    assert everything(years) == before


@pytest.mark.artikel("13.1", "13.2", "15.2.e")
def test_a_vault_swept_nightly_in_which_nothing_happens_never_needs_a_confirmation(
    years: Years,
) -> None:
    """Daily for six weeks, every second week for the five years after that."""
    count = len(years.lines())
    day, acts = date.fromisoformat(TAKEN), []
    while day < date.fromisoformat(DESTROY):
        day += DAY if day < date(2026, 12, 1) else 14 * DAY
        acts += [(act, day) for act, *_ in years.steps(day) if act != "warn"]
    assert [act for act, _ in acts] == ["archive"] * 3 + ["destroy"] * 3
    assert years.cards() == {}
    # The sign of life: an act of the scheduler that changes nothing.
    signs = [line for line in years.lines()[count:] if line["action"] == "sweep"]
    assert {(line["actor"], line["phase"]) for line in signs} == {
        ("scheduler", "intent"),
        ("scheduler", "done"),
    }
    assert 40 * 2 <= len(signs) <= 65 * 2
    assert years.do("log", "verify").exit_code == 0


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize("ahead", [101, 1000, 20_000])
def test_a_wrong_far_clock_never_becomes_the_log_s(years: Years, ahead: int) -> None:
    """With nothing due, or with all of it: no line, so that the right clock still works."""
    before = everything(years)
    years.sweep(date.fromisoformat(TAKEN) + ahead * DAY)
    assert everything(years) == before
    quiet = years.sweep("2026-10-21")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")


# Holds.


@pytest.mark.artikel("12.5", "13.3")
def test_a_hold_blocks_destruction_says_so_and_ends_by_itself(
    years: Years, dossiers: list[str]
) -> None:
    held, *others = dossiers
    for dossier in dossiers:
        years.decline(dossier)
    years.alive("2027-03-01")
    record = years.hold(held, "2027-05-31").rpartition("/")[2]
    assert years.steps("2027-04-20") == sorted(
        [("blocked", held, "2027-04-20"), ("warn", held, "2026-10-20")]
        + [("destroy", other, "2027-04-20") for other in others],
        key=lambda step: (dossiers.index(step[1]), step[0]),
    )
    assert years.cards().keys() == {held}
    swept = years.sweep("2027-05-31", "21:59:59", "--json")
    assert swept.exit_code == ATTENTION
    (blocked,) = [step for step in swept.json["steps"] if step["act"] == "blocked"]
    assert blocked["reasons"][0] == f"hold: procedure, record {record}, until 2027-05-31"
    assert swept.json["done"] == 0
    assert years.steps("2027-05-31", "22:00:00") == [("destroy", held, "2027-04-20")]
    certificate = years.certificate(held)
    assert (certificate["due"], certificate["destroyed"]) == ("2027-04-20", "2027-06-01")
    assert certificate["days_overdue"] == 42
    assert "days_overdue" not in years.certificate(others[0])


@pytest.mark.artikel("13.2")
def test_a_hold_does_not_stop_archiving(years: Years, dossiers: list[str]) -> None:
    years.alive("2027-10-01")
    years.hold(dossiers[0], "2027-12-31")
    assert years.done(ARCHIVE) == [("archive", dossier, ARCHIVE) for dossier in dossiers]


@pytest.mark.artikel("13.1", "13.2")
def test_what_is_held_past_its_end_and_never_was_archived_is_archived_all_the_same(
    years: Years, dossiers: list[str]
) -> None:
    while years.today < date(2031, 9, 1):  # in use, and never swept
        years.run.now += 90 * DAY
        years.ok("list", "--names")
    years.on("2031-10-01")
    years.hold(dossiers[0], "2031-12-31")
    years.on(DESTROY)
    swept = years.do("sweep", "--confirm", DESTROY, "--json")
    assert swept.exit_code == ATTENTION
    steps = [(step["act"], step["dossier"], step["due"]) for step in swept.json["steps"]]
    assert sorted(steps)[:2] == [
        ("archive", dossiers[0], ARCHIVE),
        ("blocked", dossiers[0], DESTROY),
    ]
    assert years.cards()[dossiers[0]]["state"] == "gearchiveerd"
    assert years.cards().keys() == {dossiers[0]}


@pytest.mark.artikel("12.5", "13.1", "13.3")
def test_a_hold_is_renewed_by_a_new_decision_and_by_nothing_else(
    years: Years, dossiers: list[str]
) -> None:
    held = dossiers[0]
    years.decline(held)
    years.alive("2027-04-01")
    first = years.hold(held, "2027-07-01")
    too_long = years.act("hold add", held, tot="2027-07-02")
    assert too_long.exit_code == REFUSED
    assert "hold-too-long" not in too_long.stderr
    assert "a new decision" in too_long.stderr
    years.alive("2027-06-30")
    second = years.hold(held, "2027-09-30")
    assert first != second
    assert ("blocked", held, "2027-04-20") in years.steps("2027-07-02")
    assert ("blocked", held, "2027-04-20") in years.steps("2027-09-30")
    assert ("destroy", held, "2027-04-20") in years.steps("2027-10-01")


@pytest.mark.artikel("13.1", "13.3")
def test_a_released_hold_holds_no_longer(years: Years, dossiers: list[str]) -> None:
    held = dossiers[0]
    years.decline(held)
    years.alive("2027-04-01")
    one, other = years.hold(held, "2027-06-30"), years.hold(held, "2027-06-01")
    years.alive("2027-05-01")
    assert ("blocked", held, "2027-04-20") in years.steps("2027-05-01")
    assert years.release(one).exit_code == 0
    assert ("blocked", held, "2027-04-20") in years.steps("2027-05-02")
    assert years.release(one).exit_code == USAGE
    assert years.release(other).exit_code == 0
    assert ("destroy", held, "2027-04-20") in years.steps("2027-05-02", "10:00:00")
    assert years.certificate(held)["days_overdue"] == 12


@pytest.mark.artikel("13.1")
def test_an_archived_dossier_is_held_too(years: Years, dossiers: list[str]) -> None:
    years.alive("2027-10-01")
    years.steps(ARCHIVE)
    years.alive("2031-08-01")
    years.hold(dossiers[0], "2031-11-01")
    acts = {dossier: act for act, dossier, _ in years.steps(DESTROY) if act != "warn"}
    assert acts == {dossiers[0]: "blocked", dossiers[1]: "destroy", dossiers[2]: "destroy"}
    assert years.do("check", "--decrypt", by="pol-1").exit_code == 0
    acts = {dossier: act for act, dossier, _ in years.steps("2031-11-02")}
    assert acts == {dossiers[0]: "destroy"}


@pytest.mark.artikel("13.2")
def test_what_nobody_could_read_in_the_archive_is_blocked_and_still_destroyed(
    run: CommandLine,
) -> None:
    world = World(run).set_up({})
    for officer, party in OFFICERS.items():
        made = run("keygen", world.identity(officer))
        (run.home / f"{officer}.card").write_text(made.stdout)
        ends = ("--until", "2027-06-30") if party == "politie" else ()
        world.admit(officer, party, *ends)
    years = Years(run)
    years.on(TAKEN)
    dossier = years.intake()
    years.alive("2027-10-01")
    before = everything(years)
    swept = years.sweep(ARCHIVE, "09:00:00", "--json")
    assert swept.exit_code == ATTENTION
    (blocked,) = [step for step in swept.json["steps"] if step["act"] == "blocked"]
    assert blocked["reasons"][0] == "no officer of a kernpartij reads section melder-politie"
    assert everything(years) == before
    years.alive("2031-10-01")
    assert years.steps(DESTROY) == [("destroy", dossier, DESTROY)]


# What goes wrong on the way.


@pytest.mark.artikel("13.1", "13.2")
def test_an_interrupted_sweep_goes_on_where_it_was(
    years: Years, dossiers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    years.alive("2031-10-01")
    real, calls = Transaction.commit, iter(range(100))

    def interrupted(transaction: Transaction) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        real(transaction)

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "commit", interrupted)
        assert years.sweep(DESTROY).exit_code == INTERRUPTED
    assert years.certificates() == {dossiers[0]}
    assert years.cards().keys() == set(dossiers[1:])
    assert years.steps(DESTROY, "10:00:00") == [("destroy", d, DESTROY) for d in dossiers[1:]]
    assert years.certificates() == set(dossiers)
    assert years.do("check").exit_code == 0


@pytest.mark.artikel("13.1", "13.2")
@pytest.mark.parametrize("nth", [5, 30, 60, 100, 140])
def test_a_sweep_that_is_killed_is_finished_by_the_next_one(years: Years, nth: int) -> None:
    years.alive("2027-10-01")
    assert killed_at(nth, lambda: years.sweep(ARCHIVE))
    years.steps(ARCHIVE, "10:00:00")
    assert [card["state"] for card in years.cards().values()] == ["gearchiveerd"] * 3
    assert years.do("check", "--decrypt", by="pol-1").exit_code == 0
    assert years.do("log", "verify").exit_code == 0
    assert not [path for path in years.files() if "new-" in path or path.startswith("journal/")]
    assert not list((years.vault / "dossiers").rglob("*.age"))


@pytest.mark.artikel("13.1", "13.2")
@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_damaged_dossier_is_reported_and_does_not_keep_the_others(
    years: Years, dossiers: list[str], damage: str
) -> None:
    record = years.vault / "dossiers" / "weegploeg" / dossiers[0] / "dossier" / "0002.age"
    if damage == "gone":
        record.unlink()
    else:
        record.write_bytes(record.read_bytes()[:-1] + b"x")
    years.alive("2027-10-01")
    swept = years.sweep(ARCHIVE, "09:00:00", "--json")
    assert swept.exit_code == INTEGRITY
    assert f"{dossiers[0]}/dossier/0002.age" in swept.stderr
    steps = [step for step in swept.json["steps"] if step["act"] != "warn"]
    acts = {step["dossier"]: step["act"] for step in steps}
    assert acts == {dossiers[0]: "blocked", dossiers[1]: "archive", dossiers[2]: "archive"}
    failed = [line for line in years.lines() if line["phase"] == "failed"]
    assert [(line["dossier"], line["reason"]) for line in failed] == [(dossiers[0], "integrity")]
    assert swept.json["done"] == 2
    states = {name: card["state"] for name, card in years.cards().items()}
    assert states == {
        dossiers[0]: "te-wegen",
        dossiers[1]: "gearchiveerd",
        dossiers[2]: "gearchiveerd",
    }
    # What is due for destruction goes, damaged or not: nothing of it is kept.
    years.alive("2031-10-01")
    assert {act for act, *_ in years.steps(DESTROY)} == {"destroy"}
    assert years.certificates() == set(dossiers)


@pytest.mark.artikel("13.1", "13.2")
def test_a_damaged_card_is_reported_and_does_not_keep_the_others(
    years: Years, dossiers: list[str]
) -> None:
    card = years.vault / "dossiers" / "weegploeg" / dossiers[1] / "card.json"
    card.write_bytes(card.read_bytes().replace(TAKEN.encode(), b"2020-10-20"))
    years.alive("2027-10-01")
    swept = years.sweep(ARCHIVE, "09:00:00", "--json")
    assert swept.exit_code == INTEGRITY
    assert {step["dossier"] for step in swept.json["steps"]} == {dossiers[0], dossiers[2]}
    assert swept.json["done"] == 2
    assert card.exists()


# An archive elsewhere.


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """An empty folder on another file system than the test's own."""
    here = tmp_path.stat().st_dev
    bases = [Path(base) for base in ("/dev/shm", "/tmp", "/var/tmp") if Path(base).is_dir()]
    base = next(base for base in bases if base.stat().st_dev != here)
    with tempfile.TemporaryDirectory(dir=base) as folder:
        yield Path(folder) / "archive"


@pytest.mark.artikel("13.2")
def test_the_archive_may_lie_on_another_file_system(run: CommandLine, elsewhere: Path) -> None:
    years = Years(run)
    years.run.now = years.run.now.fromisoformat("2026-10-12T08:00:00+00:00")
    for officer in ("uit-1", *OFFICERS):
        made = run("keygen", years.identity(officer))
        (run.home / f"{officer}.card").write_text(made.stdout)
    years.ok("init", "--name", "Uma Verzonnen", "--archive", elsewhere)
    for officer, party in OFFICERS.items():
        years.admit(officer, party)
    assert elsewhere.stat().st_dev != years.vault.stat().st_dev
    years.on(TAKEN)
    dossier = years.intake()
    years.alive("2027-10-01")
    # Its file system is not mounted: nothing is done, and nothing is made in its place.
    elsewhere.rename(elsewhere.with_name("unmounted"))
    before = everything(years)
    assert years.sweep(ARCHIVE).exit_code == INTEGRITY
    elsewhere.mkdir()
    assert years.sweep(ARCHIVE).exit_code == INTEGRITY
    assert list(elsewhere.iterdir()) == []
    assert everything(years) == before
    elsewhere.rmdir()
    elsewhere.with_name("unmounted").rename(elsewhere)
    assert years.done(ARCHIVE) == [("archive", dossier, ARCHIVE)]
    assert (elsewhere / "weegploeg" / dossier / "card.json").is_file()
    assert not [path for path in years.files() if path.startswith(("archive/", "dossiers/"))]
    # Keys stay with the vault, to be backed up on a cycle of their own.
    assert not list(elsewhere.rglob("*.seal.age"))
    years.ok("show", dossier, "--purpose", "klacht", by="pol-1")
    assert years.do("check", "--decrypt", by="pol-1").exit_code == 0
    years.alive("2031-10-01")
    assert years.steps(DESTROY) == [("destroy", dossier, DESTROY)]
    assert not list(elsewhere.rglob("*.age"))
    assert not [path for path in years.files() if path.startswith("keys/weegploeg")]
    assert years.do("check").exit_code == 0
