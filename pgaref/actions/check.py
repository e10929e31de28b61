# SPDX-License-Identifier: EUPL-1.2
"""Checking that the vault is what its log says it is: art. 15(1), 15(2)(d)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pgaref.actions.session import Session
from pgaref.errors import IntegrityError, UsageError
from pgaref.storage.checking.diagnosis import diagnose
from pgaref.storage.checking.findings import Finding
from pgaref.storage.checking.integrity import findings
from pgaref.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, each thing once."""

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether all is as it should be."""
        return not self.findings


def check(session: Session, *, decrypt: bool) -> Checked:
    """Check the vault, opening and writing nothing and without an identity.

    `decrypt`: also open all that the actor has a key for, and verify every signature again; that is
    a reading, logged as one. Where the vault does not open at all, this part is left out.

    Raises:
        KeyUnavailableError: to decrypt, and no officer's identity.
        RefusedError: to decrypt, and the actor may not.
        UsageError: there is no vault.
    """
    return Checked(tuple(dict.fromkeys(_findings(session, decrypt))))


def _findings(session: Session, decrypt: bool) -> Iterator[Finding]:
    try:
        if decrypt:
            with session.reading("check") as work:
                yield from findings(work.vault, work.opener, session.progress)
        else:
            with session.store(exclusive=False) as store:
                yield from findings(Vault(store), None, session.progress)
    except (IntegrityError, UsageError) as error:
        yield from diagnose(session.root, session.state, session.wait, session.now, error)
