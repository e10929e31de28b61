# SPDX-License-Identifier: EUPL-1.2
"""Looking at the machine that a vault is used on: art. 15(1), 15(2)(a), (d)."""

from __future__ import annotations

from pgaref.actions.session import Session
from pgaref.storage.machine import Place, Seen, examine


def examine_machine(session: Session) -> tuple[Seen, ...]:
    """What keeps secrets well or badly here; nothing of the vault is opened, nothing logged."""
    place = Place(session.root, session.identity, session.signing_key, session.state)
    return tuple(examine(place))
