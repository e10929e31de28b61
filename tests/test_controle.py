# SPDX-License-Identifier: EUPL-1.2
"""The review in docs/controle.md, typed again: the page shows what its commands really say.

`python -m tests.test_controle` writes what they say now on the page.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from pgaref.storage import age, yamltext
from tests.cli.asking import Asking, make
from tests.cli.conftest import ROOT

PAGE = ROOT / "docs" / "controle.md"
REVIEWER = "om-1"
# A Saturday, on which somebody reads; and the day of the review.
SATURDAY, REVIEWING = "2026-10-17T09:10:00", "2026-10-20T12:00:00"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
# What chance chose: an id, a digest.
_CHANCE = {r"\b[A-Z]{2}-[0-9A-HJKMNP-TV-Z]{8}\b": "ID", r"\b[0-9a-f]{64}\b": "SHA-256"}


def commands(text: str) -> list[str]:
    """What is typed on the page, a line each."""
    found = (re.findall(r"^\$ (.*)$", block, re.MULTILINE) for block in _BLOCK.findall(text))
    return [line for block in found for line in block]


def reviewed(folder: Path, patch: pytest.MonkeyPatch) -> Asking:
    """The case of docs/voorbeeld, read on a Saturday, and once refused; its reviewer is at home."""
    world = Asking.of(make(folder / "made"), folder / "home", patch)
    world.ok("log", "checkpoint", now="2026-10-16T09:00:00")
    home = world.run.home
    (home / "kept.txt").write_text(world.ok("log", "checkpoint").stdout)
    world.ok("show", world.co, by="pol-1", now=SATURDAY)
    assert world.do("show", world.wp, by="rec-1", now="2026-10-19T09:00:00").exit_code == 12
    card = yamltext.parse((home / f"{REVIEWER}.card").read_bytes(), "card").value
    findings = (ROOT / "docs" / "voorbeeld" / "logcontrole.yaml").read_bytes()
    (home / "logcontrole.yaml.age").write_bytes(age.encrypt(findings, [card["recipient"]]))
    shutil.copy(ROOT / "docs" / "verify-log.sh", home)
    world.ok("list", now=REVIEWING)
    return world


def typed(world: Asking, line: str) -> list[str]:
    """What a line prints, on a terminal; it must end well."""
    words = shlex.split(line)
    target = words.pop() if ">" in words else ""
    words = [word for word in words if word != ">"]
    if words[0] == "pgaref":
        result = world.do(*words[1:], by=REVIEWER, tty=not target)
        out, err, code = result.stdout, result.stderr, result.exit_code
    else:
        done = subprocess.run(words, cwd=world.run.home, capture_output=True, text=True, timeout=60)
        out, err, code = done.stdout, done.stderr, done.returncode
    assert code == 0, (line, err)
    if target:
        (world.run.home / target).write_text(out)
        out = ""
    return [_STYLE.sub("", part).rstrip() for part in (out + err).splitlines()]


def played(folder: Path, text: str) -> str:
    """The page, with what its commands say now."""
    with pytest.MonkeyPatch.context() as patch:
        world = reviewed(folder, patch)
        said = {line: typed(world, line) for line in commands(text)}

    def block(found: re.Match[str]) -> str:
        lines = [part for line in commands(found[0]) for part in (f"$ {line}", *said[line])]
        return "\n".join(("```console", *lines, "```"))

    return _BLOCK.sub(block, text)


def without_chance(text: str) -> Sequence[str]:
    """Lines in which what chance chose is named, and not shown."""
    for pattern, name in _CHANCE.items():
        text = re.sub(pattern, name, text)
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.artikel("15.2.e", "15.2.f")
def test_the_review_on_the_page_is_what_its_commands_say(tmp_path: Path) -> None:
    text = PAGE.read_text("utf-8")
    assert len(commands(text)) > 8
    assert without_chance(played(tmp_path, text)) == without_chance(text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        PAGE.write_text(played(Path(place), PAGE.read_text("utf-8")), "utf-8")
    sys.exit(0)
