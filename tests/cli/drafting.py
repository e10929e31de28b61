# SPDX-License-Identifier: EUPL-1.2
"""Edits that were given up, as an editor's session keeps them."""

from __future__ import annotations

from pathlib import Path

from pgaref.actions.drafts import Draft, keep_draft
from pgaref.actions.session import Session
from pgaref.storage.draftname import DraftName
from tests.cli.world import World

# A name of nobody, which stands in drafts alone.
NAME = "Quirijn Bedacht"
TEXT = f"schema: signaal/1\ngedraging: {NAME} heeft gebeld.\n".encode()


def session_of(world: World, by: str = "uit-1") -> Session:
    """An officer's session at this moment, to act in as pgaref does."""
    run, identity = world.run, world.identity(by)
    state = run.home / "state" / "pgaref"
    return Session(world.vault, state, identity, Path(f"{identity}.sign"), "test", 0, run.now)


def keep(
    world: World,
    dossier: str = "",
    command: str = "signal",
    *,
    by: str = "uit-1",
    text: bytes = TEXT,
    record: int = 0,
) -> Draft:
    """Keep an edit of this officer."""
    name = DraftName(command, dossier=dossier, record=record)
    return keep_draft(session_of(world, by), name, text)
