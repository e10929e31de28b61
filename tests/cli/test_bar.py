# SPDX-License-Identifier: EUPL-1.2
"""Progress of long work: a bar on a terminal, nothing in a pipe, nothing left behind."""

from __future__ import annotations

import re
import sys

import pytest

from pgaref.cli import bar
from tests.cli.conftest import Result, Terminal
from tests.cli.refusals import Cast

DRAWN = re.compile(r"\r\x1b\[K[#.]{30} [0-9]+/([0-9]+)")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part of a work takes as long as a bar waits."""
    monkeypatch.setattr(bar, "PATIENCE", 0.0)
    monkeypatch.setattr(bar, "_APART", 0.0)


def terminal_of(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal that is looked at, as stderr."""
    terminal = Terminal(tty=True)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    return terminal


@pytest.mark.usefixtures("impatient")
def test_a_bar_grows_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = terminal_of(monkeypatch)
    assert list(bar.progress(iter("abcd"), 4)) == list("abcd")
    clear = "\r\x1b[K"
    drawn = [f"{clear}{'#' * n}{'.' * (30 - n)} {i}/4" for i, n in enumerate((0, 7, 15, 22))]
    assert stderr.text() == "".join(drawn) + clear


def test_short_work_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = terminal_of(monkeypatch)
    assert list(bar.progress("abcd", 4)) == list("abcd")
    assert stderr.text() == ""


@pytest.mark.usefixtures("impatient")
def test_a_single_part_and_a_dumb_terminal_have_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stderr = terminal_of(monkeypatch)
    assert bar.progress("a", 1) == "a"
    monkeypatch.setenv("TERM", "dumb")
    assert bar.progress("abcd", 4) == "abcd"
    assert stderr.text() == ""


@pytest.mark.usefixtures("impatient")
def test_a_work_that_stops_takes_its_bar_along_before_it_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stderr = terminal_of(monkeypatch)

    def stop() -> None:
        for _part in bar.progress("abcd", 4):
            raise ValueError("stopped")

    try:
        stop()
    except ValueError as error:
        print(error, file=stderr)
    assert stderr.text().endswith("0/4\r\x1b[Kstopped\n")


@pytest.mark.usefixtures("impatient")
def test_more_parts_than_were_told_do_not_burst_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = terminal_of(monkeypatch)
    assert len(list(bar.progress("abcd", 2))) == 4
    assert max(text.count("#") for text in stderr.text().split("\r")) == 30


LONG = {
    "list --names": "",
    "find --purpose weegploeg": "pamfletten\n",
    "check": "",
    "check --decrypt": "",
    "log verify": "",
    "sweep": "",
    "officer revoke pol-1 --reason uit-dienst": "",
    "officer rekey": "",
    "party withdraw reclassering-nederland --on 2026-10-15 --yes": "",
}


@pytest.fixture
def long(cast: Cast) -> Cast:
    """A vault in which there is something to do for each of the long works."""
    world = cast.world
    world.admit("pol-2", "politie", by="pol-1")
    return cast


def _run(cast: Cast, line: str, *, tty: bool) -> Result:
    if line.startswith("officer revoke"):
        for officer in ("uit-1", "pol-1"):
            cast.world.do("officer", "rekey", by=officer)
    if line.startswith("party withdraw"):
        cast.world.do(*line.split())
        cast.world.on("2027-03-02")
    if line.startswith("sweep"):
        cast.world.on("2027-10-16")
        return cast.world.do("sweep", "--confirm", "2027-10-16", tty=tty)
    return cast.world.do(*line.split(), stdin=LONG[line], tty=tty)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("line", LONG)
def test_every_long_work_tells_how_far_it_is(long: Cast, line: str) -> None:
    result = _run(long, line, tty=True)
    assert result.exit_code in (0, 15), result.stderr
    assert DRAWN.search(result.stderr)
    # No message stands on a line with a bar, and none is left.
    last = result.stderr.rsplit("\r\x1b[K", 1)[1]
    assert not re.search(r"[0-9]+/[0-9]+$", last)
    for told in re.findall(r"[#.]{30} [0-9]+/[0-9]+(.*)", result.stderr):
        assert told == "" or told.startswith("\r")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("line", LONG)
def test_a_pipe_sees_nothing_of_it(long: Cast, line: str) -> None:
    result = _run(long, line, tty=False)
    assert result.exit_code in (0, 15), result.stderr
    assert "\r" not in result.stdout + result.stderr
    assert "\x1b" not in result.stdout + result.stderr
