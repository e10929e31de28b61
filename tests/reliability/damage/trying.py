# SPDX-License-Identifier: EUPL-1.2
"""Damages and forgeries, shared out over processes; each on the vault as it was made."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.forgeries import REFUSED, UNNOTICED, Attack, acted
from tests.reliability.damage.damages import UntrueError, damages, try_damage
from tests.reliability.damage.whole import Whole, kind_of, make_whole
from tests.reliability.faults.commands import empty


@dataclass(frozen=True)
class Share:
    """Of each `stride`th damage, and of all forgeries, each `of`th from `number` on."""

    number: int
    of: int
    stride: int


@dataclass(frozen=True)
class Tried:
    """By kind of file or forgery: tried, found, refused, and with all else going on."""

    files: Counter[str]
    counts: tuple[Counter[str], Counter[str], Counter[str], Counter[str]]
    untrue: tuple[str, ...]


def try_share(share: Share) -> Tried:
    """Try them all."""
    tried, found, refused, others = (Counter[str]() for _ in range(4))
    untrue = []
    with vault() as (whole, back):
        truth = whole.look()
        back()
        for damage in [*damages(whole)][:: share.stride][share.number :: share.of]:
            kind = kind_of(damage.path)
            tried[kind] += 1
            try:
                outcome = try_damage(whole, damage, truth)
                found[kind] += 1
                refused[kind] += outcome.refused
                others[kind] += outcome.others
            except UntrueError as error:
                untrue.append(str(error))
            back()
        for attack in [*REFUSED, *UNNOTICED][share.number :: share.of]:
            name = f"forged: {attack.__name__.replace('_', ' ')}"
            tried[name] += 1
            try:
                acts = _forged(whole, attack)
                found[name] += 1
                refused[name] += 13 in acts
                others[name] += 0 in acts
            except AssertionError:
                untrue.append(f"{name}: not found, or not refused where it has to be")
            back()
        files = Counter(map(kind_of, whole.files()))
    return Tried(files, (tried, found, refused, others), tuple(untrue))


def _forged(whole: Whole, attack: Attack) -> set[int]:
    """Forge; `check` has to find it, and the acts to be refused that it concerns."""
    path = attack(whole.case)
    checked = whole.world.do("check", "--json")
    assert checked.exit_code == 13
    assert path in {finding["path"] for finding in checked.json["findings"]}
    codes = {act: code for act, code, _ in acted(whole.case)}
    assert {act for act, code in codes.items() if code == 13} == REFUSED.get(attack, frozenset())
    return set(codes.values())


@contextmanager
def vault() -> Iterator[tuple[Whole, Callable[[], None]]]:
    """The vault, and what brings it back to how it was made."""
    with tempfile.TemporaryDirectory(prefix="pgaref-damage-") as base:
        home, kept = Path(base) / "home", Path(base) / "kept"
        home.mkdir(mode=0o700)
        with pytest.MonkeyPatch.context() as patch:
            whole = make_whole(home, patch)
            now = whole.world.run.now
            shutil.copytree(home, kept, symlinks=True)

            def back() -> None:
                empty(home)
                shutil.copytree(kept, home, dirs_exist_ok=True)
                whole.world.run.now = now

            yield whole, back
