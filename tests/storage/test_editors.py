# SPDX-License-Identifier: EUPL-1.2
"""Which editor it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgaref.errors import UsageError
from pgaref.storage import editors


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def make(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_without_a_choice_it_is_the_machines_then_what_is_there(programs: Path) -> None:
    with pytest.raises(UsageError, match="there is no editor"):
        editors.chosen({})
    for name in ("vi", "vim", "nano", "editor"):
        made = make(programs, name)
        assert editors.chosen({"EDITOR": ""}).words == (str(made),)


def test_a_link_is_the_editor_that_it_leads_to(programs: Path) -> None:
    make(programs, "vim.tiny")
    (programs / "editor").symlink_to("vim.tiny")
    found = editors.chosen({})
    assert found.family == "vim"
    assert found.command(12, "weging.yaml")[-2:] == ["+12", "weging.yaml"]


@pytest.mark.parametrize("name", ["busybox", "code", "vimdiff", "nanoc", "editor"])
def test_one_that_is_not_known_gets_the_file_alone(programs: Path, name: str) -> None:
    made = make(programs, name)
    found = editors.chosen({"VISUAL": f"{name} -w 'a b'", "EDITOR": "nothing"})
    assert found.command(12, "weging.yaml") == [str(made), "-w", "a b", "weging.yaml"]
