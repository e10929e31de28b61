# SPDX-License-Identifier: EUPL-1.2
"""Everything that pgaref can say no with, and the exit code of each.

The codes are fixed for ever (scripts and cron rely on them): 0 done, 1 unexpected, 2 usage or
unknown id, 10 refused, 11 input that its schema alone refuses, 12 no key, 13 integrity broken,
14 vault locked, 15 done in part or attention needed. Messages carry ids and field paths, never
content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why an act may not be done.

    `article` is the covenant's, as `10.5` (article 10, paragraph 5) or `6.b` (article 6 under b);
    `reason` is the code that the log keeps, never free text.
    """

    message: str
    article: str = ""
    reason: str = "refused"
    hint: str = ""


class PgarefError(Exception):
    """Root of the tree. `exit_code` is what the shell sees, `hint` what to do next."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(PgarefError):
    """The command line does not say what to do, or names an id that does not exist."""

    exit_code = 2


class RefusedError(PgarefError):
    """Refused by covenant, profile, referentiekader or state; only the log changed."""

    exit_code = 10

    def __init__(self, *refusals: Refusal) -> None:
        if not refusals:
            raise ValueError("a refusal has a reason")
        super().__init__("; ".join(refusal.message for refusal in refusals))
        self.refusals: Sequence[Refusal] = refusals


class InputError(PgarefError):
    """Input that its schema, or strict YAML, refuses; `problems` holds a line each."""

    exit_code = 11

    def __init__(self, *problems: str, hint: str = "") -> None:
        super().__init__("; ".join(problems), hint=hint)
        self.problems: Sequence[str] = problems


class KeyUnavailableError(PgarefError):
    """No identity, or no key file that this identity opens."""

    exit_code = 12


class PluginError(PgarefError):
    """The program between age and a key elsewhere, as in hardware, is missing or did not do it.

    Apart from `KeyUnavailableError`, as it says nothing of for whom a file is encrypted.
    """

    exit_code = 12


class IntegrityError(PgarefError):
    """Something in the vault is not what the log says it is. Nothing was acted upon."""

    exit_code = 13


class VaultLockedError(PgarefError):
    """Another command holds the vault."""

    exit_code = 14


class AttentionError(PgarefError):
    """Done in part, or a person has to look."""

    exit_code = 15
