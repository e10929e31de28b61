# SPDX-License-Identifier: EUPL-1.2
"""pgaref as the manual runs it: at the page's moment, and with the same chance each time.

Keys are as random as ever; ids and salts come one after the other from a counter in the home, so
that a page that is played again names the same dossiers.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from pgaref.cli import clock, main

COUNTER = Path.home() / ".chance"


def _chance(size: int) -> bytes:
    count = int(COUNTER.read_text() if COUNTER.exists() else 0) + 1
    COUNTER.write_text(str(count))
    return hashlib.sha512(f"pgaref {count}".encode()).digest()[:size]


def _bits(count: int) -> int:
    return int.from_bytes(_chance(8)) >> (64 - count)


def run() -> None:
    """The console script, at the moment in MANUAL_NOW."""
    moment = datetime.fromisoformat(os.environ["MANUAL_NOW"])
    setattr(clock, "now", lambda: moment)  # noqa: B010 - a module's function, replaced
    setattr(secrets, "randbits", _bits)  # noqa: B010
    setattr(secrets, "token_bytes", _chance)  # noqa: B010
    setattr(secrets, "token_hex", lambda size: _chance(size).hex())  # noqa: B010
    main.run()


if __name__ == "__main__":
    run()
