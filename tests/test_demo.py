# SPDX-License-Identifier: EUPL-1.2
"""`docs/demo.sh`: the whole way of the fictitious case, as `make demo` shows it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pgaref.storage import yamltext

DOCS = Path(__file__).resolve().parent.parent / "docs"
DEMO = DOCS / "demo.sh"
# Its name is nobody's.
KADER = DOCS / "voorbeeld" / "referentiekader-voorbeeld.yaml"
# Where the input files say who somebody is.
PERSONAL = {"naam", "adres", "contactgegevens"}
# Random text, in which any three letters may stand by chance.
DIGESTS = {"files", "plan", "prev", "sig", "signers", "vault"}


def demo(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run the demo with `command` as its pgaref."""
    program = folder / "pgaref"
    program.write_text(f"#!/bin/sh\n{command}\n", "utf-8")
    program.chmod(0o700)
    return subprocess.run(
        ["bash", DEMO],
        env={"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(DOCS.parent)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )


def invented_names() -> set[str]:
    """Every word of a name, an address or a contact in the input files and in the demo."""
    texts = re.findall(r'--name "(.+?)"', DEMO.read_text("utf-8"))
    for path in set((DOCS / "voorbeeld").glob("*.yaml")) - {KADER}:
        texts += _personal(yamltext.parse(path.read_bytes(), path.name).value)
    return {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text)}


def _personal(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _personal(item)
    elif isinstance(value, dict):
        yield from (str(item) for name, item in value.items() if name in PERSONAL)
        for item in value.values():
            yield from _personal(item)


@pytest.mark.artikel("13.1", "15.2.e")
def test_one_case_goes_the_whole_way_and_no_name_is_in_the_log(tmp_path: Path) -> None:
    # The vault is thrown away: its log is copied after each command.
    kept = tmp_path / "log"
    kept.mkdir()
    done = demo(
        tmp_path,
        f'"{sys.executable}" -B -m pgaref "$@"; code=$?\n'
        f'[ ! -d vault/log ] || cp vault/log/*.jsonl "{kept}"\nexit $code',
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""

    steps = done.stdout.split("\n$ ")
    (dossier,) = set(re.findall(r"made (WP-\w{8}) with", done.stdout))
    assert steps[-1].startswith(f"pgaref certificate {dossier}\n")
    assert re.search(r"^destroyed +2032-06-11 *$", steps[-1], re.MULTILINE)
    (refused,) = [step for step in steps if step.startswith(f"pgaref show {dossier}\n")]
    assert "was destroyed (art. 13 lid 1)" in refused
    assert "(exit 10)" in refused
    assert "AGE-SECRET-KEY" not in done.stdout
    assert "PRIVATE KEY" not in done.stdout
    (vault,) = re.findall(r"made a vault at (\S+)", done.stdout)
    assert not Path(vault).parent.exists()

    lines = [line for path in sorted(kept.iterdir()) for line in path.read_text().splitlines()]
    acts = [json.loads(line) for line in lines]
    logged = [{key: item for key, item in act.items() if key not in DIGESTS} for act in acts]
    assert {act["action"] for act in logged} >= {"init", "intake", "disclose", "show", "shred"}
    names = invented_names()
    assert {"Sam", "Voorbeeldstraat", "Kim", "Noor", "Uma"} <= names
    assert {word for word in names if any(word in str(act) for act in logged)} == set()


def test_a_command_that_ends_otherwise_ends_the_demo_and_leaves_nothing(tmp_path: Path) -> None:
    done = demo(tmp_path, f'pwd >"{tmp_path}/folder"; exit 3')
    assert done.returncode == 1
    assert done.stdout.endswith("(exit 3)\n")
    assert done.stderr == "demo: that was to end with exit 0, not 3\n"
    assert not Path((tmp_path / "folder").read_text().strip()).exists()
