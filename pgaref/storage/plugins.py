# SPDX-License-Identifier: EUPL-1.2
"""Plugins of age (C2SP age-plugin): names, recipients, the file of an identity, who is asked.

A recipient is `age1NAME1...`, an identity `AGE-PLUGIN-NAME-1...`, and the program that both are for
is `age-plugin-NAME`. What an identity opens the plugin alone knows; plugins write its recipient as
a comment above it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from pgaref.errors import KeyUnavailableError, PluginError
from pgaref.language import _

T = TypeVar("T")

LONGEST_RECIPIENT = 1000
# Of the names that C2SP allows, those that do not begin or end with a sign.
_RECIPIENT = re.compile(r"age1([a-z0-9]+(?:[+._-][a-z0-9]+)*)1[02-9ac-hj-np-z]{6,}")
_IDENTITY = re.compile(r"AGE-PLUGIN-([A-Z0-9]+(?:[+._-][A-Z0-9]+)*)-1[02-9AC-HJ-NP-Z]{6,}")
_COMMENT = re.compile(r"#\s*(?:public key|recipient)\s*:\s*(\S+)", re.IGNORECASE)


class Person(Protocol):
    """Who sits at the terminal, where there is one; asked by pgaref and by plugins."""

    def passphrase(self) -> str:
        """The passphrase of the identity."""

    def told(self, message: str) -> None:
        """A message is shown."""

    def answered(self, question: str) -> str | None:
        """An answer that is no secret; None: there is nobody."""

    def confided(self, question: str) -> str | None:
        """An answer that is a secret, as a PIN; None: there is nobody."""

    def agreed(self, question: str, yes: str, no: str) -> bool | None:
        """Whether `yes` is chosen, not `no` (empty: there is no choice); None: there is nobody."""


class Nobody:
    """Where there is no terminal: nothing else tells a passphrase, and no plugin is answered."""

    def passphrase(self) -> str:
        """Refuse.

        Raises:
            KeyUnavailableError: always.
        """
        raise KeyUnavailableError(
            _("the identity is under a passphrase, and there is no terminal to ask for it"),
            hint=_("run this at a terminal; what cron runs (sweep, agenda) needs no identity"),
        )

    def told(self, message: str) -> None:
        """Show nothing."""

    def answered(self, question: str) -> str | None:
        """Answer nothing."""

    def confided(self, question: str) -> str | None:
        """Confide nothing."""

    def agreed(self, question: str, yes: str, no: str) -> bool | None:
        """Choose nothing."""


class Talk:
    """What a plugin says and asks, handed to a person, under the names that the library calls.

    Nothing is raised through the library, which would panic. One of its threads says after ten
    seconds that a plugin is slow.
    """

    def __init__(self, name: str, person: Person) -> None:
        self.name = name
        self._person = person
        self._stopped: BaseException | None = None

    def display_message(self, message: str) -> None:
        """`msg`: something to read, as that the key is to be touched."""
        # The library marks names off with isolates of Unicode (2068, 2069).
        said = f"{program(self.name)}: {message.translate({0x2068: None, 0x2069: None})}"
        self._safely(lambda: self._person.told(said))

    def confirm(self, message: str, yes: str, no: str | None) -> bool | None:
        """`confirm`: a choice between two."""
        return self._safely(lambda: self._person.agreed(message, yes, no or ""))

    def request_public_string(self, description: str) -> str | None:
        """`request-public`: something that is no secret."""
        return self._safely(lambda: self._person.answered(description))

    def request_passphrase(self, description: str) -> str | None:
        """`request-secret`: a passphrase or a PIN."""
        return self._safely(lambda: self._person.confided(description))

    def end(self) -> None:
        """Raise what stopped the person, as an interrupt, once the library is done."""
        stopped, self._stopped = self._stopped, None
        if stopped is not None:
            raise stopped

    def _safely(self, ask: Callable[[], T]) -> T | None:
        if self._stopped is not None:
            return None
        try:
            return ask()
        except BaseException as error:  # noqa: BLE001
            self._stopped = error
            return None


def name_of(recipient: str) -> str:
    """The plugin that a recipient is for; empty where it is none of a plugin's."""
    found = _RECIPIENT.fullmatch(recipient) if len(recipient) <= LONGEST_RECIPIENT else None
    return found[1] if found else ""


def identity_in(data: bytes) -> tuple[str, str]:
    """The plugin and the identity in an identity file; both empty where it holds something else."""
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    found = _IDENTITY.fullmatch(keys[0]) if len(keys) == 1 else None
    return (found[1].lower(), keys[0]) if found else ("", "")


def recipient_in(data: bytes, name: str) -> str:
    """The recipient that an identity file of the plugin `name` says it is for.

    Raises:
        KeyUnavailableError: it says none, or several.
    """
    lines = data.decode("utf-8", "replace").splitlines()
    comments = (_COMMENT.fullmatch(line.strip()) for line in lines)
    named = {found[1] for found in comments if found and name_of(found[1]) == name}
    if len(named) != 1:
        raise KeyUnavailableError(
            _(
                "the identity of {program} does not say which recipient it is for",
                program=program(name),
            ),
            hint=_(
                "add the line that the plugin printed with it: # public key: age1{name}1...",
                name=name,
            ),
        )
    return named.pop()


def program(name: str) -> str:
    """The program of a plugin."""
    return f"age-plugin-{name}"


def require(name: str) -> None:
    """See that the program of a plugin is there, in a folder of PATH that is named in full.

    Raises:
        PluginError: it is not.
    """
    found = shutil.which(program(name))
    if found is None or not Path(found).is_absolute():
        raise PluginError(
            _("{program} is not found", program=program(name)),
            hint=_("install {program} in a folder of PATH", program=program(name)),
        )
