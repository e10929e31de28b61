# SPDX-License-Identifier: EUPL-1.2
"""What of the fictitious case is nobody's to know, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.cli.story import Story
from tests.cli.world import OFFICERS, SAMPLES, sample

CASE = [path.stem for path in sorted(SAMPLES.glob("*.yaml")) if "referentiekader" not in path.stem]
# What the log, the cards and the party files are made of: ids and codes, never a sentence.
WORDS = re.compile(r"[A-Z][a-z]+|.* .*|.*@.*|[0-9-]{11}", re.DOTALL)


def strings(value: Any) -> Iterator[str]:
    """Every string in a value, keys too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def sentences() -> set[str]:
    """Everything in the samples that is about a person, or in a person's own words."""
    found = {text for name in CASE for text in strings(sample(name)) if WORDS.fullmatch(text)}
    return {*found, "Proefplein", "gesprek op het gemeentehuis", "substantieel"}


def names() -> set[str]:
    """What stands in the name, address or contact of every officer and person of the case."""
    return {"Verzonnen", "Voorbeeldstraat", "Fictief", "Bedacht", "kim.fictief", "Eenheid Proef"}


def secret_keys(home: Path) -> set[str]:
    """The secret halves of every officer's keys, line by line."""
    files = [home / f"{officer}{end}" for officer in (*OFFICERS, "uit-1") for end in ("", ".sign")]
    lines = {line for file in files for line in file.read_text().splitlines() if len(line) > 30}
    return {*(line for line in lines if "OPENSSH" not in line), "AGE-SECRET-KEY", "PRIVATE KEY"}


def found_in(story: Story, text: str) -> list[str]:
    """What of all that is secret stands in a text, whatever its case and line breaks.

    A party's id is no secret; what is shorter than seven letters would be found by chance.
    """
    flat = folded(text).replace("gemeente-heerlen", "")
    secrets = {*sentences(), *names(), *secret_keys(story.run.home)}
    return sorted(s for s in secrets if len(s) > 6 and folded(s) in flat)


def folded(text: str) -> str:
    """A text without regard to case and line breaks."""
    return " ".join(text.split()).casefold()
