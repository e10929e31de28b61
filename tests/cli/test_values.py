# SPDX-License-Identifier: EUPL-1.2
"""What is typed, as the types that commands ask for."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer

from pgaref.covenant.identifiers import Address, make_id
from tests.cli.conftest import CommandLine, Register

ID = make_id("WP", 123_456_789)


class Seen:
    """What the command of `seen` was called with."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}


@pytest.fixture
def seen(register: Register) -> Seen:
    record = Seen()

    def command(
        record_address: Annotated[Address, typer.Argument(metavar="ID")],
        files: Annotated[list[Path] | None, typer.Argument(metavar="FILE")] = None,
        name: Annotated[str, typer.Option("--name", "-n", help="a name")] = "none",
        until: Annotated[date | None, typer.Option("--until")] = None,
        days: Annotated[int, typer.Option("--days")] = 30,
        register: Annotated[Literal["weegploeg", "casusoverleg"] | None, typer.Option()] = None,
        party: Annotated[list[str] | None, typer.Option("--party")] = None,
        yes: Annotated[bool, typer.Option("--yes")] = False,
    ) -> None:
        """Take one of everything."""
        record.values = {
            "record_address": record_address,
            "files": files,
            "name": name,
            "until": until,
            "days": days,
            "register": register,
            "party": party,
            "yes": yes,
        }

    register("try", command)
    return record


def test_what_is_left_out_has_its_default(run: CommandLine, seen: Seen) -> None:
    assert run("try", ID).exit_code == 0
    assert seen.values == {
        "record_address": Address(ID),
        "files": None,
        "name": "none",
        "until": None,
        "days": 30,
        "register": None,
        "party": None,
        "yes": False,
    }


def test_what_is_given_has_its_type(run: CommandLine, seen: Seen) -> None:
    line = ["--until=2027-02-28", "--days", "7", "--register", "weegploeg", "--yes"]
    line += ["--party", "politie", "--party=nctv", "-n", "-", "a", "b"]
    assert run("try", f"{ID}/2".lower(), *line).exit_code == 0
    assert seen.values == {
        "record_address": Address(ID, 2),
        "files": [Path("a"), Path("b")],
        "name": "-",
        "until": date(2027, 2, 28),
        "days": 7,
        "register": "weegploeg",
        "party": ["politie", "nctv"],
        "yes": True,
    }


NOT_AN_ID = "argument ID is not a dossier's id or a record's address; check it for a typing error"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (["WP-00000000x"], NOT_AN_ID),
        ([f"{ID}/0"], NOT_AN_ID),
        ([""], "argument ID needs a value"),
        ([ID, "a", ""], "argument FILE needs a value"),
        ([ID, "--until", "2027-02-29"], "option --until is not a date, YYYY-MM-DD"),
        ([ID, "--until", "20270228"], "option --until is not a date, YYYY-MM-DD"),
        ([ID, "--until", "٢٠٢٧-02-28"], "option --until is not a date, YYYY-MM-DD"),
        ([ID, "--days", "-1"], "option --days is not a whole number"),
        ([ID, "--days", "1_0"], "option --days is not a whole number"),
        ([ID, "--register", "x"], "option --register is not one of weegploeg, casusoverleg"),
        ([ID, "--name", os.fsdecode(b"\xff")], "option --name is not UTF-8"),
        ([ID, "--name", "--yes"], "option --name needs a value"),
        ([ID, "--name=--yes"], "option --name needs a value"),
        ([ID, "--name="], "option --name needs a value"),
        ([ID, "-n", "--yes"], "option --name needs a value"),
        ([ID, "--party", "--yes"], "option --party needs a value"),
        ([ID, "--name"], "option --name needs a value"),
        ([ID, "--yes=1"], "option --yes takes no value"),
        ([], "argument ID is missing"),
    ],
)
def test_what_has_the_wrong_shape(
    run: CommandLine, seen: Seen, line: list[str], message: str
) -> None:
    result = run("try", *line)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == f"pgaref: error: {message}"
    assert seen.values == {}


def test_an_argument_may_begin_with_a_hyphen_after_two(run: CommandLine, seen: Seen) -> None:
    assert run("try", ID, "--", "--yes").exit_code == 0
    assert seen.values["files"] == [Path("--yes")]
    assert seen.values["yes"] is False


def test_a_type_without_converter_is_the_programmers_error(
    run: CommandLine, register: Register
) -> None:
    def command(number: Annotated[Decimal, typer.Argument()]) -> None:
        raise AssertionError(number)

    register("try", command)
    with pytest.raises(TypeError, match="no converter"):
        run("try", "1")


def test_help_names_things_as_the_usage_line_does(run: CommandLine, seen: Seen) -> None:
    result = run("try", "--help")
    assert result.stdout.startswith("Usage: pgaref try [OPTIONS] ID [FILE]...\n")
    assert "\nArguments:\n  ID\n  FILE\n" in result.stdout
    assert "a name" in result.stdout
    assert seen.values == {}
