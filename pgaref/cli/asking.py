# SPDX-License-Identifier: EUPL-1.2
"""Asking for a passphrase: on the terminal without echo, never by argument or environment."""

from __future__ import annotations

import getpass
import os
import sys

from pgaref.errors import KeyUnavailableError, UsageError
from pgaref.storage.identities import nobody_to_ask

_LONGEST = 1000


def identity_passphrase() -> str:
    """The passphrase of the identity, as typed on the terminal of this process.

    Raises:
        KeyUnavailableError: there is no terminal, or nothing was typed.
    """
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        nobody_to_ask()
    typed = _typed("passphrase of the identity: ")
    if not typed:
        raise KeyUnavailableError("no passphrase was typed")
    return typed


def new_passphrase() -> str:
    """A passphrase for what is to be made: typed twice, or one line of stdin if no terminal.

    Raises:
        UsageError: it is empty, or the two differ.
    """
    if sys.stdin.isatty():
        chosen = _typed("passphrase: ")
        if chosen and _typed("the same again: ") != chosen:
            raise UsageError("the two passphrases differ; nothing was made")
    else:
        chosen = _line()
    if not chosen:
        raise UsageError("the passphrase is empty; nothing was made")
    return chosen


def _typed(prompt: str) -> str:
    try:
        return getpass.getpass(prompt)
    except EOFError:
        return ""
    except UnicodeError:
        raise _no_text() from None


def _line() -> str:
    line = sys.stdin.buffer.readline(_LONGEST + 1)
    if len(line) > _LONGEST:
        raise UsageError(f"the passphrase is longer than {_LONGEST} bytes; nothing was made")
    try:
        return line.decode().rstrip("\r\n")
    except UnicodeError:
        raise _no_text() from None


def _no_text() -> UsageError:
    return UsageError("the passphrase is not UTF-8 text")
