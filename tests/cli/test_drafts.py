# SPDX-License-Identifier: EUPL-1.2
"""Drafts in the vault: whose they are, how long they stay, and with what they go."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pgaref.actions.session import Edit
from pgaref.actions.signal import signal
from pgaref.errors import RefusedError
from pgaref.storage import draftname
from pgaref.storage.draftname import DraftName
from pgaref.storage.logbook import scope
from tests.cli.conftest import ROOT
from tests.cli.drafting import NAME, TEXT, keep, session_of
from tests.cli.years import REFUSED, USAGE, Years, content
from tests.storage.faults import killed_at

INTEGRITY = 13
DAY = timedelta(days=1)


@pytest.fixture
def years(founded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Years:
    return Years.copy(founded_home, tmp_path / "home", monkeypatch, "2026-10-20T10:00:00")


@pytest.fixture
def dossier(years: Years) -> str:
    return years.intake()


def there(years: Years) -> list[str]:
    """The files of the drafts, by what they are called."""
    return sorted(path.stem for path in (years.vault / "drafts").iterdir())


def stock_verified(years: Years) -> None:
    done = subprocess.run(["sh", ROOT / "docs" / "verify-log.sh", years.vault], capture_output=True)
    assert done.returncode == 0, done.stderr


# Whose they are


@pytest.mark.artikel("15.1", "15.2.e")
def test_a_draft_is_for_its_officer_alone_and_stock_age_opens_it(
    years: Years, dossier: str
) -> None:
    kept = keep(years, dossier)
    assert there(years) == [f"{dossier}.signal.uit-1"]
    opened = years.opened(kept.name.path, "uit-1")
    assert opened is not None
    assert opened.rstrip(b"\n") + b"\n" == TEXT
    assert len(opened) % 1024 == 0
    for other in ("pol-1", "om-1", "hrl-1"):
        assert years.opened(kept.name.path, other) is None
    assert not any(NAME.encode() in data for data in years.files(log=True).values())
    intent, commit, done = years.lines()[-3:]
    assert {line["action"] for line in (intent, commit, done)} == {"drafts-keep"}
    assert commit["dossier"] == dossier
    assert [*commit["files"]] == [kept.name.path]
    assert (commit["actor"], "sig" in commit) == ("uit-1", True)
    assert years.do("check", "--decrypt").exit_code == 0
    stock_verified(years)


def test_one_of_the_same_takes_the_place_of_the_other(years: Years, dossier: str) -> None:
    first = keep(years, dossier)
    years.on("2026-10-22")
    second = keep(years, dossier, text=b"schema: signaal/1\n")
    assert second.kept == first.kept + 2 * DAY
    assert there(years) == [f"{dossier}.signal.uit-1"]
    keep(years, dossier, "correct", record=2)
    keep(years, command="intake")
    assert there(years) == [
        f"{dossier}-2.correct.uit-1",
        f"{dossier}.signal.uit-1",
        "intake.uit-1",
    ]
    assert years.do("check").exit_code == 0


@pytest.mark.artikel("13.1")
def test_the_list_needs_no_identity_and_tells_no_content(years: Years, dossier: str) -> None:
    keep(years, dossier)
    keep(years, command="hold-add", dossier=dossier)
    nobody = {"PGAREF_IDENTITY": "/nowhere/identity"}
    shown = years.run("drafts", "list", env=nobody)
    assert shown.exit_code == 0
    assert shown.stdout.splitlines() == [
        f"{dossier}.hold-add.uit-1\tuit-1\thold add\t{dossier}\t2026-10-20\t2026-11-03",
        f"{dossier}.signal.uit-1\tuit-1\tsignal\t{dossier}\t2026-10-20\t2026-11-03",
    ]
    assert shown.stderr == "2 drafts\n"
    (_, said) = years.run("drafts", "list", "--json", env=nobody).json
    assert said == {
        "draft": f"{dossier}.signal.uit-1",
        "officer": "uit-1",
        "command": "signal",
        "dossier": dossier,
        "kept": "2026-10-20",
        "until": "2026-11-03",
    }


@pytest.mark.artikel("15.1")
def test_killed_anywhere_while_it_is_kept_nothing_is_half_and_nothing_is_plain(
    years: Years, dossier: str
) -> None:
    nth = 1
    while killed_at(nth, lambda: keep(years, dossier)):
        years.ok("officer", "rekey")  # a command that changes, and so recovers
        assert years.do("check", "--decrypt").exit_code == 0
        assert there(years) in ([], [f"{dossier}.signal.uit-1"])
        assert not any(NAME.encode() in data for data in years.files(log=True).values())
        nth += 1
    assert nth > 10


# Dropping


def test_who_made_it_throws_it_away(years: Years, dossier: str) -> None:
    kept = keep(years, dossier)
    dropped = years.ok("drafts", "drop", str(kept.name))
    assert dropped.stderr == f"threw away {kept.name}\n"
    assert there(years) == []
    commit = years.lines()[-2]
    assert (commit["action"], commit["dossier"]) == ("drafts-drop", dossier)
    assert commit["files"] == {kept.name.path: "-"}
    assert years.do("check").exit_code == 0
    again = years.do("drafts", "drop", str(kept.name))
    assert again.exit_code == USAGE
    assert kept.name.officer not in again.stderr


@pytest.mark.artikel("15.2.b")
def test_nobody_throws_away_somebody_elses(years: Years) -> None:
    kept = keep(years, command="evaluate-beveiliging", by="pol-1")
    refused = years.do("drafts", "drop", str(kept.name), by="uit-1")
    assert refused.exit_code == REFUSED
    assert "that draft is pol-1's (art. 15 lid 2 onder b)" in refused.stderr
    assert there(years) == [str(kept.name)]
    assert years.do("drafts", "drop", str(kept.name), "--json", by="pol-1").json == {
        "draft": str(kept.name)
    }


@pytest.mark.parametrize("typed", ["Quirijn Bedacht", "../lock", "signal", "a.b.c.d", "-", "x.Y"])
def test_what_is_no_draft_is_not_repeated(years: Years, typed: str) -> None:
    result = years.do("drafts", "drop", typed)
    assert result.exit_code == USAGE
    assert result.stderr == (
        "pgaref: error: there is no such draft\nhint: the drafts: pgaref drafts list\n"
    )


# The end of a draft


@pytest.mark.artikel("13.1")
def test_after_fourteen_days_a_sweep_takes_it_without_any_secret(
    years: Years, dossier: str
) -> None:
    keep(years, dossier)
    years.on("2026-10-21")
    keep(years, command="intake")
    assert years.sweep("2026-11-02").stdout == ""
    assert len(there(years)) == 2
    looked = years.sweep("2026-11-03", "09:00:00", "--dry-run")
    assert looked.stderr.startswith("1 draft would go\n")
    ahead = years.sweep("", "", "--dry-run", "--as-of", "2026-11-04", "--json")
    assert ahead.json["drafts"] == 2
    assert len(there(years)) == 2
    swept = years.sweep("2026-11-03")
    assert (swept.exit_code, swept.stdout, swept.stderr) == (0, "", "1 draft went\n")
    assert there(years) == ["intake.uit-1"]
    commit = years.lines()[-2]
    assert (commit["action"], commit["actor"]) == ("drafts-expire", "scheduler")
    assert "sig" not in commit
    assert years.sweep().stderr == ""
    assert years.do("check", "--decrypt").exit_code == 0
    stock_verified(years)


@pytest.mark.artikel("15.2")
def test_under_a_clock_that_jumped_no_draft_goes(years: Years, dossier: str) -> None:
    keep(years, dossier)
    guarded = years.sweep("2027-06-01")
    assert "draft" not in guarded.stderr
    assert len(there(years)) == 1
    years.ok("sweep", "--confirm", "2027-06-01")
    assert there(years) == []
    assert "sig" in next(
        line
        for line in years.lines()
        if line["action"] == "drafts-expire" and line["phase"] == "commit"
    )


@pytest.mark.artikel("13.1")
@pytest.mark.parametrize("nth", [2, 5, 8, 11, 14])
def test_a_sweep_that_is_killed_while_drafts_go_is_finished(
    years: Years, dossier: str, nth: int
) -> None:
    keep(years, dossier)
    keep(years, command="intake")
    years.on("2026-11-03")
    assert killed_at(nth, years.sweep)
    assert years.sweep().exit_code == 0
    assert there(years) == []
    assert years.do("check").exit_code == 0


@pytest.mark.artikel("13.1", "15.2.d")
def test_what_stands_in_the_place_of_a_draft_keeps_no_dossier_from_its_day(
    years: Years, dossier: str
) -> None:
    kept = keep(years, command="intake")
    years.decline(dossier, bewaren_tot="2026-11-02")
    years.on("2026-11-03")
    (years.vault / kept.name.path).unlink()
    (years.vault / kept.name.path).mkdir(mode=0o700)
    swept = years.sweep()
    assert swept.exit_code == INTEGRITY
    assert f"{kept.name.path}: a folder where a file is to go" in swept.stderr
    assert years.do("show", dossier).exit_code == REFUSED


@pytest.mark.artikel("13.1", "13.2")
@pytest.mark.parametrize("act", ["archive", "shred"])
def test_with_its_dossier_a_draft_goes(years: Years, dossier: str, act: str) -> None:
    other = years.intake()
    years.decline(other, bewaren_tot="2026-10-27")
    going, staying = (dossier, other) if act == "archive" else (other, dossier)
    for one in (going, staying):
        keep(years, one)
        keep(years, one, "correct", record=2)
    if act == "archive":
        years.ok("archive", going)
    else:
        assert ("destroy", going) in [step[:2] for step in years.steps("2026-10-28")]
    assert there(years) == [f"{staying}-2.correct.uit-1", f"{staying}.signal.uit-1"]
    assert years.do("check", "--decrypt").exit_code == 0
    stock_verified(years)


@pytest.mark.artikel("13.1")
def test_of_a_destroyed_dossier_none_is_kept(years: Years, dossier: str) -> None:
    years.decline(dossier, bewaren_tot="2026-10-27")
    years.steps("2026-10-28")
    with pytest.raises(RefusedError, match=f"{dossier} was destroyed"):
        keep(years, dossier)
    assert there(years) == []


# What is forged or damaged


def flip(path: Path) -> str:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    return "not as log line "


def lose(path: Path) -> str:
    path.unlink()
    return "in the log, but missing"


@pytest.mark.artikel("15.2.d")
@pytest.mark.parametrize("damage", [flip, lose])
def test_a_damaged_draft_is_found(
    years: Years, dossier: str, damage: Callable[[Path], str]
) -> None:
    kept = keep(years, dossier)
    problem = damage(years.vault / kept.name.path)
    result = years.do("check", "--json")
    assert result.exit_code == INTEGRITY
    (found,) = result.json["findings"]
    assert found["path"] == kept.name.path
    assert problem in found["problem"]


@pytest.mark.artikel("13.1", "15.2.d")
def test_a_draft_put_back_is_a_leftover(years: Years, dossier: str) -> None:
    kept = keep(years, dossier)
    file = years.vault / kept.name.path
    data = file.read_bytes()
    years.decline(dossier, bewaren_tot="2026-10-27")
    years.steps("2026-10-28")
    file.write_bytes(data)
    file.chmod(0o600)
    (found,) = years.do("check", "--json").json["findings"]
    assert found["problem"] == f"leftover of the destroyed dossier {dossier}"


@pytest.mark.artikel("15.2.b")
@pytest.mark.parametrize(
    ("action", "path", "sha256"),
    [
        # Another officer's.
        ("drafts-keep", "drafts/signal.pol-1.age", "0" * 64),
        ("drafts-drop", "drafts/signal.pol-1.age", "-"),
        ("signal", "drafts/signal.pol-1.age", "-"),
        # By an act that does not use it up, or that makes none.
        ("weigh", "drafts/signal.uit-1.age", "-"),
        ("signal", "drafts/signal.uit-1.age", "0" * 64),
        ("drafts-drop", "drafts/signal.uit-1.age", "0" * 64),
        ("drafts-keep", "drafts/signal.uit-1.age", "-"),
        # Something else than a draft.
        ("drafts-keep", "drafts/x", "0" * 64),
        ("drafts-drop", "parties/politie.yaml", "-"),
        ("drafts-expire", "parties/politie.yaml", "-"),
        ("drafts-expire", "drafts/signal.uit-1.age", "0" * 64),
        ("drafts-expire", "drafts/signal.om-1.age", "-"),
    ],
)
def test_a_commit_reaches_no_further_than_ones_own_drafts(
    action: str, path: str, sha256: str
) -> None:
    line = {"action": action, "actor": "uit-1", "files": {path: sha256}, "sig": ["x"]}
    bound = {"drafts/signal.pol-1.age", "drafts/signal.uit-1.age", "parties/politie.yaml"}
    assert scope.problem(line, bound)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        DraftName("intake", "uit-1"),
        DraftName("hold-add", "uit-1", "WP-7K3F9QXD"),
        DraftName("correct", "pol-1", "CO-7K3F9QXD", 12),
        DraftName("join", "uit-1", "CO-7K3F9QXD", 0, "gemeente-horst-aan-de-maas"),
    ],
)
def test_a_name_is_read_as_it_is_written(name: DraftName) -> None:
    assert draftname.spelt(str(name)) == name
    assert draftname.at(name.path) == name
    assert draftname.at(f"drafts/x/{name}.age") is None
    assert draftname.at(str(name)) is None


# Filing


def test_what_is_filed_uses_the_draft_up_in_one_transaction(years: Years, dossier: str) -> None:
    kept, other = keep(years, dossier), keep(years, dossier, "weigh")
    edit = Edit(kept.name.path)
    session = replace(session_of(years), edit=edit)
    signal(session, dossier, content("signal", dossier, years.today))
    assert edit.filed
    assert there(years) == [str(other.name)]
    commit = years.lines()[-2]
    assert commit["action"] == "signal"
    assert commit["files"][kept.name.path] == "-"
    assert years.do("check", "--decrypt").exit_code == 0
    stock_verified(years)
