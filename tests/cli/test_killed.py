# SPDX-License-Identifier: EUPL-1.2
"""Killed, or out of disk, at any durable step of a command: done whole or not at all, nothing lost.

The next command recovers. `PGAREF_ALL_POINTS=1` tries every step, and prints how many.
"""

from __future__ import annotations

import functools
import itertools
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from pgaref.covenant.model import Card
from pgaref.storage import canonical, cards, signing
from tests.cli.conftest import CommandLine
from tests.cli.world import DECIDING, World, sample
from tests.storage.faults import disk_full_at, killed_at

# A point costs a third of a second and a command has some two hundred, so the suite tries every
# 23rd: odd, so that kills before and amid a write (the faults of even and odd points) both occur,
# and prime, so that it keeps no step with the pairs of calls that make up a transaction.
STRIDE = 1 if os.environ.get("PGAREF_ALL_POINTS") else 23
LEAVING = "2026-10-20T09:00:00"
DECLINED_ENDED = "2027-05-01T09:00:00"
SWEEPING = "2027-10-20T03:00:00"

Picture = Mapping[str, object]


@dataclass(frozen=True)
class Command:
    """A command to disturb, and the dossiers that its transactions change, one set each."""

    argv: tuple[str, ...]
    content: Mapping[str, Any] | None = None
    reader: str = "uit-1"
    transactions: tuple[frozenset[str], ...] = ()
    actions: frozenset[str] = field(default_factory=frozenset)

    def run(self, world: World) -> Any:
        """Run it; the Result."""
        return world.do(*self.argv, content=self.content)


def intake(world: World) -> Command:
    world.intake()
    return Command(("intake",), sample("intake"))


def decide_with_handover(world: World) -> Command:
    dossier = world.weighed()
    world.ok("list", now=DECIDING)
    return Command(("decide", dossier), sample("besluit"))


def archive(world: World) -> Command:
    dossier, _ = world.agendered()
    return Command(("archive", dossier), reader="pol-1")


def sweep(world: World) -> Command:
    """Two dossiers to archive and one to destroy; swept now and then, so that no guard is on."""
    first = world.weighed()
    made = world.made("decide", first, content=sample("besluit"), now=DECIDING)
    _swept(world, "2027-01-10", "2027-04-10")
    declined = _declined(world, "2027-04-20")
    _swept(world, "2027-07-20", "2027-10-14")
    order = world.made("sweep", "--dry-run", now=SWEEPING)["steps"]
    doing = [step["dossier"] for step in order if step["act"] in ("archive", "destroy")]
    assert sorted(doing) == sorted([first, declined, made["casusoverleg"]])
    each = tuple(frozenset({dossier}) for dossier in doing)
    return Command(("sweep",), None, "pol-1", each, frozenset({"archive", "shred"}))


def _swept(world: World, *days: str) -> None:
    for day in days:
        world.ok("sweep", "--confirm", day, now=f"{day}T09:00:00")


def _declined(world: World, day: str) -> str:
    """A dossier taken in, weighed and not agendered on one day."""
    world.ok("list", now=f"{day}T09:00:00")
    dossier = world.intake()
    world.ok("weigh", dossier, content=sample("weging", datum=day))
    no = sample(
        "besluit", datum=day, uitkomst="niet-agenderen", betrekken=None, over_te_dragen=None
    )
    no["afwijking"] = "Het beeld is niet substantieel genoeg."
    world.ok("decide", dossier, content=no)
    return dossier


def shred(world: World) -> Command:
    dossier = world.declined()
    world.ok("list", now=DECLINED_ENDED)
    return Command(("shred", dossier, "--reason", "niet-agenderen", "--yes"))


def leave(world: World) -> Command:
    _, casus = world.agendered()
    world.ok("plan", casus, content=sample("plan"), now=LEAVING)
    content = {"schema": "vertrek/1", "datum": "2026-10-20", "reden": "Het toezicht is ten einde."}
    return Command(("leave", casus, "reclassering-nederland"), content)


COMMANDS = (intake, decide_with_handover, archive, sweep, shred, leave)


@dataclass(frozen=True)
class Scene:
    """A vault before the command, and what it may look like afterwards: nothing done, ..., all."""

    world: World
    command: Command
    files: Mapping[str, bytes]
    known: frozenset[str]
    lines: int
    stages: tuple[Picture, ...]
    copies: Iterator[World]


@pytest.fixture(params=COMMANDS, ids=lambda prepare: prepare.__name__.replace("_", " "))
def scene(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The vault prepared for a command, once; each point disturbs a copy of it."""
    # What a killed process gave to the kernel is not lost, unlike without power.
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    _verify_once(monkeypatch)
    command: Command = request.param(world)
    command = replace(command, actions=command.actions or frozenset({command.argv[0]}))
    copies = _copies(world, monkeypatch)
    known = _digests(world)
    before = picture(world, known)
    undisturbed = next(copies)
    assert command.run(undisturbed).exit_code == 0
    after = picture(undisturbed, known)
    stages = _stages(before, after, command.transactions or (before.keys() | after.keys(),))
    files = world.files(log=True)
    return Scene(world, command, files, known, len(lines(world)), stages, copies)


def _verify_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of a vault share most of their log: ask ssh-keygen about each signature once."""
    verify = functools.cache(signing.verify)

    def remembered(data: bytes, sig: list[str], public_key: str, namespace: str) -> bool:
        return verify(data, tuple(sig), public_key, namespace)

    monkeypatch.setattr(signing, "verify", remembered)


def _copies(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The same officers, vault and remembered head, elsewhere; the copy before is dropped."""
    home, now = world.run.home, world.run.now
    for number in itertools.count():
        base = home.with_name(f"copy-{number}")
        shutil.copytree(home, base)
        run = CommandLine(base, monkeypatch)
        run.now = now
        yield World(run)
        shutil.rmtree(base)


def _stages(before: Picture, after: Picture, transactions: Any) -> tuple[Picture, ...]:
    stages = [before]
    for dossiers in transactions:
        kept = {name: what for name, what in stages[-1].items() if name not in dossiers}
        stages.append(kept | {name: after[name] for name in dossiers if name in after})
    assert stages[-1] == after
    return tuple(stages)


def picture(world: World, known: frozenset[str]) -> Picture:
    """Every dossier with its records, digests and readers; what chance chose is left out.

    `known` are the digests of before: of a record made since then only the place is compared.
    """
    found = [cards.decode(path.read_bytes(), path.name) for path in _cards(world)]
    proven = {path.stem: "destroyed" for path in (world.vault / "certificates").glob("*.json")}
    names = {card.id: _name(card, known) for card in found}
    return proven | {names[card.id]: _without_chance(card, names, known) for card in found}


def _cards(world: World) -> list[Any]:
    return sorted(world.vault.glob("*/*/*/card.json"))


def _digests(world: World) -> frozenset[str]:
    found = [cards.decode(path.read_bytes(), path.name) for path in _cards(world)]
    return frozenset(entry.digest for card in found for entry in card.records)


def _name(card: Card, known: frozenset[str]) -> str:
    old = any(entry.digest in known for entry in card.records)
    return card.id if old else f"new {card.register}"


def _without_chance(card: Card, names: Mapping[str, str], known: frozenset[str]) -> Card:
    return replace(
        card,
        id=names[card.id],
        seq=0,
        counterpart=names.get(card.counterpart, card.counterpart),
        sections={
            name: replace(
                section,
                recipient="",
                keys=dict.fromkeys(section.keys, ""),
                seal="sealed" if section.seal else "",
                seals=dict.fromkeys(section.seals, ""),
            )
            for name, section in card.sections.items()
        },
        records=tuple(
            replace(entry, sha256="", digest=entry.digest if entry.digest in known else "new")
            for entry in card.records
        ),
    )


def lines(world: World) -> list[dict[str, Any]]:
    return [
        canonical.decode(line)
        for path in sorted((world.vault / "log").glob("*.jsonl"))
        for line in path.read_bytes().splitlines(keepends=True)
    ]


def check_recovered(scene: Scene, world: World) -> int:
    """Let the next commands come and look at everything; how many transactions were carried out."""
    committed = _commits(scene, world)
    assert world.do("list").exit_code == 0
    result = world.do("check", "--decrypt", by=scene.command.reader)
    assert (result.exit_code, result.stdout) == (0, "")
    assert picture(world, scene.known) == scene.stages[committed]
    if not committed:
        assert _without_log(world.files()) == _without_log(scene.files)
    world.intake()
    assert world.do("check").exit_code == 0
    _check_log(scene, world, committed)
    assert list(world.run.home.rglob(".new-*")) == []
    assert list((world.vault / "journal").iterdir()) == []
    return committed


def _without_log(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """All but what tells of an attempt."""
    telling = ("log/", "journal/")
    return {name: data for name, data in files.items() if not name.startswith(telling)}


def _operations(scene: Scene, world: World) -> dict[int, list[dict[str, Any]]]:
    """The operations of the disturbed command, by their intent."""
    found: dict[int, list[dict[str, Any]]] = {}
    for line in lines(world)[scene.lines :]:
        found.setdefault(line["op"], []).append(line)
    mine = scene.command.actions
    return {op: told for op, told in found.items() if told[0]["action"] in mine}


def _commits(scene: Scene, world: World) -> int:
    """The commit lines that the disturbed command got into the log; a torn one does not count."""
    path = max((world.vault / "log").glob("*.jsonl"))
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    before = scene.files.get(f"log/{path.name}", b"")
    assert whole.startswith(before)
    return whole[len(before) :].count(b'"phase":"commit"')


def _check_log(scene: Scene, world: World, committed: int) -> None:
    told = list(_operations(scene, world).values())
    if scene.command.argv[0] == "intake":
        assert _phases(told.pop()) == ("intent", "commit", "done")  # the intake of the check
    for operation in told[:committed]:
        assert _phases(operation) == ("intent", "commit", "done")
        assert operation[-1].get("reason") in ("recovered", operation[0].get("reason"))
    for operation in told[committed:]:
        assert _phases(operation) == ("intent", "failed")
        assert operation[-1]["reason"] in ("interrupted", "failed")
    assert len(told) - committed in (0, 1)


def _phases(operation: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(line["phase"] for line in operation)


def every_point(scene: Scene, disturb: Callable[[World, int, bool], bool]) -> None:
    """Disturb a copy at one point after the other, until the command ends before its point."""
    outcomes = []
    for point in itertools.count(0, STRIDE):
        nth, variant = divmod(point, 2)
        world = next(scene.copies)
        disturbed = disturb(world, nth, bool(variant))
        outcomes.append(check_recovered(scene, world))
        if not disturbed:
            break
    print(f"{len(outcomes)} of {point + 1} points tried")
    assert outcomes == sorted(outcomes)  # nothing done before a commit point, all from there on
    assert {0, len(scene.stages) - 1} <= set(outcomes)


@pytest.mark.artikel("15.1")
def test_killed_at_any_step_it_is_done_whole_or_not_at_all(scene: Scene) -> None:
    def kill(world: World, nth: int, torn: bool) -> bool:
        return killed_at(nth, lambda: scene.command.run(world), torn=torn)

    every_point(scene, kill)


@pytest.mark.artikel("15.1")
def test_with_a_full_disk_at_any_step_it_says_so_and_is_done_whole_or_not_at_all(
    scene: Scene,
) -> None:
    def fill(world: World, nth: int, stays: bool) -> bool:
        with disk_full_at(nth, stays=stays) as failures:
            result = scene.command.run(world)
        if not failures():
            assert result.exit_code == 0
            return False
        assert result.exit_code == 1
        assert result.stderr == (
            "pgaref: error: no space left on the disk\n"
            "hint: make room; the next command completes or undoes what was begun\n"
        )
        return True

    every_point(scene, fill)
