# SPDX-License-Identifier: EUPL-1.2
"""Looking at another version of the profile, and putting it in force: art. 18.

Records keep what they were filed under; the log has every version's digest and day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pgaref.actions.session import Look, Session, Work, refuse_if
from pgaref.covenant import profile_changes
from pgaref.covenant.profile import Profile
from pgaref.covenant.profile_changes import Change, Effects
from pgaref.errors import IntegrityError, Refusal
from pgaref.language import _
from pgaref.storage import layout, parties, profiles, yamltext
from pgaref.storage.logbook import origin
from pgaref.storage.parties import PartyFile
from pgaref.storage.vault import Vault

ACT = "profile apply"


@dataclass(frozen=True, slots=True)
class Compared:
    """A version of the profile against the one in force: each change, and what it does to files."""

    profile: Profile
    changes: tuple[Change, ...]
    effects: Effects


def check_profile(session: Session, text: bytes, name: str) -> Compared:
    """What `apply_profile` would do, or refuse; needs no identity. `name` is for messages.

    Raises:
        InputError: everything that is wrong with the profile in itself.
        RefusedError: it does not follow on the one in force.
    """
    profile = profiles.read(text, name)
    with session.looking() as look:
        return _compared(look, profile, text)


def apply_profile(session: Session, text: bytes, name: str) -> Compared:
    """Put a profile (`profile/1`) in force, its text as it is. Raises as `check_profile` does."""
    profile = profiles.read(text, name)
    with session.writing(ACT) as work:
        found = _compared(work, profile, text)
        if text != work.vault.bound(layout.PROFILE):
            work.transaction.put(layout.PROFILE, text, bound=True)
            for party in profile.parties.keys() - work.now.profile.parties.keys():
                file = PartyFile(party, profile.parties[party].contact, ())
                path = layout.party_file(party)
                work.transaction.put(path, parties.encode(file), bound=True)
            work.transaction.commit()
        return found


def _compared(at: Look | Work, profile: Profile, text: bytes) -> Compared:
    before, vault = at.now.profile, at.vault
    damaged: list[str] = []
    cards = list(vault.cards(damaged))
    if damaged:
        raise IntegrityError("; ".join(damaged), hint="pgaref check")
    refusals = profile_changes.change_refusals(before, profile, cards, at.now.officers)
    refuse_if(iter([*refusals, *_no_longer_theirs(vault, profile)]))
    old = yamltext.parse(vault.bound(layout.PROFILE), layout.PROFILE).value
    new = yamltext.parse(text, "FILE").value
    effects = profile_changes.effects(before, profile, cards, at.now.today, vault.lookup)
    return Compared(profile, tuple(profile_changes.changes(old, new)), effects)


def _no_longer_theirs(vault: Vault, profile: Profile) -> Iterator[Refusal]:
    """A refusal where what is on file was written by somebody who could not by this profile."""
    now = replace(vault.circumstances(vault.last_line), profile=profile)
    told: set[str] = set()
    for path, binding in sorted(vault.history.bindings.items()):
        for problem in origin.problems(path, binding, now):
            if binding.action not in told:
                told.add(binding.action)
                yield Refusal(
                    _(
                        "handelingen: {path} was written by {action}; {problem}",
                        path=path,
                        action=binding.action,
                        problem=problem,
                    ),
                    "15.2.b",
                    "files-rest-on-it",
                )
