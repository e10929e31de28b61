# SPDX-License-Identifier: EUPL-1.2
"""The tables of docs/reliability.md are those of runs that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.reliability.report import PAGE, Report

PLACE = "<!-- made by make faults -->\nold\n<!-- end of make faults -->\n"


def report(*rows: tuple[object, ...]) -> Report:
    return Report("faults", ("command", "tried"), rows, "2026-11-26; 1 s.")


def test_a_run_takes_the_place_of_the_run_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{PLACE}after\n")
    report(("intake", 12345)).keep(page)
    report(("decide", 1)).keep(page)
    assert page.read_text() == (
        "before\n<!-- made by make faults -->\n"
        "| command | tried |\n| --- | ---: |\n| decide | 1 |\n"
        "\n2026-11-26; 1 s.\n<!-- end of make faults -->\nafter\n"
    )


@pytest.mark.parametrize("text", ["", PLACE + PLACE], ids=["no place", "two places"])
def test_a_page_without_one_place_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text)
    with pytest.raises(ValueError, match="one place is wanted for make faults"):
        report(("intake", 1)).keep(page)
    assert page.read_text() == text


def test_every_table_is_made_by_a_target_of_the_makefile() -> None:
    made = re.findall(r"<!-- made by make (\w+) -->\n(.*?)<!--", PAGE.read_text(), re.DOTALL)
    makefile = (PAGE.parents[1] / "Makefile").read_text()
    assert made
    for target, table in made:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        assert table.count("\n| ") >= 2, target
