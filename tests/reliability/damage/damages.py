# SPDX-License-Identifier: EUPL-1.2
"""What is done to a file, and what must come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.reliability.damage.whole import Seen, Whole, kind_of

Shown = dict[str, object]
INTEGRITY, USAGE = 13, 2
# Without these no command goes on.
_OF_THE_VAULT = {"settings", "profile", "log", "party file"}


@dataclass(frozen=True)
class Damage:
    """A file, and what becomes of it and of its neighbour: bytes, or None where it goes."""

    name: str
    path: str
    files: dict[str, bytes | None]

    def do(self, whole: Whole) -> None:
        """Do it."""
        for path, data in self.files.items():
            file = whole.case.path(path)
            if data is None:
                file.unlink()
            else:
                file.write_bytes(data)


def damages(whole: Whole) -> Iterator[Damage]:
    """Every file with everything that may befall it."""
    files = whole.files()
    for path, data in files.items():
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        yield Damage("a bit flipped", path, {path: flipped})
        yield Damage("truncated", path, {path: data[:-1]})
        yield Damage("cut in half", path, {path: data[:middle]})
        yield Damage("emptied", path, {path: b""})
        yield Damage("removed", path, {path: None})
        older = whole.older.get(path, data)
        if older != data:
            yield Damage("an older version", path, {path: older})
        for name, other in _neighbours(path, files):
            if files[other] != data:
                yield Damage(name, path, {path: files[other], other: data})


def _neighbours(path: str, files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """The next file of the same folder, and the next of its kind in another."""
    folder = PurePosixPath(path).parent
    later = [other for other in files if other > path]
    same = [other for other in later if PurePosixPath(other).parent == folder]
    kin = [o for o in later if kind_of(o) == kind_of(path) and PurePosixPath(o).parent != folder]
    yield from (("swapped in its folder", other) for other in same[:1])
    yield from (("swapped with its like", other) for other in kin[:1])


@dataclass(frozen=True)
class Outcome:
    """What came of it: whether what it touches was `refused`, and the `others` were shown."""

    damage: Damage
    refused: bool
    others: bool


class UntrueError(AssertionError):
    """Something damaged was not found, or was shown as if it were true."""


def try_damage(whole: Whole, damage: Damage, truth: Seen) -> Outcome:
    """Do it and look; `truth` is what is seen of the undamaged vault.

    Raises:
        UntrueError: not found by `check`, or believed, or more was refused than it touches.
    """
    damage.do(whole)
    try:
        _require_found(whole, damage)
        return _outcome(whole, damage, truth)
    except AssertionError as error:
        raise UntrueError(f"{damage.path}: {damage.name}: {error}") from error


def _require_found(whole: Whole, damage: Damage) -> None:
    checked = whole.world.do("check", "--json")
    assert checked.exit_code == INTEGRITY, "not found"
    found = {finding["path"] for finding in checked.json["findings"]}
    # A log that is shorter than what is remembered is told at its end, where lines are missing.
    if kind_of(damage.path) == "log":
        assert any(kind_of(path) == "log" for path in found), "not named"
    else:
        assert found & damage.files.keys(), f"not named; {sorted(found)}"


def _outcome(whole: Whole, damage: Damage, truth: Seen) -> Outcome:
    seen = whole.look()
    touched = {whole.touched(path) for path in damage.files}
    for dossier, records in seen.dossiers.items():
        assert records in (None, truth.dossiers[dossier]), f"{dossier} is shown otherwise"
    assert all(hit in truth.found for hit in seen.found or ()), "found otherwise"
    assert all(step in truth.steps for step in seen.steps or ()), "swept otherwise"
    kinds = {kind_of(path) for path in damage.files}
    if kinds & _OF_THE_VAULT:
        assert _nothing(seen), "not refused"
        return Outcome(damage, refused=True, others=False)
    refused = bool(touched - {""}) and all(seen.dossiers[d] is None for d in touched - {""})
    shown = any(whole.holds_what_is_shown(path, truth) for path in damage.files)
    assert refused or not shown, "not refused"
    assert _others(seen, truth, touched), "what it does not touch is refused too"
    return Outcome(damage, refused, others=True)


def _nothing(seen: Seen) -> bool:
    shown = (*seen.dossiers.values(), seen.found, seen.steps)
    return all(item is None for item in shown) and seen.disclosed in (INTEGRITY, USAGE)


def _others(seen: Seen, truth: Seen, touched: set[str]) -> bool:
    """Whether all goes on that has nothing to do with the touched dossiers."""
    shown = all(
        seen.dossiers[dossier] == records
        for dossier, records in truth.dossiers.items()
        if dossier not in touched
    )
    return (
        shown
        and _but(truth.found, touched) == _but(seen.found, touched)
        and _but(truth.steps, touched) == _but(seen.steps, touched)
    )


def _but(
    items: list[dict[str, object]] | None, touched: set[str]
) -> list[dict[str, object]] | None:
    """Those that do not speak of a touched dossier."""
    of = touched - {""}
    return items and [item for item in items if not any(id_ in str(item) for id_ in of)]
