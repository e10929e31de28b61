# SPDX-License-Identifier: EUPL-1.2
"""A vault over the years: acts on given days, sweeps, and what they leave."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pgaref.storage import yamltext
from tests.cli.conftest import ROOT, CommandLine, Result
from tests.cli.settings import LIMBURG, Setting
from tests.cli.world import OFFICERS, SETTING_UP, World, sample

COVENANT = ZoneInfo("Europe/Amsterdam")
ATTENTION, REFUSED, USAGE = 15, 10, 2
NO_MELDER = {"melder": None, "noodzaak": "Raakt de uitvoering van het plan."}
# The police's melder (record 4 of the sample intake) for the OM, which the police consents to.
MELDER: Mapping[str, Any] = {
    "aan": "openbaar-ministerie",
    "gegevens": [{"record": 4, "velden": ["naam", "contactgegevens"]}],
    "soort_gegevens": "Wie het signaal heeft gemeld.",
    "doel": "wegen",
    "noodzaak": "Het signaal kan zonder navraag niet worden gewogen.",
    "toestemming": [{"partij": "politie", "functionaris": "pol-1", "op": "2026-10-12"}],
    "geheimhouding": None,
}
Steps = list[tuple[str, str, str]]


def founded(home: Path, setting: Setting = LIMBURG) -> Path:
    """A home with a vault and its officers, to be copied: made once for many tests."""
    home.mkdir(mode=0o700, parents=True)
    with pytest.MonkeyPatch.context() as patch:
        profile = None if setting is LIMBURG else setting.profile
        World(CommandLine(home, patch)).set_up(setting.within(OFFICERS), profile=profile)
    return home


def later(start: date, months: int) -> date:
    """The same day so many months later, or the last one that the month has."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, start.day)


def content(act: str, dossier: str, today: date, **changes: Any) -> dict[str, Any]:
    """What an act is given: its sample, its dates set to today."""
    day, soon = today.isoformat(), (today + timedelta(days=30)).isoformat()
    meeting = {
        "datum": day,
        "aanwezig": ["pol-1", "om-1", "hrl-1"],
        "motivering": "Doelen bereikt.",
    }
    consulted = {"datum": day, "partijen": ["politie", "openbaar-ministerie", "gemeente-heerlen"]}
    decided_by = {
        "datum": day,
        "besloten_door": ["pol-1", "om-1", "hrl-1"],
        "motivering": "Een klacht loopt.",
    }
    given: dict[str, tuple[str, Mapping[str, Any]]] = {
        "signal": ("signaal", NO_MELDER if dossier.startswith("CO") else {}),
        "weigh": ("weging", {"datum": day}),
        "decide": ("besluit", {"datum": day}),
        "plan": ("plan", {}),
        "action": ("actie", {"op": day}),
        "relation": ("betrokkene", {}),
        "advice": ("advies", {"gevraagd_op": day}),
        "disclose": ("verstrekking", MELDER if dossier.startswith("WP") else {}),
        "join": ("deelname", {}),
        "inform": ("informatieplicht", {"overleg": consulted, "herzien_op": soon}),
        "review": ("controle", {"datum": day, "gecontroleerd": [1], "volgende_op": soon}),
        "reopen": ("opdracht", {"datum": day}),
        "close": (
            "afsluiting",
            {
                "advies_casusoverleg": {"datum": day, "motivering": "Alles is gereed."},
                "besluit_kernpartijen": meeting,
            },
        ),
    }
    if act == "leave":
        return {"schema": "vertrek/1", "datum": day, "reden": "De taak is klaar.", **changes}
    if act == "hold add":
        return {"schema": "opschorting/1", "basis": "procedure", **decided_by, **changes}
    name, dated = given[act]
    return sample(name, **{**dated, **changes})


class Years(World):
    """A copy of a founded home, in which time passes."""

    @classmethod
    def copy(
        cls, home: Path, target: Path, patch: pytest.MonkeyPatch, now: str = SETTING_UP
    ) -> Years:
        """A copy of `home` at `target`, as it was at `now`."""
        shutil.copytree(home, target)
        years = cls(CommandLine(target, patch))
        years.run.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
        return years

    @property
    def today(self) -> date:
        """The day of the covenant."""
        return self.run.now.astimezone(COVENANT).date()

    def on(self, day: str | date, time: str = "09:00:00") -> None:
        """Put the clock (UTC) there."""
        self.run.now = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)

    def alive(self, *days: str) -> None:
        """Let a person take the clock of these days for right, as after a time without sweeps."""
        for day in days:
            self.on(day)
            self.do("sweep", "--confirm", day)

    def act(self, name: str, dossier: str = "", *words: str, **changes: Any) -> Result:
        """An act with its sample's content, dated today; whatever comes of it."""
        given = content(name, dossier, self.today, **changes)
        if name == "disclose":
            given = self.signed(dossier, given)
        return self.do(*name.split(), dossier, *words, content=given)

    def weigh_and(self, outcome: str, dossier: str, **changes: Any) -> Result:
        """Weigh and decide today."""
        declining = {
            "afwijking": "Het beeld is niet substantieel genoeg.",
            "betrekken": None,
            "over_te_dragen": None,
        }
        assert self.act("weigh", dossier).exit_code == 0
        changed = changes if outcome == "agenderen" else {**declining, **changes}
        return self.act("decide", dossier, uitkomst=outcome, **changed)

    def agender(self, dossier: str) -> str:
        """Agender today; the casusoverleg's dossier."""
        made = self.weigh_and("agenderen", dossier)
        assert made.exit_code == 0, made.stderr
        return made.stdout.splitlines()[-1].partition("/")[0]

    def decline(self, dossier: str, **changes: Any) -> None:
        """Decide today not to agender."""
        made = self.weigh_and("niet-agenderen", dossier, **changes)
        assert made.exit_code == 0, made.stderr

    def hold(self, dossier: str, until: str) -> str:
        """Hold the destruction up; the record's address."""
        made = self.act("hold add", dossier, tot=until)
        assert made.exit_code == 0, made.stderr
        return made.stdout.strip()

    def release(self, hold: str) -> Result:
        """Let go of a hold, or of all holds on a dossier."""
        return self.do("hold", "release", hold, "--reason", "procedure-beeindigd")

    def overseen(self, by: str = "pol-1") -> None:
        """Do every review and evaluation of the vault as a whole, today."""
        days = dict.fromkeys(("datum", "van", "tot"), self.today.isoformat())
        self.ok("officer", "review", by=by)
        findings = yamltext.dump(sample("logcontrole", **days))
        self.ok("log", "review", "--findings", "-", stdin=findings, by=by)
        for what in ("beveiliging", "convenant"):
            self.ok("evaluate", what, content=sample("evaluatie", **days), by=by)

    def lines(self) -> list[dict[str, Any]]:
        """The log."""
        files = sorted((self.vault / "log").glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]

    def cards(self) -> dict[str, dict[str, Any]]:
        """Every dossier as `list --json` has it."""
        return {card["id"]: card for card in self.run("list", "--json").json}

    def sweep(self, day: str | date = "", time: str = "09:00:00", *options: str) -> Result:
        """A sweep as cron does it, without any identity."""
        if day:
            self.on(day, time)
        return self.run("sweep", *options, env={"PGAREF_IDENTITY": "/nowhere/identity"})

    def steps(self, day: str | date, time: str = "09:00:00", *options: str) -> Steps:
        """What a sweep says: act, dossier, due. A guard must not have stopped it."""
        result = self.sweep(day, time, "--json", *options)
        assert "nothing was archived or destroyed" not in result.stderr
        steps = [(s["act"], s["dossier"], s["due"]) for s in result.json["steps"]]
        blocked = any(act == "blocked" for act, *_ in steps)
        assert result.exit_code == (ATTENTION if blocked else 0)
        return steps

    def done(self, day: str | date, time: str = "09:00:00") -> Steps:
        """What a sweep did, or could not do: its steps without the warnings."""
        return [step for step in self.steps(day, time) if step[0] != "warn"]

    def confirmed(self, by: str = "uit-1", day: str | date = "") -> Result:
        """A sweep that a person confirms with today's date, or another."""
        return self.do("sweep", "--confirm", str(day or self.today), by=by)

    def certificate(self, dossier: str) -> dict[str, Any]:
        """The proof of a destruction."""
        value: dict[str, Any] = self.ok("certificate", dossier, "--json").json
        return value

    def certificates(self) -> set[str]:
        """The dossiers of which a proof lies in the vault."""
        return {path.stem for path in (self.vault / "certificates").glob("*.json")}

    def process(
        self, moment: str, *argv: str | Path, stdin: bytes = b"", by: str = "", zone: str = "UTC"
    ) -> Result:
        """A command in a process of its own, the clock, in `zone`, moved from outside."""
        identity = str(self.identity(by)) if by else "/nowhere/identity"
        done = subprocess.run(
            ["faketime", moment, sys.executable, "-m", "pgaref", *argv],
            input=stdin,
            capture_output=True,
            cwd=self.run.home,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": zone, "PGAREF_IDENTITY": identity},
            timeout=60,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())
