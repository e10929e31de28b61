# SPDX-License-Identifier: EUPL-1.2
"""The identity file of whoever runs a command, maybe under a passphrase (art. 15(2)(a), (c))."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pgaref.errors import InputError, KeyUnavailableError
from pgaref.language import _
from pgaref.storage import age, armor, headers, plugins
from pgaref.storage.age import Identity
from pgaref.storage.plugins import Nobody, Person

_LIMIT = 64 * 1024

_NOBODY = Nobody()


@dataclass(frozen=True, slots=True)
class Kept:
    """How an identity is kept: under a passphrase, or by a plugin, or neither."""

    locked: bool = False
    plugin: str = ""


def read_identity(path: Path, person: Person = _NOBODY) -> Identity:
    """The identity in an identity file; `person` tells its passphrase and answers its plugin.

    Raises:
        KeyUnavailableError: absent, unreadable, not an identity, or no right passphrase.
        PluginError: its plugin is missing or failed.
    """
    data = _content(path)
    if headers.is_locked(data):
        data = age.unlock(data, person.passphrase())
    return age.open_identity(data, person)


def kept(path: Path) -> Kept:
    """How an identity file is kept; nobody is asked, and no plugin run.

    Raises:
        KeyUnavailableError: absent, unreadable, or not an identity.
        PluginError: its plugin is missing.
    """
    data = _content(path)
    if headers.is_locked(data):
        return Kept(locked=True)
    name, _recipient = plugins.identity_in(data)
    if name:
        plugins.recipient_in(data, name)
        plugins.require(name)
    else:
        age.open_identity(data, _NOBODY)
    return Kept(plugin=name)


def _content(path: Path) -> bytes:
    """What an identity file holds, out of its armor."""
    try:
        with path.open("rb") as file:
            return armor.binary(file.read(_LIMIT))
    except InputError:
        raise KeyUnavailableError(_("the identity is damaged: its armor is malformed")) from None
    except OSError:
        raise KeyUnavailableError(
            _("no identity at {absolute}", absolute=path.absolute()),
            hint=_("name it: --identity FILE; make one: pgaref keygen FILE"),
        ) from None
