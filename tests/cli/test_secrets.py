# SPDX-License-Identifier: EUPL-1.2
"""After a whole case, nothing of it stands where those may look who have no key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.story import Story, told
from tests.cli.telling import found_in, sentences, strings


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The case, told as people type it."""
    with pytest.MonkeyPatch.context() as patch:
        yield told(tmp_path_factory.mktemp("story") / "home", patch, options=(), checking=False)


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
