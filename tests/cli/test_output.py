# SPDX-License-Identifier: EUPL-1.2
"""What reaches stdout and stderr, on a terminal and in a pipe."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.cli import output
from pgaref.cli.text import visible, visible_json
from tests.cli.conftest import ROOT, CommandLine, Register

ATTACKS = [
    "\x1b[2J",
    "\x9b31m",
    "\x07",
    "\r",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028",
    "\x7f",
    "\ufeff",
]
ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.sampled_from(ATTACKS)
JSON = st.recursive(
    st.booleans() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
)


@given(ANY_TEXT)
def test_nothing_that_a_terminal_obeys_or_hides_is_left(text: str) -> None:
    categories = {unicodedata.category(character) for character in visible(text)}
    assert not categories & {"Cc", "Cs", "Zl", "Zp"}
    assert not {"\u202e", "\u2066", "\u200b", "\ufeff"} & set(visible(text))


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"])))
def test_common_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_what_is_kept_is_kept() -> None:
    assert visible("a\nb\tc\x1b", keep="\n") == "a\nb\\tc\\x1b"


@given(JSON)
def test_json_is_made_safe_without_changing_its_value(value: object) -> None:
    text = visible_json(json.dumps(value, ensure_ascii=False, indent=2))
    assert json.loads(text) == value
    assert not {unicodedata.category(character) for character in text.replace("\n", "")} & {
        "Cc",
        "Cs",
    }


def test_json_of_dates_paths_and_what_is_absent(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit_json(
        {
            "due": date(2026, 11, 4),
            "time": datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
            "package": Path("outbox/nctv"),
            "outcome": None,
            "steps": [{"name": "Noël", "until": None}, True, 3, ()],
        }
    )
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "Noël" in printed.out
    assert json.loads(printed.out) == {
        "due": "2026-11-04",
        "time": "2026-11-02T09:00:00Z",
        "package": "outbox/nctv",
        "steps": [{"name": "Noël"}, True, 3, []],
    }


def test_data_goes_to_stdout_and_the_rest_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit("WP-7K3F9QXD/2", "a\x1bb")
    output.emit_document("a: 1\nb: \x1b\n")
    output.outcome("3 dossiers")
    output.next_step("pgaref weigh WP-7K3F9QXD")
    output.warn("FILE is plaintext", hint="encrypt it")
    printed = capsys.readouterr()
    assert printed.out == "WP-7K3F9QXD/2\na\\x1bb\na: 1\nb: \\x1b\n"
    assert printed.err == (
        "3 dossiers\n"
        "next: pgaref weigh WP-7K3F9QXD\n"
        "pgaref: warning: FILE is plaintext\n"
        "hint: encrypt it\n"
    )


HEADERS = ("dossier", "subject", "days")
ROWS = [
    ("CO-4PWE81SJ", "Sam\tVoorbeeld\n[bold]Heerlen[/bold]", -3),
    ("WP-2M8TZR4H", ":smile:\x1b[2J", 2),
]


def _show(rows: list[tuple[str, str, int]] = ROWS) -> Callable[[], None]:
    def command() -> None:
        output.table(HEADERS, rows)

    return command


def test_a_table_in_a_pipe_is_tab_separated_without_header(
    run: CommandLine, register: Register
) -> None:
    register("try", _show())
    assert run("try").stdout == (
        "CO-4PWE81SJ\tSam\\tVoorbeeld\\n[bold]Heerlen[/bold]\t-3\nWP-2M8TZR4H\t:smile:\\x1b[2J\t2\n"
    )


def _plain(text: str) -> list[str]:
    for code in ("\x1b[1m", "\x1b[0m"):
        text = text.replace(code, "")
    return [line.rstrip() for line in text.splitlines()]


def test_a_table_on_a_terminal_is_aligned_below_its_header(
    run: CommandLine, register: Register
) -> None:
    register("try", _show())
    printed = run("try", tty=True).stdout
    lines = _plain(printed)
    assert "\x1b[1m" in printed
    assert "\x1b[2J" not in printed
    assert lines[0].split() == list(HEADERS)
    places = [lines[0].index(header) for header in HEADERS]
    for line, row in zip(lines[1:], ROWS, strict=True):
        for place, cell in zip(places[:-1], row, strict=False):
            assert line[place:].startswith(visible(str(cell)))
        # A number stands below the end of its header.
        assert line.endswith(str(row[-1]))
        assert len(line) == len(lines[0])


def test_on_a_narrow_terminal_the_last_column_folds_between_words(
    run: CommandLine, register: Register
) -> None:
    party = "raad-voor-de-kinderbescherming"
    rows = [("WP-2M8TZR4H", f"pgaref join WP-2M8TZR4H {party} FILE")]
    register("try", lambda: output.table(("dossier", "command"), rows))
    printed = run("try", tty=True, env={"COLUMNS": "30", "NO_COLOR": "1"}).stdout
    assert [line.split() for line in printed.splitlines()[1:]] == [
        ["WP-2M8TZR4H", "pgaref", "join", "WP-2M8TZR4H"],
        [party],
        ["FILE"],
    ]


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(
    run: CommandLine, register: Register, environment: dict[str, str]
) -> None:
    register("try", _show())
    printed = run("try", tty=True, env=environment).stdout
    assert "\x1b" not in printed
    assert printed.startswith("dossier ")


def test_an_empty_no_color_counts_as_none(run: CommandLine, register: Register) -> None:
    register("try", _show())
    assert "\x1b[1m" in run("try", tty=True, env={"NO_COLOR": ""}).stdout


def test_no_colour_outside_a_terminal_even_when_forced(
    run: CommandLine, register: Register
) -> None:
    register("try", _show())
    assert "\x1b" not in run("try", env={"FORCE_COLOR": "1"}).stdout


def test_an_empty_table_is_silent(run: CommandLine, register: Register) -> None:
    register("try", _show([]))
    assert run("try", tty=True).stdout == ""
    assert run("try").stdout == ""


def test_a_real_terminal_gets_the_header_and_no_command(run: CommandLine) -> None:
    program = f"from pgaref.cli import output; output.table({HEADERS!r}, {ROWS!r})"
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", program], stdout=theirs, env=environment)
    os.close(theirs)
    printed = b""
    try:
        while chunk := os.read(ours, 4096):
            printed += chunk
    except OSError:  # a terminal whose other end is closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    assert b"dossier" in printed
    assert b"\x1b[2J" not in printed
