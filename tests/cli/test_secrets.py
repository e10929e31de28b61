# SPDX-License-Identifier: EUPL-1.2
"""After a whole case, nothing of it stands where those may look who have no key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.story import Story, told
from tests.cli.world import OFFICERS, SAMPLES, sample

CASE = [path.stem for path in sorted(SAMPLES.glob("*.yaml")) if "referentiekader" not in path.stem]
# What the log, the cards and the party files are made of: ids and codes, never a sentence.
WORDS = re.compile(r"[A-Z][a-z]+|.* .*|.*@.*|[0-9-]{11}", re.DOTALL)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The case, told as people type it."""
    with pytest.MonkeyPatch.context() as patch:
        yield told(tmp_path_factory.mktemp("story") / "home", patch, options=(), checking=False)


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


def test_what_is_looked_for_is_there_to_be_found(story: Story) -> None:
    shown = " ".join(str(record) for record in story.shown[story.weegploeg].values())
    assert {"Sam Voorbeeld", "Kim Fictief", "Robin Bedacht"} <= set(found_in(story, shown))
    assert len(sentences()) > 60


@pytest.mark.artikel("14.1", "15.2.e")
def test_no_line_of_the_log_tells_anything_of_the_case(story: Story) -> None:
    for line in story.log_lines():
        assert found_in(story, " ".join(strings(line))) == []


@pytest.mark.artikel("14.1")
@pytest.mark.parametrize("kind", ["card.json", "certificates/*.json", "parties/*.yaml", "*.json*"])
def test_no_plain_file_of_the_vault_tells_anything_of_the_case(story: Story, kind: str) -> None:
    found = list(story.vault.rglob(kind))
    assert found
    for path in found:
        assert found_in(story, path.read_text()) == [], path.name


@pytest.mark.artikel("14.1", "15.2")
def test_no_file_of_the_vault_holds_plaintext_or_a_secret_key(story: Story) -> None:
    plain = {"convenant.yaml", "referentiekader.yaml"}
    for path, data in story.files(log=True).items():
        if path not in plain:
            assert found_in(story, data.decode("latin-1")) == [], path


@pytest.mark.artikel("14.1")
def test_no_card_at_any_step_tells_anything_of_the_case(story: Story) -> None:
    for label, step in story.told.items():
        assert found_in(story, " ".join(strings(dict(step.cards)))) == [], label


@pytest.mark.artikel("14.1")
def test_no_file_is_named_after_anything_of_the_case(story: Story) -> None:
    names = {path for step in story.told.values() for path in step.files}
    assert found_in(story, "\n".join(names)) == []


@pytest.mark.artikel("14.1")
def test_what_is_remembered_outside_the_vault_is_id_line_and_head(story: Story) -> None:
    files = [path for path in (story.run.home / "state").rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert found_in(story, path.name + path.read_text()) == []


@pytest.mark.artikel("14.1")
def test_no_command_that_changes_says_anything_of_the_case(story: Story) -> None:
    for label, step in story.told.items():
        assert found_in(story, step.result.stdout + step.result.stderr) == [], label
