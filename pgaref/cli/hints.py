# SPDX-License-Identifier: EUPL-1.2
"""What to do next after an error that does not say so itself, by its kind and the command."""

from __future__ import annotations

from collections.abc import Sequence

from pgaref.cli import registry
from pgaref.errors import (
    InputError,
    IntegrityError,
    KeyUnavailableError,
    PgarefError,
    UsageError,
)
from pgaref.language import _

# What looks at the vault as a whole: who just did that is not sent back to it.
_CHECKING = ("check", "log verify")


def hint(error: PgarefError, words: Sequence[str]) -> str:
    """The hint for `error`, which ended the command in `words`; maybe none.

    A refusal has none here: what mends it is in its own words.
    """
    if error.hint:
        return error.hint
    command = registry.named(words)
    if isinstance(error, IntegrityError):
        if command in _CHECKING:
            return _("nothing was changed; a backup is put back as docs/reservekopieen.md tells")
        return _("nothing was changed; what is wrong with the vault: {line}", line="pgaref check")
    if isinstance(error, KeyUnavailableError):
        return _(
            "who you are here: {line}; another identity: --identity FILE", line="pgaref whoami"
        )
    if isinstance(error, InputError):
        return _input(command)
    if isinstance(error, UsageError):
        return " ".join(["pgaref", *command.split(), "--help"])
    return ""


def _input(command: str) -> str:
    """Where the fields of a command's FILE are told of."""
    from pgaref.actions.template import LINES

    for kind, line in LINES.items():
        if line.startswith(f"{command} "):
            return _("each field and what it is for: {line}", line=f"pgaref template {kind}")
    return _("what it takes: {line}", line=" ".join(["pgaref", *command.split(), "--help"]))
