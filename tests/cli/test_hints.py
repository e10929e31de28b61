# SPDX-License-Identifier: EUPL-1.2
"""An error says what to do next: in its own words, or by its kind and the command."""

from __future__ import annotations

import re

import pytest

from pgaref.actions.template import LINES
from pgaref.cli import registry
from pgaref.cli.hints import BY_REASON, hint
from pgaref.cli.lines import TAKES
from pgaref.errors import (
    InputError,
    IntegrityError,
    KeyUnavailableError,
    PgarefError,
    Refusal,
    RefusedError,
    UsageError,
)
from tests.cli.conftest import ROOT, CommandLine
from tests.cli.refusals import Cast


def told(error: PgarefError, words: str) -> str:
    """The command that the hint names."""
    return " ".join(re.findall(r"pgaref [a-z][a-z -]*[a-z]", hint(error, words.split()))[:1])


@pytest.mark.parametrize("kind", [UsageError, IntegrityError, KeyUnavailableError, InputError])
def test_a_hint_of_its_own_comes_first(kind: type[PgarefError]) -> None:
    error = UsageError("m", hint="that") if kind is UsageError else IntegrityError("m", hint="that")
    assert hint(error, ["show"]) == "that"
    assert hint(kind("m"), ["show"])


@pytest.mark.parametrize("words", registry.COMMANDS)
def test_every_kind_names_a_command_that_there_is(words: str) -> None:
    for error in (UsageError("m"), KeyUnavailableError("m"), InputError("m")):
        line = told(error, words)
        assert registry.named(line.split()[1:]) in registry.COMMANDS, line
    assert told(UsageError("m"), words) == f"pgaref {words} --help"


def test_input_names_its_template() -> None:
    for kind, line in LINES.items():
        command = registry.named(line.split())
        assert told(InputError("m"), command).startswith("pgaref template ")
        assert any("FILE" in word for word in TAKES[command].split()), kind
    assert told(InputError("m"), "weigh") == "pgaref template weging"
    assert told(InputError("m"), "profile apply") == "pgaref profile apply --help"


@pytest.mark.parametrize("words", registry.COMMANDS)
def test_a_refusal_without_a_hint_of_its_own_has_one(words: str) -> None:
    for reason in (*BY_REASON, "early-date"):
        line = told(RefusedError(Refusal("m", "8.1", reason)), words)
        assert not line or registry.named(line.split()[1:]) in registry.COMMANDS, line
        assert hint(RefusedError(Refusal("m", "8.1", reason)), words.split())
    spoken = RefusedError(Refusal("m", "8.1", "no-record"), Refusal("m", "8.1", "x", "that"))
    assert hint(spoken, words.split()) == ""


def test_the_table_of_refusals_has_codes_that_there_are() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "pgaref").rglob("*.py"))
    assert [code for code in BY_REASON if source.count(f'"{code}"') < 2] == []


def test_who_just_checked_is_not_sent_to_check() -> None:
    assert told(IntegrityError("m"), "show") == "pgaref check"
    for words in ("check", "log verify"):
        assert "docs/reservekopieen.md" in hint(IntegrityError("m"), words.split())


def test_the_hint_is_of_the_command_behind_the_global_options(run: CommandLine) -> None:
    result = run("--vault", "nowhere", "--wait", "x", "list")
    assert result.stderr.endswith("hint: pgaref list --help\n")
    assert run("list", "--vault").stderr.endswith("hint: pgaref --help\n")


@pytest.mark.artikel("15.1")
def test_a_damaged_record_says_what_to_do(cast: Cast) -> None:
    path = next(cast.world.vault.glob(f"dossiers/*/{cast.id('fresh')}/dossier/0002.age"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    result = cast.world.do("show", cast.id("fresh"))
    assert result.exit_code == 13
    assert result.stderr.splitlines()[-1].startswith("hint: ")
    assert "pgaref check" in result.stderr
