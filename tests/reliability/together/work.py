# SPDX-License-Identifier: EUPL-1.2
"""What one of many users does to a vault, and what all of it must have come to."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from pgaref.storage import canonical, yamltext
from tests.cli.conftest import ROOT
from tests.cli.small import DESTROYING, Case
from tests.cli.world import sample

LOCKED, KILLED = 14, -signal.SIGKILL
# Seconds that a command waits for the lock, and within which it has ended in any case.
WAIT, END = "120", 240.0
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A command that users give: its words on a case, what it is given, and how often."""

    words: Callable[[Case], tuple[str, ...]]
    content: Callable[[], Content] | None = None
    often: int = 1
    stdin: str = ""


def _action() -> Content:
    return sample("actie", op="2027-04-15")


KINDS = {
    "intake": Kind(lambda case: ("intake",), lambda: sample("intake"), often=3),
    "action": Kind(lambda case: ("action", case.casus), _action, often=4),
    "list": Kind(lambda case: ("list",), often=2),
    "list --names": Kind(lambda case: ("list", "--names")),
    "show": Kind(lambda case: ("show", case.casus), often=2),
    "find": Kind(lambda case: ("find", "--purpose", "verantwoording"), stdin="pamfletten"),
    "sweep": Kind(lambda case: ("sweep",)),
    "check": Kind(lambda case: ("check",)),
    "log verify": Kind(lambda case: ("log", "verify")),
}


@dataclass(frozen=True)
class Done:
    """A command that ended: what it printed (addresses), and in how many seconds."""

    kind: str
    exit_code: int
    stdout: str
    stderr: str
    seconds: float


def planned(case: Case) -> None:
    """Let there be measures to report on."""
    case.world.ok("plan", case.casus, content=sample("plan"), now=DESTROYING)


class TogetherError(AssertionError):
    """An update was lost, or something came to a stop."""


def work_together(case: Case, users: int, seconds: float, seed: int) -> list[Done]:
    """So many users give random commands for so many seconds; all that ended.

    Of every eight commands one is killed amid its work, and one does not wait for the lock.
    """
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(users) as pool:
        each = [pool.submit(_use, case, until, seed * users + user) for user in range(users)]
        return [done for used in each for done in used.result()]


def _use(case: Case, until: float, seed: int) -> list[Done]:
    chance = random.Random(seed)
    names = [name for name, kind in KINDS.items() for _ in range(kind.often)]
    found = []
    while time.monotonic() < until:
        name = chance.choice(names)
        fate = chance.randrange(8)
        kill_after = chance.uniform(0.1, 0.6) if fate == 0 else None
        found.append(give(case, name, wait="0" if fate == 1 else WAIT, kill_after=kill_after))
    return found


def give(case: Case, name: str, *, wait: str = WAIT, kill_after: float | None = None) -> Done:
    """Give a command as a process of its own; killed after so many seconds, where they are given.

    Raises:
        TogetherError: it did not end in time.
    """
    kind = KINDS[name]
    content = kind.content() if kind.content else None
    stdin = yamltext.dump(content) if content else kind.stdin.encode()
    words = (*kind.words(case), *(("-",) if content else ()), "--wait", wait)
    identity = ("--identity", str(case.world.identity("uit-1")))
    started = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *words, *identity],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=case.world.run.home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NOW": f"{DESTROYING}+00:00"},
    )
    try:
        out, err = child.communicate(stdin, timeout=kill_after or END)
    except subprocess.TimeoutExpired:
        child.kill()
        out, err = child.communicate()
        if kill_after is None:
            raise TogetherError(f"{name} did not end in {END} seconds") from None
    return Done(name, child.returncode, out.decode(), err.decode(), time.monotonic() - started)


# `python -m pgaref`, but for the moment that its clock shows.
_PROGRAM = """
import os
from datetime import datetime
from pgaref.cli import clock, main
clock.now = lambda: datetime.fromisoformat(os.environ["NOW"])
main.run()
"""


def require_nothing_lost(case: Case, done: list[Done]) -> None:
    """Check that every command ended well, and that all that was said to be done is there, once.

    Raises:
        TogetherError: something else.
    """
    for one in done:
        if one.exit_code not in (0, LOCKED, KILLED):
            raise TogetherError(f"{one.kind} ended with {one.exit_code}: {one.stderr[:500]}")
    told = [line for one in done for line in one.stdout.split() if one.kind in ("intake", "action")]
    if len(told) != len(set(told)):
        raise TogetherError("an address was given twice")
    there = _addresses(case)
    lost = set(told) - there
    if lost:
        raise TogetherError(f"{len(lost)} acknowledged records are not there: {sorted(lost)[:3]}")
    for words in (("check", "--decrypt"), ("log", "verify")):
        result = case.world.do(*words)
        if result.exit_code != 0:
            raise TogetherError(f"{' '.join(words)}: {result.stdout}{result.stderr}")
    _require_consistent_log(case)
    if list(case.world.run.home.rglob(".new-*")) or list(case.path("journal").iterdir()):
        raise TogetherError("something unfinished was left")


def _addresses(case: Case) -> set[str]:
    """Every dossier and the address of every record, from the cards."""
    found = set()
    for path in case.vault.glob("*/*/*/card.json"):
        card: Any = canonical.decode(path.read_bytes())
        found |= {f"{card['id']}/{record['n']}" for record in card["records"]} | {card["id"]}
    return found


def _require_consistent_log(case: Case) -> None:
    lines: list[Any] = [
        canonical.decode(line)
        for path in sorted(case.path("log").glob("*.jsonl"))
        for line in path.read_bytes().splitlines(keepends=True)
    ]
    if [line["seq"] for line in lines] != list(range(1, len(lines) + 1)):
        raise TogetherError("the log has a gap")
    committed = {line["op"] for line in lines if line["phase"] == "commit"}
    ended = {line["op"] for line in lines if line["phase"] in ("done", "failed", "refused")}
    if not committed <= ended:
        raise TogetherError("a commit has no end")
