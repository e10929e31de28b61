# SPDX-License-Identifier: EUPL-1.2
"""The identity file of whoever runs a command."""

from __future__ import annotations

from pathlib import Path

from pgaref.errors import KeyUnavailableError
from pgaref.storage import age
from pgaref.storage.age import Identity

_LIMIT = 64 * 1024


def read_identity(path: Path) -> Identity:
    """The identity in an identity file.

    Raises:
        KeyUnavailableError: absent, unreadable, or not an identity.
    """
    try:
        with path.open("rb") as file:
            secret = file.read(_LIMIT)
    except OSError:
        raise KeyUnavailableError(
            f"no identity at {path.absolute()}",
            hint="name it: --identity FILE; make one: pgaref keygen FILE",
        ) from None
    return age.load_identity(secret)
