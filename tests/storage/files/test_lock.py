# SPDX-License-Identifier: EUPL-1.2
"""Two commands at once: one waits, or says that the vault is locked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pgaref.errors import VaultLockedError
from pgaref.storage.files.lock import locked
from pgaref.storage.files.tree import Tree

HOLD = """
import sys, time
from pathlib import Path
from pgaref.storage.files.lock import locked
from pgaref.storage.files.tree import Tree
with locked(Tree(Path(sys.argv[1])), exclusive=True, wait=0):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [(False, False, True), (False, True, False), (True, False, False), (True, True, False)],
)
def test_readers_share_and_writers_do_not(
    tmp_path: Path, first: bool, second: bool, allowed: bool
) -> None:
    tree = Tree(tmp_path)
    with locked(tree, exclusive=first, wait=0):
        if allowed:
            with locked(tree, exclusive=second, wait=0):
                pass
            return
        with pytest.raises(VaultLockedError), locked(tree, exclusive=second, wait=0):
            pass


def test_whoever_waits_gets_it(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    held = threading.Event()

    def hold() -> None:
        with locked(tree, exclusive=True, wait=0):
            held.set()
            time.sleep(0.1)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    with locked(tree, exclusive=True, wait=30):
        pass
    holder.join()


def test_waiting_ends(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    with locked(tree, exclusive=True, wait=0):
        began = time.monotonic()
        with pytest.raises(VaultLockedError), locked(tree, exclusive=False, wait=0.1):
            pass
        assert time.monotonic() - began >= 0.1


def test_a_killed_command_lets_go(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "held\n"
        tree = Tree(tmp_path)
        with pytest.raises(VaultLockedError), locked(tree, exclusive=True, wait=0):
            pass
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        with locked(tree, exclusive=True, wait=0):
            pass


def test_an_error_lets_go(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    with pytest.raises(ZeroDivisionError), locked(tree, exclusive=True, wait=0):
        raise ZeroDivisionError
    with locked(tree, exclusive=True, wait=0):
        pass
