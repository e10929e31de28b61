# SPDX-License-Identifier: EUPL-1.2
"""Whether whoever wrote what the log binds could: in office that day, in a role for that act.

The log's reading knows signatures; the party files and the profile know offices and roles (art.
15(2)(b), (c)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from pgaref.covenant.acting import role_refusals
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Officer, PartyKind
from pgaref.covenant.profile import Profile
from pgaref.language import _
from pgaref.storage import layout
from pgaref.storage.localtime import local
from pgaref.storage.logbook import scope
from pgaref.storage.logbook.history import Binding
from pgaref.storage.logbook.line import moment

# What an officer of a kernpartij does because it reads the archive (art. 13(2)).
_BY_THE_ARCHIVE = ("reopen", "request answer", "correct", "acknowledge", "officer rekey")
# A log that is ahead of a clock by less than this puts an act into the next day.
_CLOCKS_DIFFER = timedelta(hours=1)


def needs_no_officer(binding: Binding) -> bool:
    """Whether the log's reading said all: of the founding, and of what the scheduler did."""
    return binding.action == scope.INIT or not binding.key


def problems(path: str, binding: Binding, now: Circumstances) -> Iterator[str]:
    """What speaks against the author of a binding. Of `now` the day is not looked at."""
    if needs_no_officer(binding):
        return
    officer = now.officers.get(binding.actor)
    if officer is None or officer.signing_key != binding.key:
        yield _("{actor} is no officer with the key that signed", actor=binding.actor)
        return
    # From the revocation on the log itself takes no signature of this key.
    officer = replace(officer, revoked=None)
    act = act_name(now.profile, binding.action)
    said = moment(binding.time)
    days = [local(now.profile, instant).date() for instant in (said, said - _CLOCKS_DIFFER)]
    day = next((day for day in days if officer.in_office(day)), days[0])
    then = Circumstances(now.profile, now.officers, day)
    for refusal in role_refusals(then, officer, act, _register(path)):
        yield refusal.message
    yield from _party_problems(path, act, officer, now.profile)


def _party_problems(path: str, act: str, officer: Officer, profile: Profile) -> Iterator[str]:
    """A party's officers are its own affair and the uitvoerder's; the archive, kernpartijen's."""
    party = scope.party_of([path])
    who = _("{officer} of {party}", officer=officer.id, party=officer.party)
    if party and officer.party not in (party, profile.uitvoerder.id):
        yield _("{who} does not act for {party}", who=who, party=party)
    kind = profile.parties[officer.party].kind
    if act == "log review" and kind is not PartyKind.KERNPARTIJ:
        yield _("{who} does not sign for a review of the log", who=who)
    if kind is PartyKind.UITVOERDER and act != "reopen":
        return
    if act in _BY_THE_ARCHIVE:
        if kind is not PartyKind.KERNPARTIJ:
            yield _("{who} does not read the archive", who=who)
        elif not _within_reach(path, act, profile):
            yield _("{who} does this on another file", who=who)


def _within_reach(path: str, act: str, profile: Profile) -> bool:
    """Whether an officer of a kernpartij may write a card by this act, which is the archive's.

    A request that is answered, or that orders what is done, is written to; other files that are in
    use never are.
    """
    register = profile.registers.get(_register(path))
    follows = register is not None and register.follows
    if act == "request answer":
        return follows
    return act == "reopen" or follows or path.startswith(f"{layout.ARCHIVE}/")


def act_name(profile: Profile, action: str) -> str:
    """The profile's name of an action of the log, in which a hyphen stands for each space."""
    names = (rule.name for rule in profile.acts if rule.name.replace(" ", "-") == action)
    return next(names, action)


def local_day(profile: Profile, time: str) -> date:
    """The calendar day, in the profile's time zone, of the `time` of a log line."""
    return local(profile, moment(time)).date()


def _register(path: str) -> str:
    """The register of a card; empty for any other file."""
    parts = path.split("/")
    return parts[1] if len(parts) == 4 else ""
