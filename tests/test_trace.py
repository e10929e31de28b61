# SPDX-License-Identifier: EUPL-1.2
"""No rule of the covenant without a test, and no test for a rule that it does not have."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from pgaref.cli import registry
from tests import trace

# The articles as the covenant has them: for each paragraph its letters; an article that is not
# divided into paragraphs has its letters, or none, by itself.
COVENANT: dict[int, str | tuple[str, ...]] = {
    1: "",
    2: "",
    3: "abcdef",
    4: "",
    5: "",
    6: "abcde",
    7: ("", "abc", "", ""),
    8: ("", "abcdef", "", "", ""),
    9: ("", "", "", "", ""),
    10: ("", "abcdefgh", "", "", ""),
    11: ("", "", "", "", ""),
    12: ("", "", "", "", "", ""),
    13: ("", "", "", ""),
    14: ("",),
    15: ("", "abcdefg", "", ""),
    16: "",
    17: "",
    18: ("", "", "", ""),
}
# What the list of parties and annex 1 say stands in the profile alone.
LISTS = {"P", "B1"}
# What a tool can carry out; 16 and 17 are no rules for one.
CARRIED_OUT = (*range(4, 16), 18)


def existing() -> set[str]:
    """Every place in the covenant: articles, paragraphs, letters."""
    found = set()
    for article, parts in COVENANT.items():
        found.add(f"{article}")
        paragraphs = {f"{article}": parts} if isinstance(parts, str) else {}
        if isinstance(parts, tuple):
            paragraphs = {f"{article}.{n}": letters for n, letters in enumerate(parts, 1)}
        for paragraph, letters in paragraphs.items():
            found |= {paragraph, *(f"{paragraph}.{letter}" for letter in letters)}
    return found


def paragraph(place: str) -> str:
    """`8.2.c` is of paragraph `8.2`; article 6 has letters where others have paragraphs."""
    return ".".join(place.split(".")[:2])


def carried_out() -> set[str]:
    """The paragraphs that an act, another entry of the profile, or a rule in code names."""
    places = {*trace.commands(), *trace.entries(), *trace.rules()} - LISTS
    return {paragraph(place) for place in places if trace.natural(place)[0] in CARRIED_OUT}


def test_every_paragraph_that_the_tool_carries_out_has_a_test() -> None:
    tested = {paragraph(place) for place in trace.tests()}
    # One that is named as a whole, article 6, is tested by its letters.
    tested |= {place.partition(".")[0] for place in tested}
    assert sorted(carried_out() - tested, key=trace.natural) == []


def test_what_the_tool_carries_out_is_found_in_all_three_places() -> None:
    assert trace.commands()["13.4"] == ["pgaref reopen"]
    assert "termijnen archiveren" in trace.entries()["13.2"]
    assert "registers weegploeg melder" in trace.entries()["8.2.c"]
    assert "covenant/closing.py" in trace.rules()["9.4"]
    assert "6" in trace.rules()


@pytest.mark.parametrize("reading", ["commands", "entries", "rules", "tests"])
def test_only_what_the_covenant_has_is_named(reading: str) -> None:
    named = set(getattr(trace, reading)())
    assert named - existing() - (LISTS if reading == "entries" else set()) == set()


def test_every_act_of_the_profile_is_a_command() -> None:
    acts = {act["naam"] for act in trace.profile()["handelingen"]}
    # What goes on around an editor, whichever command it is for.
    assert acts - set(registry.COMMANDS) == {"edit", "drafts keep"}


def test_the_covenants_own_order() -> None:
    places = ["P", "10.2", "8.2.c", "B1", "6.b", "8.2", "6", "18.1", "9.4"]
    assert sorted(places, key=trace.natural) == [
        *("6", "6.b", "8.2", "8.2.c", "9.4", "10.2", "18.1"),
        *("B1", "P"),
    ]


def marked(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> trace.Places:
    (folder / "test_it.py").write_text(textwrap.dedent(source), "utf-8")
    monkeypatch.setattr(trace, "TESTS", folder)
    return trace.tests()


def test_markers_are_found_wherever_pytest_takes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = marked(
        tmp_path,
        monkeypatch,
        """
        pytestmark = [pytest.mark.artikel("4")]

        @pytest.mark.artikel("5")
        class TestIt:
            @pytest.mark.artikel("7.1", "7.2")
            def test_one(self): ...

        @pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.artikel("8.1"))])
        def test_two(x): ...
        """,
    )
    one, two = "test_it.py::TestIt::test_one", "test_it.py::test_two"
    assert found == {"4": [one, two], "5": [one], "7.1": [one], "7.2": [one], "8.1": [two]}


@pytest.mark.parametrize(
    "source",
    [
        'def helper(): pytest.mark.artikel("4")',
        '@pytest.mark.artikel("4")\ndef helper(): ...',
        'CASES = [pytest.param(1, marks=pytest.mark.artikel("4"))]',
        "@pytest.mark.artikel(PLACE)\ndef test_it(): ...",
    ],
)
def test_a_marker_that_cannot_be_traced_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    with pytest.raises(ValueError, match=r"test_it\.py:1|malformed"):
        marked(tmp_path, monkeypatch, source)


def test_the_matrix_shows_gaps_and_keeps_its_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked(tmp_path, monkeypatch, '@pytest.mark.artikel("13.4")\ndef test_it(): ...')
    lines = list(trace.matrix())
    column = lines[0].index("tested by")
    rows = {line[: lines[0].index("carried")].strip(): line[column:] for line in lines}
    assert rows["13 lid 4"] == "test_it.py::test_it"
    assert rows["13 lid 2"] == "-"
