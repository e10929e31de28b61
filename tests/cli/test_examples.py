# SPDX-License-Identifier: EUPL-1.2
"""The examples and exit codes of every command's help: they parse, fit 80 columns, and are true."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import shlex
import sys
from collections.abc import Iterator
from types import FunctionType, ModuleType

import pytest
from typer._click.core import Command

from pgaref import actions, errors
from pgaref.cli import lines, options, registry
from pgaref.cli.examples import ALWAYS, CODES, EXAMPLES
from pgaref.cli.group import LazyGroup
from pgaref.cli.main import INTERRUPTED, PIPE_CLOSED
from pgaref.covenant.identifiers import parse_address
from tests.cli.conftest import ROOT, CommandLine, Spawn

_ACTIVITIES = [m.name for m in pkgutil.iter_modules(actions.__path__) if m.name != "session"]
READS = re.compile(r"session\.(reading|writing)\(")
LOOKS = re.compile(r"session\.(looking|store)\(|read_log\(")
OWN = re.compile(r"session\.(own|signer)\(|own_card\(|public_key\(")
# Whose functions are followed from a command on: every activity's, but not what all of them share.
FOLLOWED = (
    *(f"pgaref.actions.{name}" for name in _ACTIVITIES),
    *(f"pgaref.cli.{name}" for name in ("evaluation", "officer_card", "rekeyed")),
)
# Where the way from a command to what it does goes through a table.
GATHERED = {"document": "with session.reading("}


def commands_in(words: str) -> Iterator[list[str]]:
    """The words of each line of the example, without what is the shell's."""
    text = "\n".join(EXAMPLES[words].lines).replace("\\\n", " ")
    for line in text.splitlines():
        for piece in re.split(r" \| ", line):
            typed = shlex.split(re.split(r" [<>] ", piece)[0])
            if typed[0] == "pgaref":
                yield typed[1:]


def test_every_command_has_an_example_and_nothing_else_has() -> None:
    assert list(EXAMPLES) == list(registry.COMMANDS)


@pytest.mark.parametrize("words", EXAMPLES)
def test_an_example_parses(words: str) -> None:
    found = list(commands_in(words))
    assert found
    for typed in found:
        assert typed[: len(words.split())] == words.split()
        command = options.split(typed).command
        root = LazyGroup("")
        context = root.make_context("pgaref", list(command), resilient_parsing=False)
        made, rest = _resolved(root, list(command))
        # Parsed as when it runs: unknown options, missing and surplus words are refused.
        made.make_context(words, rest, parent=context)
        for word in command:
            if re.match(r"[A-Z]{2}-[^.]*$", word):
                assert parse_address(word) is not None


def _resolved(group: LazyGroup, typed: list[str]) -> tuple[Command, list[str]]:
    """The command that a line spells, and the words that are left for it."""
    context = group.make_context("pgaref", typed, resilient_parsing=True)
    _name, made, rest = group.resolve_command(context, typed)
    assert made is not None
    return _resolved(made, rest) if isinstance(made, LazyGroup) else (made, rest)


@pytest.mark.parametrize("words", EXAMPLES)
def test_the_help_shows_it_within_80_columns(run: CommandLine, words: str) -> None:
    shown = run(*words.split(), "--help", env={"COLUMNS": "80"}).stdout
    assert max(len(line) for line in shown.splitlines()) <= 80
    _, examples = shown.split("\nExamples:\n")
    told, codes = examples.split("\n\nExit codes:\n")
    assert [line[2:] for line in told.splitlines()] == list(EXAMPLES[words].lines)
    rows = dict(re.findall(r"^  ([0-9]+) +(.+)$", codes, re.MULTILINE))
    assert rows == {str(code): CODES[code] for code in EXAMPLES[words].codes}


def test_the_whole_help_shows_every_code_within_80_columns(run: CommandLine) -> None:
    for line in ([], *([group] for group in registry.GROUPS)):
        shown = run(*line, "--help", env={"COLUMNS": "80"}).stdout
        assert max(len(row) for row in shown.splitlines()) <= 80
    codes = run("--help").stdout.split("\nExit codes:\n")[1]
    assert dict(re.findall(r"^  ([0-9]+) +(.+)$", codes, re.MULTILINE)) == {
        str(code): text for code, text in CODES.items()
    }


def test_the_codes_are_those_of_the_errors_and_of_the_manual() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    raised = {k.exit_code for k in kinds if issubclass(k, errors.PgarefError)}
    assert set(CODES) == {0, INTERRUPTED, PIPE_CLOSED} | raised
    assert set(ALWAYS) == {errors.PgarefError.exit_code, INTERRUPTED, PIPE_CLOSED}
    told = re.findall(r"^\| ([0-9, ]+) \| ", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert {int(code) for row in told for code in row.split(", ")} == set(CODES)


@pytest.mark.parametrize("words", EXAMPLES)
def test_a_command_tells_every_code_that_its_source_shows(words: str) -> None:
    codes = set(EXAMPLES[words].codes)
    assert codes <= set(CODES) - set(ALWAYS)
    assert {0, 2} <= codes
    assert list(EXAMPLES[words].codes) == sorted(codes)
    source = _source(words) + GATHERED.get(words, "")
    reads, looks = bool(READS.search(source)), bool(LOOKS.search(source))
    assert ({13, 14} <= codes) == (reads or looks or "open_store(" in source)
    assert (12 in codes) == (reads or bool(OWN.search(source)))
    if reads:
        assert 10 in codes
    takes = lines.TAKES[words].split()
    assert (11 in codes) == ("InputError" in source or "content" in _names(words))
    assert (15 in codes) == ("AttentionError(" in source)
    # Content comes as a FILE.
    if "content" in _names(words):
        assert any("FILE" in word for word in takes)


def test_no_command_imports_the_examples(spawn: Spawn) -> None:
    program = (
        "import os, sys; from pgaref.cli.main import main; main(sys.argv[1:], os.environ); "
        "assert 'pgaref.cli.examples' not in sys.modules"
    )
    assert spawn("keygen", "me.key", program=program).exit_code == 0


def _names(words: str) -> set[str]:
    """What a command's module imports, by its last name."""
    module = importlib.import_module(registry.module_name(words))
    tree = ast.parse(inspect.getsource(module))
    return {
        alias.name.rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    } | ({"content"} if "content_of" in inspect.getsource(module) else set())


def _source(words: str) -> str:
    """The source of a command and of the functions that it calls, in actions and beside it."""
    module = importlib.import_module(registry.module_name(words))
    found = {module.__name__: inspect.getsource(module)}
    waiting = list(_called(module, found[module.__name__]))
    while waiting:
        function = waiting.pop()
        name = f"{function.__module__}.{function.__name__}"
        if name not in found:
            found[name] = inspect.getsource(function)
            waiting += _called(sys.modules[function.__module__], found[name])
    return "\n".join(found.values())


def _called(module: ModuleType, source: str) -> Iterator[FunctionType]:
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    for name in sorted(names):
        thing = getattr(module, name, None)
        if isinstance(thing, FunctionType) and thing.__module__.startswith(FOLLOWED):
            yield thing
