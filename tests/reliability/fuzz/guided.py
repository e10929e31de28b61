# SPDX-License-Identifier: EUPL-1.2
"""One target under atheris: `python -m tests.reliability.fuzz.guided TARGET -max_total_time=60`."""

from __future__ import annotations

import importlib
import sys
from typing import Any


def main() -> None:
    """Fuzz until the time is over; what breaks an invariant ends it."""
    target, *options = sys.argv[1:]
    # Not among what the project is tested with: make fuzz installs it.
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["pgaref", "ruamel", "jsonschema"]):
        targets = importlib.import_module("tests.reliability.fuzz.targets")
    atheris.Setup([sys.argv[0], *options], targets.TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
