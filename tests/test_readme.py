# SPDX-License-Identifier: EUPL-1.2
"""Every line of the README's first and second hour, typed in, in order."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
EXIT = re.compile(r"#.*\bexit ([0-9]+)")
# What sets the machine up has run before any test does.
INSTALLING = ("make", ". .venv/bin/activate")


def typed_lines() -> list[str]:
    """The lines of the README's shell blocks, those that go on joined."""
    text = "".join(BLOCK.findall((ROOT / "README.md").read_text("utf-8")))
    joined = re.sub(r"\|\n\s+", "| ", text)
    return [line for line in joined.splitlines() if line and line not in INSTALLING]


def script(lines: list[str]) -> str:
    """A shell that stops at the first line that does not end as the README says."""
    steps = []
    for line in lines:
        told = EXIT.search(line)
        wanted = told[1] if told else "0"
        failing = f"{{ echo {shlex.quote(line)}: $code; exit 1; }}"
        steps.append(f"{line}\ncode=$?; [ $code = {wanted} ] || {failing}")
    return "\n".join(steps)


def test_both_hours_go_as_the_readme_says(tmp_path: Path) -> None:
    lines = typed_lines()
    assert len(lines) > 40
    program = tmp_path / "bin" / "pgaref"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m pgaref "$@"\n')
    program.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    path = f"{program.parent}:/usr/local/bin:/usr/bin:/bin"
    done = subprocess.run(
        ["bash", "-c", script(lines)],
        cwd=ROOT,
        env={"HOME": str(home), "PATH": path, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    # The party read the record with nothing but age.
    assert "gedraging: Heeft op 30 september in buurthuis De Proef" in done.stdout
    assert "refused: nctv does not take part in CO-" in done.stderr
    assert "left out: WP-" in done.stderr
    assert "not heard yet: gemeente-heerlen openbaar-ministerie" in done.stderr
