# SPDX-License-Identifier: EUPL-1.2
"""Asking a person: a secret on the terminal without echo, never by argument or environment."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from pgaref.cli.report import say
from pgaref.cli.text import visible
from pgaref.errors import KeyUnavailableError, UsageError
from pgaref.language import _
from pgaref.storage.plugins import Nobody

_LONGEST = 1000


class Terminal(Nobody):
    """The person at the terminal of this process, asked by pgaref and by plugins of age."""

    def passphrase(self) -> str:
        """The passphrase of the identity.

        Raises:
            KeyUnavailableError: there is no terminal, or nothing was typed.
        """
        if not is_there():
            return super().passphrase()
        typed = _typed(_("passphrase of the identity: "))
        if not typed:
            raise KeyUnavailableError(_("no passphrase was typed"))
        return typed

    def told(self, message: str) -> None:
        """Say it on stderr."""
        say(message.splitlines())

    def answered(self, question: str) -> str | None:
        """What is typed, shown while it is."""
        if not is_there():
            return None
        with Path("/dev/tty").open("r+b", buffering=0) as terminal:
            terminal.write(f"{visible(question)}: ".encode())
            return terminal.readline(_LONGEST).decode("utf-8", "replace").rstrip("\r\n")

    def confided(self, question: str) -> str | None:
        """What is typed, not shown."""
        return _typed(f"{visible(question)}: ") if is_there() else None

    def agreed(self, question: str, yes: str, no: str) -> bool | None:
        """1 for `yes`, 2 for `no`; where there is no choice, a line is enough."""
        choices = f"1 {yes}, 2 {no}" if no else _("Enter: {yes}", yes=yes)
        typed = self.answered(f"{question} ({choices})")
        return None if typed is None else typed == "1" or not no


def is_there() -> bool:
    """Whether this process has a terminal."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def new_passphrase() -> str:
    """A passphrase for what is to be made: typed twice, or one line of stdin if no terminal.

    Raises:
        UsageError: it is empty, or the two differ.
    """
    if sys.stdin.isatty():
        chosen = _typed(_("passphrase: "))
        if chosen and _typed(_("the same again: ")) != chosen:
            raise UsageError(_("the two passphrases differ; nothing was made"))
    else:
        chosen = _line()
    if not chosen:
        raise UsageError(_("the passphrase is empty; nothing was made"))
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
        raise UsageError(
            _("the passphrase is longer than {longest} bytes; nothing was made", longest=_LONGEST)
        )
    try:
        return line.decode().rstrip("\r\n")
    except UnicodeError:
        raise _no_text() from None


def _no_text() -> UsageError:
    return UsageError(_("the passphrase is not UTF-8 text"))
