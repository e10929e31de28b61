# SPDX-License-Identifier: EUPL-1.2
"""The user at a command line and the fictitious case, as the black box tests have them."""

from tests.cli.conftest import founded_home, run, spawn, world

__all__ = ["founded_home", "run", "spawn", "world"]
