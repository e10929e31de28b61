# SPDX-License-Identifier: EUPL-1.2
"""Real vim and nano at a terminal, typed into, whose user told them to keep everything."""

from __future__ import annotations

import os
import re
import signal as signals
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.desk import Desk, desk_of, yaml
from tests.cli.terminal import Answer
from tests.cli.world import sample
from tests.cli.years import REFUSED, USAGE, Years

INPUT, INTERRUPTED = 11, 130
NAME = "Quirijn Bedacht"
TODAY = "2026-10-20"
VIMS = ["vim", "vim.tiny", "vi"]
ESCAPE, WRITE, LEAVE, INSERT_FILE, CUT = "\x1b", "\x0f\r", "\x18", "\x12", "\x0b"


@pytest.fixture
def years(founded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Years:
    return Years.copy(founded_home, tmp_path / "home", monkeypatch, f"{TODAY}T10:00:00")


@pytest.fixture
def desk(years: Years, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose user has told vim and nano to keep what can be kept, in folders of the home."""
    home = years.run.home
    for name in ("backup", "undo", "swap"):
        (home / name).mkdir()
    (home / ".vimrc").write_text(
        f"set backup writebackup backupdir={home}/backup undofile undodir={home}/undo\n"
        f"set directory={home}/swap viminfo='100,n{home}/undo/viminfo\n"
    )
    (home / ".nanorc").write_text(f'set backup\nset backupdir "{home}/backup"\nset historylog\n')
    with desk_of(years, monkeypatch) as desk:
        yield desk
        assert desk.left() == []
        for name in ("backup", "undo", "swap"):
            assert [*(home / name).iterdir()] == []


@pytest.fixture
def dossier(years: Years) -> str:
    return years.intake()


@pytest.fixture
def typed(tmp_path: Path) -> Callable[..., Path]:
    """A file outside the home, for the editor to read in what a person would type."""

    def write(**changes: object) -> Path:
        path = tmp_path / "typed.yaml"
        gedraging = f"{NAME} heeft gebeld."
        path.write_text(yaml(sample("signaal", gedraging=gedraging, **changes)))
        return path

    return write


def vim_fills_in(path: Path) -> Answer:
    return "signaal.yaml", f":%d\r:r {path}\r:wq\r"


def nano_fills_in(path: Path) -> list[Answer]:
    return [
        ("GNU nano", f"{ESCAPE}\\{ESCAPE}t{INSERT_FILE}{path}\r"),
        ("Read", WRITE),
        ("Wrote", LEAVE),
    ]


@pytest.mark.artikel("15.1", "15.2.d")
@pytest.mark.parametrize("editor", VIMS)
def test_vim_files_after_a_mistake_and_keeps_nothing(
    desk: Desk, dossier: str, typed: Callable[..., Path], editor: str
) -> None:
    mending = ("give up", ":%s/onzin/extremisme/\r:wq\r")
    keys = [vim_fills_in(typed(betreft=["onzin"])), mending]
    done = desk.types("signal", dossier, keys=keys, editor=editor, LC_ALL="C")
    assert done.exit_code == 0, done
    assert desk.told(NAME) == []
    assert desk.drafts() == []


@pytest.mark.artikel("15.1", "15.2.d")
def test_nano_files_after_a_mistake_and_keeps_nothing(
    desk: Desk, dossier: str, typed: Callable[..., Path]
) -> None:
    # The cursor stands on the line of the mistake: it is cut, and another one typed.
    mending = [("give up", f"{CUT}  - extremisme\r{WRITE}"), ("Wrote", LEAVE)]
    keys = [*nano_fills_in(typed(betreft=["onzin"])), *mending]
    done = desk.types("signal", dossier, keys=keys, editor="nano", LC_ALL="C")
    assert done.exit_code == 0, done
    assert desk.told(NAME) == []
    assert desk.drafts() == []


@pytest.mark.artikel("15.1", "15.2.d")
@pytest.mark.parametrize("editor", ["vim", "vim.tiny", "nano"])
def test_started_by_another_program_it_writes_nowhere_but_in_its_home(
    desk: Desk, dossier: str, typed: Callable[..., Path], editor: str
) -> None:
    calls = desk.world.run.home / "calls"
    watched = f"strace -f -qq -e trace=%file -o {calls} {editor}"
    path = typed()
    keys = nano_fills_in(path) if editor == "nano" else [vim_fills_in(path)]
    done = desk.types("signal", dossier, keys=keys, editor=watched, LC_ALL="C")
    assert done.exit_code == 0, done
    made = re.findall(
        r"\b(?:open|creat|rename|link|symlink|mknod|mkdir)\w*\((.*)\) = [0-9]", calls.read_text()
    )
    assert made
    for arguments in made:
        if "O_RDONLY" not in arguments and "O_PATH" not in arguments:
            places = [name for name in re.findall(r'"([^"]*)"', arguments) if name.startswith("/")]
            for place in places:
                assert place.startswith((f"{desk.runtime}/", "/dev/")), arguments


@pytest.mark.artikel("6.b", "15.1")
def test_what_vim_gives_up_nano_brings_back(
    desk: Desk, dossier: str, typed: Callable[..., Path]
) -> None:
    keys = [vim_fills_in(typed(grondslag=["wpg-20"])), ("give up", ":q\r")]
    given_up = desk.types("signal", dossier, keys=keys, editor="vim -f", LC_ALL="C")
    assert given_up.exit_code == REFUSED, given_up
    assert desk.drafts() == [f"{dossier}.signal.uit-1"]
    assert desk.told(NAME) == []
    left = [(NAME, LEAVE), ("file it so?", "n\r")]
    again = desk.types("signal", dossier, keys=left, editor="nano", LC_ALL="C")
    assert again.exit_code == USAGE, again
    assert f"your draft of {TODAY}" in again.seen


def test_vim_that_is_told_to_fail_keeps_what_was_written(
    desk: Desk, dossier: str, typed: Callable[..., Path]
) -> None:
    keys = [("signaal.yaml", f":%d\r:r {typed()}\r:w\r:cq\r")]
    done = desk.types("signal", dossier, keys=keys, editor="vim", LC_ALL="C")
    assert done.exit_code == USAGE, done
    assert "the editor ended with 1" in done.stderr
    assert desk.drafts() == [f"{dossier}.signal.uit-1"]


@pytest.mark.artikel("15.1")
def test_when_the_terminal_goes_what_stood_in_nano_is_kept(
    desk: Desk, dossier: str, typed: Callable[..., Path]
) -> None:
    def hang_up() -> str:
        identity = str(desk.world.identity("uit-1")).encode()
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            words = path.read_bytes().split(b"\0")
            if identity in words and words[1] == b"-m":
                os.kill(int(path.parent.name), signals.SIGHUP)
        return ""

    filling, _, _ = nano_fills_in(typed())
    keys: list[Answer] = [filling, ("Read", hang_up)]
    done = desk.types("signal", dossier, keys=keys, editor="nano", LC_ALL="C")
    assert done.exit_code == INTERRUPTED, done
    draft = f"{dossier}.signal.uit-1"
    assert desk.drafts() == [draft]
    opened = desk.world.opened(f"drafts/{draft}.age", "uit-1")
    assert opened is not None
    assert NAME.encode() in opened
    assert desk.told(NAME) == []
