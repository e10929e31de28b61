# SPDX-License-Identifier: EUPL-1.2
"""Fixtures for the tests of storage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage.vaults import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A vault that was just made (tests.storage.vaults)."""
    made = Place(tmp_path / "place")
    made.found()
    return made
