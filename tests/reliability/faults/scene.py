# SPDX-License-Identifier: EUPL-1.2
"""A vault before a command that is disturbed, and what it may look like afterwards."""

from __future__ import annotations

import functools
import json
import os
import shutil
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from pgaref.covenant.model import Card
from pgaref.storage import canonical, cards, signing
from tests.cli.conftest import CommandLine
from tests.cli.world import World
from tests.cli.years import founded
from tests.reliability.faults.commands import Command, empty
from tests.storage.faults import killed_at

Picture = Mapping[str, object]
Prepare = Callable[[World], Command]


@dataclass
class Scene:
    """A place where a command is played again and again, each time from the same start.

    `files`, `lines` and `known` (digests) are those from before the command. `stages` are what the
    dossiers may look like: nothing done, then each transaction, up to all; `end` is the one that a
    command reaches which succeeds. A `resumed` scene starts in the middle of what was killed.
    `looked_at` are digests of all files after a disturbance, and how many transactions that is.
    """

    world: World
    command: Command
    kept: Path
    files: Mapping[str, bytes]
    known: frozenset[str]
    lines: int
    stages: tuple[Picture, ...] = ()
    start: Mapping[str, bytes] = field(default_factory=dict)
    end: int = 0
    resumed: bool = False
    looked_at: dict[bytes, int] = field(default_factory=dict)

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that are put back, and whose calls count."""
        return (self.world.run.home, *self.command.elsewhere)

    def keep(self) -> None:
        """Take all as it is now for the start."""
        shutil.rmtree(self.kept, ignore_errors=True)
        for number, root in enumerate(self.roots):
            shutil.copytree(root, self.kept / str(number))
        self.start = self.everything()

    def play(self, report: Path | None = None) -> None:
        """The command, in a child; how it ended is written into `report`, else it must succeed."""
        result = self.command.run(self.world)
        if report is None:
            assert result.exit_code == 0, result.stderr
        else:
            report.write_text(json.dumps([result.exit_code, result.stdout, result.stderr]))

    def everything(self) -> dict[str, bytes]:
        """Every file and folder (with a slash), those of the vault and those beside it."""
        return {
            f"{path}/" if path.is_dir() else str(path): b"" if path.is_dir() else path.read_bytes()
            for root in self.roots
            for path in root.rglob("*")
        }

    def put_back(self) -> None:
        """Be at the start again."""
        if self.everything() == self.start:
            return
        self.clear()
        for number, root in enumerate(self.roots):
            shutil.copytree(self.kept / str(number), root, dirs_exist_ok=True)

    def clear(self) -> None:
        """Leave nothing there."""
        for root in self.roots:
            empty(root)


@contextmanager
def scene_of(prepare: Prepare, base: Path) -> Iterator[Scene]:
    """A scene in the folder `base`: the vault prepared, the command played once undisturbed."""
    with pytest.MonkeyPatch.context() as patch:
        _verify_once(patch)
        world = World(CommandLine(_home(base / "home"), patch))
        world.run.now = world.run.now.fromisoformat("2026-10-12T08:00:00+00:00")
        command = prepare(world)
        kept, known = base / "kept", _digests(world)
        scene = Scene(world, command, kept, world.files(log=True), known, len(lines(world)))
        scene.keep()
        before = picture(world, known)
        in_child(scene.play)
        after = picture(world, known)
        together = command.transactions or (before.keys() | after.keys(),)
        scene.stages = _stages(before, after, together)
        scene.end = len(scene.stages) - 1
        scene.put_back()
        if command.left:
            _leave_killed(scene)
        try:
            yield scene
        finally:
            for root in (*scene.roots, kept):
                shutil.rmtree(root)


def _leave_killed(scene: Scene) -> None:
    """Let the start be what a kill left: right after the commit point, or right before it."""

    def committed(nth: int) -> int:
        scene.put_back()
        killed_at(nth, scene.play)
        return commits(scene)

    first = bisect_left(range(1000), 1, key=committed)
    committed(first if scene.command.left == "committed" else first - 1)
    scene.end = commits(scene)
    scene.resumed = True
    actions = scene.command.actions or frozenset({scene.command.argv[0]})
    scene.command = replace(scene.command, argv=("list",), content=None, actions=actions)
    scene.keep()


def commits(scene: Scene) -> int:
    """The transactions that the disturbed command got into the log."""
    return sum(line["phase"] == "commit" for line in since(scene))


def since(scene: Scene) -> list[dict[str, Any]]:
    """The lines that came after the start; the first of all may be gone."""
    return [line for line in lines(scene.world) if line["seq"] > scene.lines]


def in_child(work: Callable[[], object]) -> None:
    """Do it in a process of its own: one that makes a PDF has threads, and is not to be forked."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0


@functools.cache
def _founded() -> Path:
    """A vault with its officers, made once in this process."""
    return founded(Path(tempfile.mkdtemp(prefix="pgaref-founded-")) / "home")


def _home(place: Path) -> Path:
    shutil.copytree(_founded(), place)
    return place


def _verify_once(patch: pytest.MonkeyPatch) -> None:
    """A scene's vaults share most of their log: ask ssh-keygen about each signature once."""
    verify = functools.cache(signing.verify)

    def remembered(data: bytes, sig: Sequence[str], public_key: str, namespace: str) -> bool:
        return verify(data, tuple(sig), public_key, namespace)

    patch.setattr(signing, "verify", remembered)


def _stages(before: Picture, after: Picture, transactions: Any) -> tuple[Picture, ...]:
    stages = [before]
    for dossiers in transactions:
        kept = {name: what for name, what in stages[-1].items() if name not in dossiers}
        stages.append(kept | {name: after[name] for name in dossiers if name in after})
    assert stages[-1] == after
    return tuple(stages)


def picture(world: World, known: frozenset[str]) -> Picture:
    """Every dossier with its records, digests and readers, and every party's file.

    What chance chose is left out. `known` are the digests of before: of a record made since then
    only the place is compared.
    """
    found = [cards.decode(path.read_bytes(), path.name) for path in _cards(world)]
    names = {card.id: _name(card, known) for card in found}
    proven = {path.stem: "destroyed" for path in (world.vault / "certificates").glob("*.json")}
    plain = {path.name: path.read_text() for path in (world.vault / "parties").glob("*.yaml")}
    return plain | proven | {names[card.id]: _without_chance(card, names, known) for card in found}


def _cards(world: World) -> list[Path]:
    return sorted(
        path for top in _tops(world) for path in top.glob("*/*/card.json") if path.is_file()
    )


def _tops(world: World) -> tuple[Path, Path]:
    settings = canonical.decode((world.vault / "vault.json").read_bytes())
    return world.vault / "dossiers", Path(str(settings.get("archive", world.vault / "archive")))


def _digests(world: World) -> frozenset[str]:
    found = [cards.decode(path.read_bytes(), path.name) for path in _cards(world)]
    return frozenset(entry.digest for card in found for entry in card.records)


def _name(card: Card, known: frozenset[str]) -> str:
    """A dossier that is new has an id by chance; one of before keeps some record as it was."""
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
        packages=tuple(
            replace(package, recipient="", sha256="", keys=dict.fromkeys(package.keys, ""))
            for package in card.packages
        ),
        records=tuple(
            replace(entry, sha256="", digest=entry.digest if entry.digest in known else "new")
            for entry in card.records
        ),
    )


def lines(world: World) -> list[dict[str, Any]]:
    """The whole lines of the log; one that is torn does not count."""
    return [
        canonical.decode(line)
        for path in sorted((world.vault / "log").glob("*.jsonl"))
        for line in path.read_bytes().splitlines(keepends=True)
        if line.endswith(b"\n")
    ]
