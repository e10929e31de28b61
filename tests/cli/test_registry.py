# SPDX-License-Identifier: EUPL-1.2
"""The table of commands, and the groups made from it."""

from __future__ import annotations

import pkgutil
import re

import pytest
import typer

from pgaref.cli import commands, registry
from pgaref.cli.group import LazyGroup
from tests.cli.conftest import CommandLine, Register, Spawn


def _nothing() -> None:
    """Do nothing at all."""


def test_every_row_has_a_module_and_every_module_a_row() -> None:
    modules = {
        f"{registry.PACKAGE}.{module.name}" for module in pkgutil.iter_modules(commands.__path__)
    }
    rows = {registry.module_name(words): words for words in registry.COMMANDS}
    assert len(rows) == len(registry.COMMANDS)
    assert set(rows) == modules


@pytest.mark.parametrize("words", registry.COMMANDS)
def test_every_command_has_help_of_its_own(run: CommandLine, words: str) -> None:
    result = run(*words.split(), "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: pgaref {words} [OPTIONS]")
    assert (registry.load(words).__doc__ or "").strip()


def test_every_row_says_in_one_line_what_it_is_for() -> None:
    for words, text in registry.COMMANDS.items():
        assert re.fullmatch(r"[a-z]+( [a-z]+)?", words)
        assert text
        assert text[0].islower()
        assert not text.endswith(".")
        assert "\n" not in text
        assert len(words) + len(text) < 70


def test_every_group_is_told_of_and_is_no_command() -> None:
    first = {words.split(" ")[0] for words in registry.COMMANDS if " " in words}
    assert first == set(registry.GROUPS)
    assert not first & set(registry.COMMANDS)


def test_help_lists_every_command_and_imports_none(spawn: Spawn) -> None:
    program = (
        "import os, sys; from pgaref.cli.main import main; main(sys.argv[1:], os.environ); "
        "assert not [m for m in sys.modules if m.startswith('pgaref.cli.commands')]; "
        "assert not {'pydantic', 'rich', 'jsonschema', 'ruamel.yaml'} & set(sys.modules)"
    )
    result = spawn("--help", program=program)
    assert (result.exit_code, result.stderr) == (0, "")
    for words, text in registry.COMMANDS.items():
        assert re.search(rf"^  {words} +{text}$", result.stdout, re.MULTILINE)
    for option in ("--vault DIR", "--identity FILE", "--wait SECONDS", "--json", "--version"):
        assert f"  {option} " in result.stdout


def test_a_command_runs_without_pydantic_and_rich(spawn: Spawn) -> None:
    program = (
        "import os, sys; from pgaref.cli.main import main; main(sys.argv[1:], os.environ); "
        "assert not {'pydantic', 'rich', 'jsonschema'} & set(sys.modules)"
    )
    assert spawn("keygen", "me.key", program=program).exit_code == 0
    assert spawn("keygen", "--help", program=program).exit_code == 0


def test_a_command_of_two_words(run: CommandLine, register: Register) -> None:
    seen: list[str] = []
    register("proef add", lambda: seen.append("add"))
    register("proef list", lambda: seen.append("list"))
    assert run("proef", "add").exit_code == 0
    assert run("--wait=1", "proef", "--json", "list").exit_code == 0
    assert seen == ["add", "list"]


def test_a_group_lists_its_own(run: CommandLine, register: Register) -> None:
    register("proef add", _nothing, "a command for a test")
    result = run("proef", "--help")
    assert result.exit_code == 0
    assert "Usage: pgaref proef [OPTIONS] COMMAND" in result.stdout
    assert "  proef add  a command for a test\n" in result.stdout
    assert "keygen" not in result.stdout


def test_the_whole_lists_the_commands_in_groups(run: CommandLine, register: Register) -> None:
    register("proef add", _nothing, "a command for a test")
    assert re.search(r"^  proef add +a command for a test$", run("--help").stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ([], "no command", "pgaref --help"),
        (["proef"], "no command", "pgaref proef --help"),
        (["proef", "--"], "no command", "pgaref proef --help"),
        (["qqqq"], "unknown command", "pgaref --help"),
        (["keygn"], "unknown command", "did you mean pgaref keygen"),
        (["proef", "ad"], "unknown command", "did you mean pgaref proef add"),
        (["proef", ""], "unknown command", "pgaref proef --help"),
        (["proef add"], "unknown command", "did you mean pgaref proef"),
        (["proef", "add", "x"], "too many arguments", "pgaref proef add --help"),
        (["proef", "add", "--x"], "unknown option", "pgaref proef add --help"),
        (
            ["proef", "add", "--hlp"],
            "unknown option; did you mean --help",
            "pgaref proef add --help",
        ),
        (["--dry-run", "proef", "add"], "unknown option", "pgaref --help"),
    ],
)
def test_what_is_no_command(
    run: CommandLine, register: Register, line: list[str], message: str, hint: str
) -> None:
    register("proef add", _nothing)
    result = run(*line)
    assert result.exit_code == 2
    assert result.stderr == f"pgaref: error: {message}\nhint: {hint}\n"


def test_globals_reach_the_command(run: CommandLine, register: Register) -> None:
    seen: list[object] = []

    def command(context: typer.Context) -> None:
        seen.append(context.obj)

    register("try", command)
    run("try", "--vault", run.home / "other", "--json")
    (settings,) = seen
    assert getattr(settings, "vault", None) == run.home / "other"
    assert getattr(settings, "json", None) is True
    assert getattr(settings, "host", None) == "test"
    assert getattr(settings, "command", None) == ("try",)


def test_the_words_that_a_line_begins_with(register: Register) -> None:
    register("proef add", _nothing)
    assert registry.named(["proef", "add", "WP-7K3F9QXD"]) == "proef add"
    assert registry.named(["proef", "x"]) == "proef"
    assert registry.named(["x", "proef"]) == ""
    assert registry.children("proef") == ["add"]
    assert registry.children("")[-1] == "proef"


def test_a_command_is_looked_up_by_its_own_words_only(register: Register) -> None:
    register("proef add", _nothing)
    root = LazyGroup("")
    context = root.make_context("pgaref", [], resilient_parsing=True)
    assert root.get_command(context, "proef add") is None
    assert root.get_command(context, "") is None
    assert isinstance(root.get_command(context, "proef"), LazyGroup)
