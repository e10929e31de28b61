# SPDX-License-Identifier: EUPL-1.2
"""Deleting the log of a year: art. 15(2)(e)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pgaref.storage import canonical
from pgaref.storage.logbook import base as beginning
from pgaref.storage.logbook.history import History
from tests.cli.conftest import ROOT, Result
from tests.cli.world import sample
from tests.cli.years import Years, founded

REFUSED, USAGE, INPUT, INTEGRITY = 10, 2, 11, 13
FIRST, SECOND, NOW = "2026-10-12", "2030-06-03", "2033-01-05"
BASE = "log/base.json"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault of three years of the log: of 2026, of 2030 with a dossier, and of 2033."""
    home = founded(tmp_path_factory.mktemp("grown") / "home")
    with pytest.MonkeyPatch.context() as patch:
        years = Years.copy(home, tmp_path_factory.mktemp("grows") / "home", patch)
        years.on(FIRST)
        old = years.intake()
        (years.run.home / "early.txt").write_text(years.ok("log", "checkpoint").stdout)
        years.alive(SECOND)
        kept = years.intake()
        (years.run.home / "dossiers").write_text(json.dumps([old, kept]))
        years.alive("2031-05-01", "2032-05-01", NOW)
        return years.run.home


@pytest.fixture
def years(grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Years:
    return Years.copy(grown, tmp_path / "home", monkeypatch, f"{NOW}T10:00:00")


def dossiers(years: Years) -> list[str]:
    found: list[str] = json.loads((years.run.home / "dossiers").read_text())
    return found


def cosigned(years: Years) -> Path:
    """A checkpoint of now, signed by politie with stock ssh-keygen, as politie keeps it."""
    file = years.run.home / "kept.txt"
    file.write_text(years.ok("log", "checkpoint").stdout)
    key = f"{years.identity('pol-1')}.sign"
    line = ["ssh-keygen", "-Y", "sign", "-q", "-n", "pgaref-checkpoint", "-f", key, str(file)]
    Path(f"{file}.sig").unlink(missing_ok=True)
    subprocess.run(line, check=True, capture_output=True, timeout=60)
    years.ok("log", "checkpoint", "--cosign", f"{file}.sig")
    return file


def delete(years: Years, year: int = 2026, *options: str, **how: Any) -> Result:
    return years.do("log", "delete", str(year), *(options or ("--yes",)), "--json", **how)


def verify(years: Years, *checkpoints: Path) -> Result:
    given = [word for file in checkpoints for word in ("--checkpoint", file)]
    return years.run("log", "verify", *given)


def logs(years: Years) -> list[str]:
    return sorted(path.name for path in (years.vault / "log").glob("*.jsonl"))


@pytest.mark.artikel("15.2.e")
def test_a_year_goes_and_what_it_said_still_holds(years: Years) -> None:
    kept = cosigned(years)
    certificate = years.run("certificate", dossiers(years)[0]).stdout
    cards = years.ok("list", "--json").json
    gone = delete(years)
    assert gone.exit_code == 0, gone.stderr
    assert logs(years)[0] == "2030.jsonl"
    assert f"it ended with line {gone.json['seq']}, {gone.json['head']}" in gone.stderr
    assert years.do("check", "--decrypt").exit_code == 0
    assert verify(years, kept).exit_code == 0
    assert years.ok("list", "--json").json == cards
    assert years.run("certificate", dossiers(years)[0]).stdout == certificate != ""
    # Who was admitted in the year that is gone still acts, and what they do verifies.
    assert years.do("show", dossiers(years)[1], "--purpose", "klacht", by="pol-1").exit_code == 0
    assert years.do("intake", content=sample("intake")).exit_code == 0
    assert verify(years, kept).exit_code == 0
    shown = years.ok("log", "show", "--json").json
    assert shown[0]["seq"] == gone.json["seq"] + 1
    terms = years.do("agenda", "--json").json
    assert "delete log of 2026" not in [term["what"] for term in terms]


@pytest.mark.artikel("15.2.e")
def test_the_next_year_goes_from_where_the_log_then_begins(years: Years) -> None:
    cosigned(years)
    assert delete(years).exit_code == 0
    assert delete(years, 2030).exit_code == REFUSED
    years.alive("2035-01-03", "2037-01-04")
    kept = cosigned(years)
    second = delete(years, 2030)
    assert second.exit_code == 0, second.stderr
    assert logs(years)[0] == "2031.jsonl"
    assert years.do("check", "--decrypt").exit_code == 0
    assert verify(years, kept).exit_code == 0
    assert years.do("intake", content=sample("intake")).exit_code == 0


@pytest.mark.artikel("15.2.e")
def test_what_is_held_against_it_is_told_and_changes_nothing(years: Years) -> None:
    alone = delete(years)
    assert alone.exit_code == REFUSED
    assert "no checkpoint behind 2026 is signed by an officer of a kernpartij" in alone.stderr
    cosigned(years)
    before = years.files()
    for year, said in (
        (2030, "the oldest log is that of 2026"),
        (2033, "the log of 2033 is kept up to 2039-12-31"),
        (1999, "there is no log of 1999"),
    ):
        refused = delete(years, year)
        assert refused.exit_code == REFUSED
        assert said in refused.stderr
    assert delete(years, by="pol-1").exit_code == REFUSED
    without = years.do("log", "delete", "2026")
    assert without.exit_code == USAGE
    assert "--yes" in without.stderr
    planned = delete(years, 2026, "--dry-run")
    assert (planned.exit_code, planned.json["year"]) == (0, 2026)
    assert "would be deleted, nothing changed" in planned.stderr
    assert years.files() == before
    assert logs(years)[0] == "2026.jsonl"


@pytest.mark.artikel("13.1", "15.2.e")
def test_the_log_of_a_file_in_use_stays_however_old_it_is(
    founded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = Years.copy(founded_home, tmp_path / "home", monkeypatch)
    years.on(FIRST)
    dossier = years.intake()
    # Each one restarts the year up to the archive, and the five years up to the destruction.
    for day in ("2027-08-03", "2028-06-01", "2029-04-03", "2030-02-01", "2030-12-03", "2031-10-01"):
        years.alive(day)
        assert years.do("signal", dossier, content=sample("signaal")).exit_code == 0
    years.alive("2032-08-02", NOW)
    cosigned(years)
    assert "delete log of 2026" not in [term["what"] for term in years.do("agenda", "--json").json]
    refused = delete(years)
    assert refused.exit_code == REFUSED
    assert "1 dossier that was opened in 2026 or before is still there" in refused.stderr
    assert f"such as {dossier}" in refused.stderr
    # Nor by a card that says it was opened later.
    (card,) = years.vault.rglob(f"{dossier}/card.json")
    card.write_bytes(card.read_bytes().replace(b'"opened":"2026', b'"opened":"2027'))
    assert delete(years).exit_code == INTEGRITY
    assert logs(years)[0] == "2026.jsonl"


@pytest.mark.artikel("15.2.e")
def test_it_is_on_the_agenda_from_the_day_that_it_may_go(years: Years) -> None:
    terms = {term["what"]: term for term in years.do("agenda", "--json").json}
    assert terms["delete log of 2026"]["due"] == "2032-12-31"
    assert terms["delete log of 2026"]["command"] == "pgaref log delete 2026"


@pytest.mark.artikel("15.2.e")
def test_a_checkpoint_of_a_line_that_is_gone_can_say_nothing(years: Years) -> None:
    early = years.run.home / "early.txt"
    assert verify(years, early).exit_code == 0
    cosigned(years)
    assert delete(years).exit_code == 0
    result = verify(years, early)
    assert result.exit_code == INPUT
    assert "was deleted with its year" in result.stderr
    assert "or later against the log" in result.stderr


@pytest.mark.artikel("15.2.d", "15.2.e")
@pytest.mark.parametrize("attack", ["signers", "binding", "earlier", "gone", "cut", "back"])
def test_another_beginning_of_the_log_is_found_and_not_acted_upon(
    years: Years, attack: str
) -> None:
    old = (years.vault / "log" / "2026.jsonl").read_bytes()
    cosigned(years)
    assert delete(years).exit_code == 0
    base = years.vault / BASE
    state: dict[str, Any] = canonical.decode(base.read_bytes())
    if attack == "signers":
        state["signers"]["uit-1"] = state["signers"]["pol-1"]
    elif attack == "binding":
        state["bindings"]["convenant.yaml"]["sha256"] = "0" * 64
    elif attack == "earlier":
        state["seq"] -= 1
    base.write_bytes(canonical.encode(state))
    if attack == "gone":
        base.unlink()
    elif attack == "cut":
        base.write_bytes(base.read_bytes()[:-2])
    elif attack == "back":
        (years.vault / "log" / "2026.jsonl").write_bytes(old)
    found = years.do("check", "--json")
    assert found.exit_code == INTEGRITY
    assert found.json["findings"]
    if attack != "back":
        assert years.do("list", "--names").exit_code == INTEGRITY
        assert years.do("intake", content=sample("intake")).exit_code == INTEGRITY
        assert verify(years).exit_code == INTEGRITY


@pytest.mark.artikel("15.2.e")
def test_a_beginning_that_an_officer_signed_for_wrongly_is_found(
    years: Years, monkeypatch: pytest.MonkeyPatch
) -> None:
    cosigned(years)
    encode = beginning.encode

    def with_more(history: History, year: str) -> bytes:
        return canonical.encode({**canonical.decode(encode(history, year)), "naam": "verzonnen"})

    monkeypatch.setattr(beginning, "encode", with_more)
    assert delete(years).exit_code == 0
    found = years.do("check", "--json")
    assert found.exit_code == INTEGRITY
    assert found.json["findings"] == [{"path": BASE, "problem": "additionalProperties"}]


@pytest.mark.artikel("15.2.e")
def test_an_auditor_verifies_it_with_stock_tools(years: Years) -> None:
    cosigned(years)
    gone = delete(years)

    def script(*noted: str) -> subprocess.CompletedProcess[str]:
        line = ["sh", str(ROOT / "docs" / "verify-log.sh"), str(years.vault), *noted]
        return subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)

    verified = script(gone.json["head"])
    assert verified.returncode == 0, verified.stderr
    assert verified.stdout.split()[1] == verify_json(years)["head"]
    assert script("0" * 64).returncode == 1
    base = years.vault / BASE
    whole = base.read_bytes()
    base.write_bytes(whole.replace(b'"action":"init"', b'"action":"join"', 1))
    assert "as the log has them" in script().stderr
    base.write_bytes(whole)
    shutil.copy(base, years.run.home / "base.json")
    base.unlink()
    assert script().returncode == 1


def verify_json(years: Years) -> dict[str, Any]:
    value: dict[str, Any] = years.run("log", "verify", "--json").json
    return value
