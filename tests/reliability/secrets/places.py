# SPDX-License-Identifier: EUPL-1.2
"""Every place where somebody without a key can look after a whole case, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.story import Story
from tests.cli.telling import found_in
from tests.cli.world import OFFICERS
from tests.cli.years import founded
from tests.reliability.secrets.watched import Watched


@dataclass(frozen=True)
class Place:
    """Texts of one kind, and what of the case was found in them."""

    what: str
    texts: int
    size: int
    found: tuple[str, ...]


@contextmanager
def told(base: Path) -> Iterator[tuple[Story, Watched]]:
    """The whole case, each of its commands a watched process."""
    with pytest.MonkeyPatch.context() as patch:
        watched = Watched(founded(base / "home"), patch)
        yield Story(watched, options=(), checking=False).tell(), watched


def places(story: Story, watched: Watched) -> Iterator[Place]:
    """Look everywhere."""
    vault, home = story.vault, story.run.home
    officers = {f"{officer}{end}" for officer in ("uit-1", *OFFICERS) for end in ("", ".sign")}
    beside = [p for p in _files(home) if vault not in p.parents and p.name not in officers]
    plain = [path for path in _files(vault) if path.suffix != ".age"]
    closed = [path for path in _files(vault) if path.suffix == ".age"]
    fixed = ("convenant.yaml", "referentiekader.yaml")
    plain = [path for path in plain if path.name not in fixed]
    yield _place(story, "programs started: arguments, environment, titles", watched.programs)
    yield _place(story, "files made, by the names of all of them", watched.made)
    yield _place(story, "stderr of every command", watched.said)
    yield _place(story, "plain files of the vault", map(_text, plain))
    yield _place(story, "encrypted files of the vault", map(_text, closed))
    yield _place(story, "names of files and folders", [str(path) for path in vault.rglob("*")])
    yield _place(story, "files beside the vault but for the identities", map(_text, beside))
    yield _place(story, "files left in the folder for temporary ones", _left(watched))


def _left(watched: Watched) -> Iterator[str]:
    for path in _files(watched.temporary):
        yield f"{path.name} {_text(path)}"


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _text(path: Path) -> str:
    return path.read_bytes().decode("latin-1")


def _place(story: Story, what: str, texts: Iterable[str]) -> Place:
    given = [*texts]
    found = {secret for text in given for secret in found_in(story, text)}
    return Place(what, len(given), sum(map(len, given)), tuple(sorted(found)))
