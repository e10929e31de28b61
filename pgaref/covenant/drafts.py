# SPDX-License-Identifier: EUPL-1.2
"""How long an edit that was given up is kept, and whose it is: art. 13(1), 15(2).

A draft holds what its dossier would, so it goes with that, and after a short term in any case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pgaref.covenant.model import Officer
from pgaref.covenant.profile import Profile
from pgaref.errors import Refusal
from pgaref.language import _

# What the profile calls the acts: an edit begins with what is known, is given up, is thrown away.
BEGIN, KEEP, DROP = "edit", "drafts keep", "drafts drop"


def ends(profile: Profile, kept: date) -> date:
    """The day on which a draft goes that was kept on the day `kept`."""
    return profile.terms.draft.after(kept)


def ownership_refusals(actor: Officer, owner: str) -> Iterator[Refusal]:
    """A refusal where a draft is somebody else's than the actor's."""
    if actor.id != owner:
        yield Refusal(
            _("that draft is {owner}'s", owner=owner),
            "15.2.b",
            "not-the-owner",
            _("it goes by itself at the end of its term: pgaref drafts list"),
        )
