# SPDX-License-Identifier: EUPL-1.2
"""What a file has to look like: every sample fits its schema, and nothing near it does.

What each kind asks beyond that is in test_kinds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.schemas.mutations import mutations, places
from tests.schemas.samples import ELSEWHERE, problems, samples, schemas

SCHEMAS = schemas()
SAMPLES = samples()
ALL = [(kind, place) for kind, found in SAMPLES.items() for place in range(len(found))]

HOSTILE = {
    "null": "\0",
    "bell": "\a",
    "escape": "\x1b[2J",
    "carriage return": "\r",
    "next line": "\x85",
    "line separator": "\u2028",
    "turned reading order": "\u202e",
    "isolate": "\u2066",
    "byte order mark": "\ufeff",
}
NO_DAYS = (
    "2026-02-30",
    "2025-02-29",
    "1900-02-29",
    "2026-13-01",
    "2026-00-10",
    "0000-01-01",
    "2026-1-2",
    "20261015",
    "2026-W42-4",
    "15-10-2026",
    "2026-10-15 ",
    "2026-10-15\n",
    "2026-10-15T10:00:00Z",
    "\u0662\u0660\u0662\u0666-10-15",
)
NO_TIMES = (
    "2026-02-30T10:00:00Z",
    "2026-10-15T24:00:00Z",
    "2026-10-15T10:60:00Z",
    "2026-10-15T10:00:00",
    "2026-10-15T10:00:00+01:00",
    "2026-10-15 10:00:00Z",
    "2026-10-15T10:00:00Z\n",
    "10:00:00Z",
)


def test_every_kind_has_a_sample() -> None:
    assert set(SAMPLES) == set(SCHEMAS) - ELSEWHERE


@pytest.mark.parametrize(("kind", "place"), ALL)
def test_a_sample_fits_its_schema(kind: str, place: int) -> None:
    assert problems(kind, SAMPLES[kind][place]) == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_samples_show_every_field(kind: str) -> None:
    shown = {id(node) for sample in SAMPLES[kind] for _, node, _ in places(SCHEMAS[kind], sample)}
    assert _not_shown(SCHEMAS[kind], shown) == []


def _not_shown(node: Mapping[str, Any], shown: set[int], path: str = "") -> list[str]:
    missing = [] if id(node) in shown else [path]
    for name, inner in node.get("properties", {}).items():
        missing += _not_shown(inner, shown, f"{path}.{name}")
    return missing + (_not_shown(node["items"], shown, f"{path}[]") if "items" in node else [])


@pytest.mark.artikel("8.2", "10.2")
@pytest.mark.parametrize(("kind", "place"), ALL)
def test_nothing_but_a_whole_and_closed_sample_fits(kind: str, place: int) -> None:
    spoilt = list(mutations(kind, SCHEMAS[kind], SAMPLES[kind][place]))
    assert len(spoilt) > 10 * len(SAMPLES[kind][place])
    assert [what for what, value in spoilt if not problems(kind, value)] == []


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("letter", HOSTILE)
def test_no_text_holds_what_a_screen_would_obey(kind: str, letter: str) -> None:
    assert [
        path
        for sample in SAMPLES[kind]
        for path, node, value in places(SCHEMAS[kind], sample)
        if "pattern" in node
        and isinstance(value, str)
        and re.search(node["pattern"], value + HOSTILE[letter] + value)
    ] == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_line_end_is_no_part_of_a_word(kind: str) -> None:
    for sample in SAMPLES[kind]:
        for _, node, value in places(SCHEMAS[kind], sample):
            if "pattern" in node and isinstance(value, str) and not value.endswith("\n"):
                prose = r"\u000b-" in node["pattern"]
                assert bool(re.search(node["pattern"], value + "\n")) is prose


@pytest.mark.parametrize(
    ("field", "most"), [("inbrenger", 40), ("gedraging", 4000), ("noodzaak", 2000)]
)
def test_a_text_is_as_long_as_its_schema_says_and_no_longer(field: str, most: int) -> None:
    signal = SAMPLES["signaal"][0]
    assert problems("signaal", {**signal, field: "x" * most}) == []
    assert problems("signaal", {**signal, field: "x" * (most + 1)})


@pytest.mark.parametrize(
    "text", ["één café", "a\n\n\tb\n", "Zoë ال-ʿ 𝄞", "<b>&amp;</b> {{x}} ' \" \\"]
)
def test_prose_may_hold_any_letter(text: str) -> None:
    assert problems("vertrek", {**SAMPLES["vertrek"][0], "reden": text}) == []


@pytest.mark.parametrize("day", NO_DAYS)
def test_a_date_is_a_real_day(day: str) -> None:
    assert problems("vertrek", {**SAMPLES["vertrek"][0], "datum": day})


@pytest.mark.parametrize("day", ["2028-02-29", "2000-02-29", "2019-03-01", "2026-12-31"])
def test_a_real_day_is_a_date(day: str) -> None:
    assert problems("vertrek", {**SAMPLES["vertrek"][0], "datum": day}) == []


@pytest.mark.parametrize("time", NO_TIMES)
def test_a_time_is_a_real_moment_in_utc(time: str) -> None:
    assert problems("log", {**SAMPLES["log"][0], "time": time})
    made = {**SAMPLES["envelope"][0]["made"], "at": time}
    assert problems("envelope", {**SAMPLES["envelope"][0], "made": made})


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_people_read_and_write_names_its_kind_and_version(kind: str) -> None:
    own_files = {"base", "card", "certificate", "envelope", "journal", "log", "vault"}
    for sample in SAMPLES[kind]:
        assert sample.get("schema") == (None if kind in own_files else f"{kind}/1")
