# SPDX-License-Identifier: EUPL-1.2
"""The security plan of art. 15(2): every letter is there, and every command that it names."""

from __future__ import annotations

import re
import shlex

import pytest

from pgaref.cli import registry
from pgaref.covenant.calendar import Term
from pgaref.covenant.processing import in_dutch
from tests.cli.conftest import ROOT, CommandLine
from tests.covenant.examples import profile

PLAN = ROOT / "docs" / "beveiligingsplan.md"
TEXT = PLAN.read_text("utf-8")
PARTS = ("Wat pgaref doet.", "Waarmee het te zien is.", "Wat de organisatie zelf doet.")
LINES = sorted(set(re.findall(r"`(pgaref [^`]+)`", TEXT)))


@pytest.mark.artikel("15.2")
@pytest.mark.parametrize("letter", "abcdefg")
def test_each_letter_says_what_is_done_how_it_shows_and_what_is_left(letter: str) -> None:
    found = re.search(rf"^## {letter}\. .*?(?=^## )", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    places = [found[0].find(f"**{part}**") for part in PARTS]
    assert -1 not in places
    assert places == sorted(places)
    assert "`pgaref " in found[0]


@pytest.mark.artikel("15.2")
@pytest.mark.parametrize("line", LINES)
def test_every_command_that_it_names_is_there_with_its_options(run: CommandLine, line: str) -> None:
    words = shlex.split(line)[1:]
    name = registry.named(words)
    assert name in registry.COMMANDS
    told = run(*name.split(), "--help").stdout
    assert all(word in told for word in words if word.startswith("--"))


@pytest.mark.artikel("15.2")
def test_every_page_that_it_points_to_is_there() -> None:
    for page in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (PLAN.parent / page).is_file(), page
    assert (ROOT / "docs" / "verify-log.sh").is_file()


@pytest.mark.artikel("8.3", "15.2.c", "15.2.e", "15.2.f", "15.3", "18.4")
def test_the_terms_in_its_table_are_those_of_the_profile() -> None:
    rules = profile()
    terms: dict[str, Term] = {
        "pgaref review": rules.terms.review,
        "pgaref officer confirm": rules.authorisations.confirm,
        "pgaref log review --findings FILE": rules.log_review.every,
        "pgaref officer review": rules.authorisations.review,
        "pgaref evaluate beveiliging": rules.evaluations["beveiliging"],
        "pgaref evaluate convenant": rules.evaluations["convenant"],
    }
    rows = [line.split("|") for line in TEXT.splitlines() if line.startswith("| ")]
    table = {row[4].strip(" `"): row[3].strip() for row in rows[1:]}
    assert {line: table[line] for line in terms} == {
        line: in_dutch(term) for line, term in terms.items()
    }
    assert table["pgaref incident report"] == f"binnen {rules.incidents.hours} uur"
    assert table["pgaref log delete"] == f"{in_dutch(rules.terms.log)} na dat jaar"
