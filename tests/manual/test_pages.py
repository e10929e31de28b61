# SPDX-License-Identifier: EUPL-1.2
"""Every command that the manual shows is run, and says what the page says."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.manual.pages import PICTURES, Player, commands, pages, without_chance
from tests.manual.shell import MEMORY


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_a_page_of_the_manual_shows_what_its_commands_say(page: Path, memory: Path) -> None:
    text = page.read_text("utf-8")
    player = Player(memory)
    # Otherwise, where the page is to follow: python -m tests.manual.
    assert without_chance(player.played(text)) == without_chance(text)
    for name, picture in player.pictures.items():
        assert f"beelden/{name})" in text
        assert (PICTURES / name).read_text("utf-8") == picture


def test_every_picture_is_on_a_page() -> None:
    text = "".join(page.read_text("utf-8") for page in pages())
    assert [name.name for name in PICTURES.iterdir() if f"beeld: {name.name}" not in text] == []
    assert len(commands(text)) > 60
