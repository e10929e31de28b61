# SPDX-License-Identifier: EUPL-1.2
"""The identity file of whoever runs a command, maybe under a passphrase (art. 15(2)(a), (c))."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pgaref.errors import InputError, KeyUnavailableError
from pgaref.storage import age, armor
from pgaref.storage.age import Identity

_LIMIT = 64 * 1024

Ask = Callable[[], str]


def nobody_to_ask() -> str:
    """Where there is no terminal: nothing else tells a passphrase.

    Raises:
        KeyUnavailableError: always.
    """
    raise KeyUnavailableError(
        "the identity is under a passphrase, and there is no terminal to ask for it",
        hint="run this at a terminal; what cron runs (sweep, agenda) needs no identity",
    )


def read_identity(path: Path, ask: Ask = nobody_to_ask) -> Identity:
    """The identity in an identity file; `ask` tells the passphrase of one that has one.

    Raises:
        KeyUnavailableError: absent, unreadable, not an identity, or no right passphrase.
    """
    data = _content(path)
    if age.is_locked(data):
        data = age.unlock(data, ask())
    return age.open_identity(data)


def is_protected(path: Path) -> bool:
    """Whether an identity file is under a passphrase; asks for nothing.

    Raises:
        KeyUnavailableError: absent, unreadable, or not an identity.
    """
    data = _content(path)
    if age.is_locked(data):
        return True
    age.open_identity(data)
    return False


def _content(path: Path) -> bytes:
    """What an identity file holds, out of its armor."""
    try:
        with path.open("rb") as file:
            return armor.binary(file.read(_LIMIT))
    except InputError:
        raise KeyUnavailableError("the identity is damaged: its armor is malformed") from None
    except OSError:
        raise KeyUnavailableError(
            f"no identity at {path.absolute()}",
            hint="name it: --identity FILE; make one: pgaref keygen FILE",
        ) from None
