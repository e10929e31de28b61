# SPDX-License-Identifier: EUPL-1.2
"""An editor that does as it is told: `python scripted.py FOLDER [OPTIONS] FILE`.

Each time it takes the next file of steps in FOLDER and notes there what it saw. Run as a program.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def seen(file: Path) -> dict[str, Any]:
    """What an editor can see: its words, its environment, its folder and the text."""
    entries = {
        str(path.relative_to(file.parent)): f"{path.stat().st_mode & 0o7777:04o}"
        for path in file.parent.rglob("*")
    }
    return {
        "argv": sys.argv[2:],
        "environ": dict(os.environ),
        "cwd": os.getcwd(),
        "mode": f"{file.parent.stat().st_mode & 0o7777:04o}",
        "entries": entries,
        "text": file.read_text(),
        "terminals": [os.isatty(number) for number in range(3)],
    }


def act(step: dict[str, Any], file: Path) -> int:
    """Do one step; the exit code."""
    if "write" in step:
        file.write_text(step["write"])
    for old, new in step.get("replace", {}).items():
        text = file.read_text()
        assert old in text, old
        file.write_text(text.replace(old, new))
    if "anew" in step:
        other = file.with_name("other")
        other.write_text(step["anew"])
        other.rename(file)
    if "remove" in step:
        file.unlink()
    if "run" in step:
        done = subprocess.run(step["run"], env=step["env"], capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr
    if "kill" in step:
        os.kill(os.getpid(), getattr(signal, step["kill"]))
    if "stop" in step:
        os.kill(os.getppid(), getattr(signal, step["stop"]))
        time.sleep(step.get("sleep", 0))
    return int(step.get("exit", 0))


def main() -> int:
    """Take the next step."""
    folder, file = Path(sys.argv[1]), Path(sys.argv[-1]).absolute()
    number = len(list(folder.glob("seen-*")))
    (folder / f"seen-{number}").write_text(json.dumps(seen(file)))
    return act(json.loads((folder / f"step-{number}").read_text()), file)


if __name__ == "__main__":
    sys.exit(main())
