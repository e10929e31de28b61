# SPDX-License-Identifier: EUPL-1.2
"""Documents name commands, options and files that there are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from pgaref.cli import lines, options, registry

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if path.name != "CHANGELOG.md"
)
_TYPED = re.compile(r"(?:^|[\s`(|&;])(pgaref (?:[^`|&;<>#\n]|(?<=\w)\|(?=\w))+)", re.MULTILINE)
# Where several commands stand for one, or a word of a page for a command.
_SHORT = re.compile(r"\|")
_GLOBAL = {name.split()[0] for name, _text in options.HELP}
_LINKS = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
_TESTS = re.compile(r"`(tests/[\w/.-]+|pgaref/[\w/.-]+|(?:cli|storage|covenant|actions)/\w+\.py)`")


def typed(text: str) -> Iterator[list[str]]:
    """The words of every command that a page shows, without the program's own name."""
    for line in _TYPED.findall(text):
        if _SHORT.search(line):
            continue
        try:
            words = shlex.split(line.strip().rstrip(".,:)"))[1:]
        except ValueError:
            # A sentence with an apostrophe.
            continue
        if words and re.fullmatch(r"[a-z-]+", words[0]):
            yield words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_names_commands_and_options_that_there_are(page: Path) -> None:
    for words in typed(page.read_text("utf-8")):
        name = registry.named([word for word in words if not word.startswith("-")])
        if not name:
            # Said of pgaref, as in `pgaref reads nothing`.
            assert words[0] not in registry.children(""), words
            continue
        known = set(re.findall(r"--?[a-z][a-z-]*", lines.TAKES.get(name, ""))) | _GLOBAL
        given = {word.partition("=")[0] for word in words if word.startswith("--") and word != "--"}
        assert given <= known, words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_points_at_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in _LINKS.findall(text):
        assert (page.parent / target).exists(), target
    for target in _TESTS.findall(text):
        place = (
            ROOT / target if target.startswith(("tests", "pgaref")) else ROOT / "pgaref" / target
        )
        assert place.exists() or "*" in target, target
