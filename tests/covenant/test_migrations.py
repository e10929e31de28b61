# SPDX-License-Identifier: EUPL-1.2
"""Content is carried through every version between, and nothing is where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pgaref.covenant import migrations
from pgaref.covenant.migrations import brought, carried, named, newest

OLD = {"schema": "proef/1", "naam": "x"}


def renamed(content: Mapping[str, Any]) -> dict[str, Any]:
    return {("titel" if name == "naam" else name): item for name, item in content.items()}


def longer(content: Mapping[str, Any]) -> dict[str, Any]:
    return {**content, "soort": "onbekend"}


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(migrations.MIGRATIONS, ("proef", 1), renamed)
    monkeypatch.setitem(migrations.MIGRATIONS, ("proef", 2), longer)


@pytest.mark.artikel("15.1")
def test_content_goes_through_every_version_between() -> None:
    third = {"schema": "proef/3", "titel": "x", "soort": "onbekend"}
    assert carried("proef", 1, OLD) == brought(OLD) == third
    assert brought({"schema": "proef/2", "titel": "x"}) == third
    assert OLD == {"schema": "proef/1", "naam": "x"}


@pytest.mark.artikel("15.1")
def test_what_is_newest_stays_itself() -> None:
    for content in ({"schema": "proef/3", "titel": "x"}, {"schema": "ander/1"}):
        assert brought(content) is content
    assert [newest("proef", version) for version in (1, 2, 3)] == [3, 3, 3]
    assert newest("ander", 1) == 1


def test_content_names_its_kind_and_version() -> None:
    assert named(OLD) == ("proef", 1)
