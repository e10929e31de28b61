# SPDX-License-Identifier: EUPL-1.2
"""A vault with a dossier in every state, and what must hold whenever a command is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pgaref.covenant import article as articles
from tests.cli.conftest import CommandLine, Result
from tests.cli.story import log_lines
from tests.cli.world import OFFICERS, sample
from tests.cli.years import REFUSED, Years, content

TODAY = "2027-03-01"
# Whose term in office is over, and the party whose only officer has no key.
GONE, RAAD = "pol-9", "raad-voor-de-kinderbescherming"
# Cards that lie ready: of a second officer of politie, and of nobody's party yet.
READY = ("pol-2", "bjl-1", "vnl-1")
CODES = re.compile(r"[a-z0-9-]+(/[0-9])?")


@dataclass(frozen=True, slots=True)
class Cast:
    """A dossier of each kind, by name.

    Of the weegploeg: `fresh`, `weighed`, `agendered`, `declined`, `archived` (agendered) and `gone`
    (destroyed). Of the casusoverleg: `running`, with a restricted signal as its record 4, and
    `closed`.
    """

    world: Years
    dossiers: Mapping[str, str]

    def id(self, name: str) -> str:
        """A dossier's id, by its name in the cast; any other word as it is."""
        return self.dossiers.get(name, name)

    def line(self, words: str) -> list[str]:
        """The words of a command, each name of the cast made an id."""
        return ["/".join(map(self.id, word.split("/"))) for word in words.split()]

    def act(self, words: str, article: str, reason: str, *said: str, **how: Any) -> Result:
        """The same with the act's sample as its content, dated today, with some `changes`."""
        name, changes = words.partition(" ")[0], how.pop("changes", {})
        if name == "intake":
            given = sample("intake", **changes)
        else:
            name = "hold add" if name == "hold" else name
            dossier = self.line(words)[len(name.split())]
            given = content(name, dossier, self.world.today, **changes)
            if name == "disclose":
                given = self.world.signed(dossier, given)
        return self.refused(words, article, reason, *said, content=given, **how)

    def refused(
        self,
        words: str,
        article: str,
        reason: str,
        *said: str,
        hint: str = "",
        by: str = "uit-1",
        content: Mapping[str, Any] | None = None,
    ) -> Result:
        """Run a command that is refused for this reason, and see that only the log has changed.

        `said`: a message for each refusal, whole, with the ids of the cast by their names.
        """
        files, lines = self.world.files(), len(log_lines(self.world.vault))
        result = self.world.do(*self.line(words), by=by, content=content)
        assert (result.exit_code, result.stdout) == (REFUSED, ""), result.stderr
        told = result.stderr.splitlines()
        for message in said:
            whole = f"pgaref: refused: {self._named(message)} ({articles.render(article)})"
            assert whole in told, result.stderr
        if hint:
            assert f"hint: {self._named(hint)}" in told, result.stderr
        assert self.world.files() == files
        self._logged(log_lines(self.world.vault)[lines:], article, reason, by)
        self._told_nothing(content, result.stderr)
        return result

    def _named(self, text: str) -> str:
        return re.sub(r"<(\w+)>", lambda found: self.dossiers[found[1]], text)

    def _logged(self, lines: list[dict[str, Any]], article: str, reason: str, by: str) -> None:
        assert [line["phase"] for line in lines] == ["intent", "refused"]
        assert {line["actor"] for line in lines} == {by}
        refused = lines[-1]
        assert (refused["article"], refused["reason"]) == (article, reason)
        assert "sig" not in refused
        assert "files" not in refused

    def _told_nothing(self, content: Mapping[str, Any] | None, stderr: str) -> None:
        """Nothing that was put in, but ids and codes, stands in the log or on the screen."""
        logs = (path.read_text() for path in (self.world.vault / "log").glob("*.jsonl"))
        text = " ".join([stderr, *logs])
        assert not [told for told in typed(content) if told in text]


def typed(value: object) -> Iterator[str]:
    """Every string of a value that is neither an id, a code nor a date."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from typed(item)
    elif isinstance(value, list):
        for item in value:
            yield from typed(item)
    elif isinstance(value, str) and not CODES.fullmatch(value):
        yield value


def make_cast(home: Path) -> Cast:
    """Make the vault in a new home; the last act lies before today."""
    home.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        world = Years(CommandLine(home, patch))
        world.set_up(OFFICERS)
        _admit_more(world)
        dossiers: dict[str, str] = {}
        _early(world, dossiers)
        world.on("2026-10-15")
        _agender(world, dossiers)
        for name in ("declined", "gone"):
            dossiers[name] = world.intake()
            world.decline(dossiers[name])
        assert world.act("close", dossiers["closed"]).exit_code == 0
        world.alive("2027-02-27")
        world.ok("archive", dossiers["archived"])
        told = {"uitkomst": "geinformeerd", "wijze": "Gesprek.", "op": "2027-02-27"}
        none = {"grond": None, "afweging": None, "herzien_op": None}
        world.act("inform", dossiers["gone"], **told, **none)
        world.ok("shred", dossiers["gone"], "--reason", "niet-agenderen", "--yes")
        world.on(TODAY)
        return Cast(world, dossiers)


def copy_cast(cast: Cast, home: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The same in a home of its own, today."""
    world = Years.copy(cast.world.run.home, home, monkeypatch, f"{TODAY}T09:00:00")
    return Cast(world, cast.dossiers)


def _admit_more(world: Years) -> None:
    """Officers out of office and without a key, and cards that lie ready."""
    for officer in (*READY, GONE):
        made = world.run("keygen", world.identity(officer))
        (world.run.home / f"{officer}.card").write_text(made.stdout)
    world.admit(GONE, "politie", "--until", "2026-10-13", by="pol-1")
    named = ("--name", "Rik Verzonnen", "--accepted", "2026-10-01")
    world.ok("officer", "add", RAAD, "rvk-1", *named)


def _early(world: Years, dossiers: dict[str, str]) -> None:
    dossiers["fresh"] = world.intake()
    for name in ("weighed", "agendered", "archived", "ended"):
        dossiers[name] = world.intake()
    world.on("2026-10-14")
    # Records 2 and 3, their melders 4 and 5, and a restricted one: 6, its melder 7, its weighing 8.
    world.ok("signal", dossiers["agendered"], content=sample("signaal"))
    for name in ("weighed", "agendered", "archived", "ended"):
        assert world.act("weigh", dossiers[name]).exit_code == 0


def _agender(world: Years, dossiers: dict[str, str]) -> None:
    """In `running` record 4 is the restricted one, as the design draws it."""
    handed = [{"record": n, "relevantie": "Nodig."} for n in (2, 3, 6, 8)]
    for name, casus, changes in (
        ("agendered", "running", {"over_te_dragen": handed}),
        ("ended", "closed", {}),
        ("archived", "other", {}),
    ):
        made = world.act("decide", dossiers[name], **changes)
        assert made.exit_code == 0, made.stderr
        dossiers[casus] = made.stdout.splitlines()[-1]
