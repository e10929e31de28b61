# SPDX-License-Identifier: EUPL-1.2
"""The first half of `make drill`; the manual holds no command that it does not type."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pytest

from tests.cli.world import World
from tests.reliability.drill import drill as drilling
from tests.reliability.drill.backups import MANUAL, manual
from tests.reliability.drill.drill import drill


@pytest.mark.artikel("13.1", "15.1", "15.2.d")
def test_a_backup_gives_back_nothing_that_was_destroyed(world: World) -> None:
    steps = [*islice(drill(world), 5)]  # the rest takes another half a minute: make drill
    assert all(step.tried == step.held > 0 for step in steps)


def test_every_command_of_the_manual_is_one_that_the_drill_types() -> None:
    assert len(re.findall(r"```sh", MANUAL.read_text())) == len(manual())
    text = Path(drilling.__file__).read_text()
    assert {block for block in manual() if f'"{block}"' in text} == manual().keys()
