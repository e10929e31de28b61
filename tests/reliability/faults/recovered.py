# SPDX-License-Identifier: EUPL-1.2
"""What must hold after a disturbance: done whole or not at all, nothing lost, nothing left over."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from tests.cli.world import sample
from tests.reliability.faults.scene import Scene, commits, picture, since

Line = dict[str, Any]
# Of the fictitious case: who it is about, and what was reported.
PLAINTEXT = (b"Sam Voorbeeld", b"pamfletten", b"AGE-SECRET-KEY-1")


def check_recovered(scene: Scene) -> int:
    """Let the next commands come and look at everything; how many transactions were carried out.

    What is byte for byte as at the start, or as what was looked at before, is not looked at again:
    the same commands would find the same.
    """
    found = scene.everything()
    if not scene.resumed and found == scene.start:
        return 0
    state = _digest(found)
    if state not in scene.looked_at:
        scene.looked_at[state] = _look(scene, found)
    return scene.looked_at[state]


def _digest(files: Mapping[str, bytes]) -> bytes:
    """Of all names and contents, one by one."""
    told = hashlib.sha256()
    for name in sorted(files):
        told.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(files[name]).digest())
    return told.digest()


def _look(scene: Scene, found: Mapping[str, bytes]) -> int:
    world = scene.world
    committed = commits(scene)
    first = world.do("list")
    assert first.exit_code == 0, first.stderr
    as_it_was = _but_the_log(scene.everything()) == _but_the_log(scene.start)
    if as_it_was and not committed and not scene.resumed:
        _act_again(scene)
    else:
        _check_all(scene, committed)
    *told, looking = _by_operation(since(scene))
    assert _phases(looking) == ("intent", "commit", "done")
    _check_log(_of(scene, told), committed)
    return committed


def _check_all(scene: Scene, committed: int) -> None:
    world = scene.world
    whole = world.do("check", "--decrypt", by=scene.command.reader)
    assert (whole.exit_code, whole.stdout) == (0, ""), (whole.stdout, whole.stderr)
    assert picture(world, scene.known) == scene.stages[committed]
    if not committed:
        assert _without_log(world.files()) == _without_log(scene.files)
    _check_nothing_left(scene)
    _act_again(scene)
    assert world.do("check").exit_code == 0


def _act_again(scene: Scene) -> None:
    again = scene.world.do("intake", content=sample("intake"))
    assert again.exit_code == 0, again.stderr


def _but_the_log(everything: Mapping[str, bytes]) -> dict[str, bytes]:
    """All but the lines that tell of an attempt, and what the machine remembers of them."""
    telling = ("/vault/log/", "/state/")
    return {
        name: data
        for name, data in everything.items()
        if name.endswith("/") or not any(part in name for part in telling)
    }


def _without_log(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """All but what tells of an attempt."""
    telling = ("log/", "journal/")
    return {name: data for name, data in files.items() if not name.startswith(telling)}


def _check_nothing_left(scene: Scene) -> None:
    """No staged file, no plan, no plaintext; nor a secret but in the identities."""
    for root in scene.roots:
        assert [path for path in root.rglob("*") if path.name.startswith(".new-")] == []
        for path in root.rglob("*"):
            own = path.parent == scene.world.run.home and path.name in _identities(scene)
            if path.is_file() and not own:
                data = path.read_bytes()
                assert not any(text in data for text in PLAINTEXT), path.name
    assert [path.name for path in (scene.world.vault / "journal").glob("*.json")] == []


def _identities(scene: Scene) -> set[str]:
    return {path.stem for path in scene.world.run.home.glob("*.sign")}


def _by_operation(told: Sequence[Line]) -> list[list[Line]]:
    """Lines by the operation that they belong to."""
    found: dict[int, list[Line]] = {}
    for line in told:
        found.setdefault(line["op"], []).append(line)
    return list(found.values())


def _of(scene: Scene, operations: Sequence[list[Line]]) -> list[list[Line]]:
    """Those of the disturbed command."""
    mine = scene.command.actions or {scene.command.argv[0]}
    return [operation for operation in operations if operation[0]["action"] in mine]


def _check_log(told: Sequence[list[Line]], committed: int) -> None:
    for operation in told[:committed]:
        assert _phases(operation) == ("intent", "commit", "done")
        assert operation[-1].get("reason") in ("recovered", operation[0].get("reason"))
    for operation in told[committed:]:
        assert _phases(operation) == ("intent", "failed")
        assert operation[-1]["reason"] in ("interrupted", "failed", "integrity", "no-key")
    assert len(told) - committed in (0, 1)


def _phases(operation: Sequence[Line]) -> tuple[str, ...]:
    return tuple(line["phase"] for line in operation)
