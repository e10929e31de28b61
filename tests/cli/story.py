# SPDX-License-Identifier: EUPL-1.2
"""The fictitious case from its first signal to the proof of its destruction, step by step.

Every step is one command; after it the vault is checked, and what it left is kept for the tests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CommandLine, Result
from tests.cli.settings import EXPERT, LIMBURG, PROBATION, Setting
from tests.cli.world import sample
from tests.cli.years import NO_MELDER, Years, content, founded

Card = dict[str, Any]
TOLD: Mapping[str, Any] = {
    "uitkomst": "geinformeerd",
    "wijze": "In een gesprek op het gemeentehuis.",
    "grond": None,
    "afweging": None,
    "herzien_op": None,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What a command printed, and what it left: cards by id, its own lines of the log, the files.

    `checked` is what `check --decrypt` said right after it.
    """

    result: Result
    cards: Mapping[str, Card]
    lines: tuple[dict[str, Any], ...]
    files: frozenset[str]
    checked: Result | None
    today: str

    @property
    def made(self) -> Any:
        """What --json says."""
        return self.result.json

    def line(self, phase: str) -> dict[str, Any]:
        """Its one line of that phase."""
        (line,) = (line for line in self.lines if line["phase"] == phase)
        return line


@dataclass
class Story(Years):
    """The vault as the case goes on; with other `options` the commands answer as people read them.

    `shown` keeps what the uitvoerder read of a dossier, `package` what the nctv reads of its own.
    """

    options: tuple[str, ...] = ("--json",)
    checking: bool = True
    setting: Setting = LIMBURG
    told: dict[str, Step] = field(default_factory=dict)
    shown: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    package: bytes = b""
    weegploeg: str = ""
    casus: str = ""
    shredded: str = ""
    swept: str = ""
    reopened: str = ""

    def __getitem__(self, step: str) -> Step:
        return self.told[step]

    def tell(self) -> Story:
        """Act all of it."""
        self.begin()
        self._agendered_again()
        self._not_agendered()
        self._closed()
        self._archived()
        self._destroyed()
        return self

    def begin(self) -> Story:
        """Act its first days alone: a case that the casusoverleg works on."""
        self._weighed()
        self._worked_on()
        return self

    def _weighed(self) -> None:
        self.on("2026-10-12")
        self.weegploeg = self.step("intake", "intake", content=self.within("intake"))
        self.on("2026-10-14")
        self.file("weigh", self.weegploeg)
        self.on("2026-10-15")
        self.casus = self.file("decide", self.weegploeg)

    def _worked_on(self) -> None:
        for act in ("plan", "action", "relation", "advice"):
            self.file(act, self.casus)
        self.file("join", self.casus, self.setting.party(EXPERT))
        self.file("disclose", self.casus)
        (package,) = (self.vault / "outbox").glob("*/*.age")
        name = package.relative_to(self.vault).as_posix()
        key = f"keys/{name.removesuffix('.age')}/nctv-1.age"
        self.package = self.opened_with_stock_age(key, name, "nctv-1") or b""
        self.file("inform", self.weegploeg)
        self.on("2026-10-16")
        op = {"op": "2026-10-16"}
        self.file("inform", self.casus, label="inform a relation", betreft=8, **TOLD, **op)
        self.file("review", self.weegploeg, gecontroleerd=[1, 2, 3])
        self.file("review", self.casus, label="review the other file", gecontroleerd=[2])

    def _agendered_again(self) -> None:
        """A second signal, restricted, that goes to the casusoverleg which runs already."""
        self.on("2026-10-20")
        self.file("signal", self.weegploeg)
        self.file("weigh", self.weegploeg, label="second weigh")
        self.on("2026-10-21")
        handed = [{"record": 10, "relevantie": "Nieuwe gedraging."}]
        self.file("decide", self.weegploeg, label="second decide", over_te_dragen=handed)
        self.file("signal", self.casus, label="signal of a participant", **NO_MELDER)
        self.on("2026-11-02")
        self.file("leave", self.casus, self.setting.party(PROBATION))
        self.on("2026-11-10")
        op = {"op": "2026-11-10"}
        self.file("inform", self.weegploeg, label="inform at last", **TOLD, **op)
        self.look(self.weegploeg)
        self.look(self.casus)

    def _not_agendered(self) -> None:
        """Two that are not agendered: one destroyed by hand, one by the sweep."""
        other = {"naam": "Jo Verzonnen", "adres": "Proefplein 2", "woonplaats": "Heerlen"}
        self.on("2026-11-12")
        for label, changes in (("known", {}), ("other", {"subject": other})):
            given = self.within("intake", **changes)
            dossier = self.step(f"intake {label}", "intake", content=given)
            self.file("weigh", dossier, label=f"weigh {label}")
            no: dict[str, Any] = {"betrekken": None, "over_te_dragen": None}
            no |= {"uitkomst": "niet-agenderen", "afwijking": "Het beeld is niet substantieel."}
            self.file("decide", dossier, label=f"decline {label}", **no)
            if label == "known":
                self.shredded = dossier
                self.file("inform", dossier, label="inform known", **TOLD, op="2026-11-12")
                self.step("shred", "shred", dossier, "--reason", "niet-agenderen", "--yes")
            else:
                self.swept = dossier

    def _closed(self) -> None:
        """The weegploeg's file is archived while the other goes on; the closing is noted there."""
        ended = self.setting.declined.after("2026-11-12")
        self.wait(ended - timedelta(days=1))
        self.step("sweep nothing", "sweep")
        self.on(ended)
        self.step("sweep declined", "sweep")
        self.wait("2027-06-01")
        self.file("action", self.casus, label="second action", stand="gereed")
        self.wait(self.setting.archive.after("2026-10-21"))
        self.step("sweep weegploeg", "sweep")
        self.on(self.closing)
        self.file("close", self.casus)

    def _archived(self) -> None:
        archived = self.setting.archive.after(self.closing)
        self.wait(archived)
        self.step("sweep casus", "sweep")
        self.on(archived + timedelta(days=30))
        order = self.setting.within(content("reopen", self.weegploeg, self.today))
        self.reopened = self.step("reopen", "reopen", self.weegploeg, by="pol-1", content=order)
        self.look(self.reopened)

    def _destroyed(self) -> None:
        """Years went by without anybody looking: a person confirms the sweep."""
        end = self.setting.destroy.after(self.closing)
        self.on(end)
        self.step("sweep all", "sweep", "--confirm", str(end))

    @property
    def closing(self) -> date:
        """The day of the closing: shortly after the weegploeg's file went to the archive."""
        return self.setting.archive.after("2026-10-21") + timedelta(days=11)

    def wait(self, until: str | date) -> None:
        """Let time pass, a person taking the clock for right as often as the covenant asks."""
        end = date.fromisoformat(until) if isinstance(until, str) else until
        day = self.today + self.setting.patience
        while day < end:
            self.alive(str(day))
            day += self.setting.patience
        self.on(end)

    def within(self, kind: str, **changes: Any) -> dict[str, Any]:
        """A sample with the parties of the covenant in it."""
        given: dict[str, Any] = self.setting.within(sample(kind, **changes))
        return given

    def file(self, act: str, dossier: str, *words: str, label: str = "", **changes: Any) -> str:
        """An act with its sample's content, dated today; the id of a dossier that it made."""
        given = self.setting.within(content(act, dossier, self.today, **changes))
        if act == "disclose":
            given = self.signed(dossier, given)
        return self.step(label or act, act, dossier, *words, content=given)

    def look(self, dossier: str) -> None:
        """Keep what the uitvoerder reads there: every record's whole entry, by its number."""
        records = self.ok("show", dossier, "--purpose", "controle", "--json").json["records"]
        self.shown[dossier] = {record["record"]: record for record in records}

    def step(self, label: str, *argv: str, **how: Any) -> str:
        """Run a command, and look at what it left; the id of a dossier that it made, or nothing."""
        before, known = self.raw_cards(), len(self.log_lines())
        result = self.do(*argv, *self.options, **how)
        assert result.exit_code == 0, f"{label}: {result.stderr}"
        lines = tuple(self.log_lines()[known:])
        after, files = self.raw_cards(), frozenset(self.files())
        self.told[label] = Step(result, after, lines, files, self._checked(), str(self.today))
        return "".join(after.keys() - before.keys())

    def _checked(self) -> Result | None:
        """A check by who reads most: the uitvoerder, and once there is an archive a kernpartij."""
        if not self.checking:
            return None
        officer = "pol-1" if any((self.vault / "archive").glob("*/*")) else "uit-1"
        return self.do("check", "--decrypt", "--json", by=officer)

    def raw_cards(self) -> dict[str, Card]:
        """Every card as it lies on the disk, by id; `place` is its folder's top."""
        found = {}
        for path in self.vault.glob("*/*/*/card.json"):
            place = path.relative_to(self.vault).parts[0]
            found[path.parent.name] = {**json.loads(path.read_bytes()), "place": place}
        return found

    def log_lines(self) -> list[dict[str, Any]]:
        """Every line of the log."""
        return log_lines(self.vault)


def told(home: Path, patch: pytest.MonkeyPatch, setting: Setting = LIMBURG, **how: Any) -> Story:
    """The whole case under a covenant, in a home of its own."""
    return Story(CommandLine(founded(home, setting), patch), setting=setting, **how).tell()


def log_lines(vault: Path) -> list[dict[str, Any]]:
    """Every line of a vault's log, years in their order."""
    files = sorted((vault / "log").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]
