# SPDX-License-Identifier: EUPL-1.2
"""Messages in two languages: every one translated, none unused, and no rule that depends on it."""

from __future__ import annotations

import ast
import io
import json
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from pgaref.cli import catalogue
from tests import catalogue as catalogues
from tests.cli.conftest import CommandLine, Spawn
from tests.cli.refusals import Cast

DUTCH = {"PGAREF_LANG": "nl"}
PROSE = re.compile(r"[a-z]{2,}[ ,;:]+[a-z{]|[}] [a-z]")
# What says no, and what is told: its literals are messages.
TELLING = re.compile(r"Refusal|[A-Z]\w+Error|outcome|warn|next_step")
# Mistakes of a programmer, which no user reads.
INTERNAL = {"ValueError", "TypeError", "AssertionError", "OverflowError", "KeyError", "OSError"}


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_has_every_message_and_none_that_is_unused(language: str) -> None:
    made = catalogues.up_to_date(language)
    # Otherwise: make messages, and translate what is new.
    assert catalogues.written(made) == catalogues.po(language).read_bytes()
    assert catalogues.untranslated(made) == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_has_the_same_places_as_its_message(language: str) -> None:
    for entry in catalogues.read(language):
        for source, text in zip(
            catalogues.forms(entry.id), catalogues.forms(entry.string), strict=True
        ):
            assert places(text) | {"n"} == places(source) | {"n"}, source
            assert commands(text) == commands(source), source


def places(text: str) -> set[str]:
    """The named places of a message, each with how it is written."""
    parts = string.Formatter().parse(text) if "{" in text else ()
    return {f"{name}:{spec}" if spec else name for _text, name, spec, _sign in parts if name}


def commands(text: str) -> list[str]:
    """The options that a message names."""
    return sorted(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_what_a_program_reads_is_what_people_wrote(language: str) -> None:
    compiled = read_mo(io.BytesIO(catalogues.mo(language).read_bytes()))
    assert catalogues.compiled(catalogues.read(language)) == catalogues.mo(language).read_bytes()
    assert len(compiled) == len(catalogues.read(language))


def test_no_message_escapes_the_catalogues() -> None:
    found = [
        f"{path.relative_to(catalogues.PACKAGE)}:{node.lineno}"
        for path in sorted(catalogues.PACKAGE.rglob("*.py"))
        for node in bare(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


def bare(tree: ast.Module) -> Iterator[ast.expr]:
    """The literals with words of a language in what is told, but for those given to a catalogue."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = catalogues.called(node)
            told = TELLING.fullmatch(name) and name not in INTERNAL
            given = [*node.args] if told else []
            given += [word.value for word in node.keywords if word.arg == "hint"]
            yield from (leaf for each in given for leaf in leaves(each) if is_prose(leaf))


def leaves(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from (*leaves(node.body), *leaves(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from leaves(value)
    else:
        yield node


def is_prose(node: ast.expr) -> bool:
    """Whether it is a text that is no command to type."""
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
    elif isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
        text = "".join(map(str, parts))
    else:
        return False
    typed = re.fullmatch(r"(?:pgaref|age|apt|chmod|ulimit|timedatectl)\b[^:;,]*", text)
    return bool(PROSE.search(text)) and typed is None


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, ""),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "POSIX"}, ""),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "nl_BE@euro"}, "nl"),
        ({"LANG": "nl_NL", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LC_MESSAGES": "nl", "LC_ALL": "C"}, ""),
        ({"LC_ALL": "nl_NL.UTF-8", "LC_MESSAGES": "en_GB"}, "nl"),
        ({"PGAREF_LANG": "nl", "LC_ALL": "C"}, "nl"),
        ({"PGAREF_LANG": "en", "LC_ALL": "nl_NL"}, "en"),
        ({"PGAREF_LANG": "", "LC_ALL": "", "LANG": "nl_NL"}, "nl"),
        ({"PGAREF_LANG": "../../nl"}, ""),
    ],
)
def test_the_language_is_chosen_as_programs_do(environ: Mapping[str, str], language: str) -> None:
    assert catalogue.chosen(environ) == language


def test_what_has_no_catalogue_speaks_as_the_source(run: CommandLine) -> None:
    assert "unknown command" in run("nothing", env={"PGAREF_LANG": "fy"}).stderr
    assert "onbekend" in run("nothing", env=DUTCH).stderr
    # One process after the other: what was chosen before does not stay.
    assert "unknown command" in run("nothing").stderr


def test_help_and_usage_errors_are_in_dutch(run: CommandLine) -> None:
    help_ = run("show", "--help", env=DUTCH)
    assert help_.exit_code == 0
    for word in ("Gebruik: pgaref show", "Argumenten:", "Opties:", "Voorbeelden:", "Exitcodes:"):
        assert word in help_.stdout
    assert re.search(r"\b(the|what|which|with)\b", help_.stdout) is None
    missing = run("show", env=DUTCH)
    assert missing.exit_code == 2
    assert missing.stderr.startswith("pgaref: fout: argument ID[/N] ")
    assert "\ntip: " in missing.stderr


def test_refusals_and_tables_are_in_dutch(cast: Cast) -> None:
    identity = ("--identity", cast.world.identity("uit-1"))
    refused = cast.world.run("archive", cast.id("declined"), *identity, env=DUTCH)
    assert refused.exit_code == 10
    assert refused.stderr.startswith("pgaref: geweigerd: ")
    assert "(art. " in refused.stderr
    listed = cast.world.run("list", tty=True, env=DUTCH)
    assert listed.exit_code == 0
    assert {"due", "next", "state"}.isdisjoint(listed.stdout.splitlines()[0].split())
    assert "dossiers" in listed.stderr


@pytest.mark.parametrize("line", ["list", "agenda", "sweep --dry-run", "doctor", "party list"])
def test_scripts_get_one_language_wherever_they_run(cast: Cast, line: str) -> None:
    words = (*line.split(), "--json")
    english, dutch = cast.world.run(*words), cast.world.run(*words, env=DUTCH)
    assert (english.exit_code, english.stdout) == (dutch.exit_code, dutch.stdout)
    assert json.loads(english.stdout)


@pytest.mark.artikel("13.1")
def test_no_term_is_another_one_in_another_language(cast: Cast, tmp_path: Path) -> None:
    calendars = []
    for language, env in (("en", {}), ("nl", DUTCH)):
        file = tmp_path / f"{language}.ics"
        cast.world.run("agenda", "--ics", file, env=env)
        calendars.append(re.findall(r"(?m)^(?:UID|DTSTART).*$", file.read_text()))
    assert calendars[0]
    assert calendars[0] == calendars[1]


def test_a_process_of_its_own_speaks_dutch_by_its_locale(spawn: Spawn) -> None:
    result = spawn("nothing", LC_ALL="nl_NL.UTF-8")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("pgaref: fout: onbekend")
