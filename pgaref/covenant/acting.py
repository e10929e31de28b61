# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, on which file, in which state, and why one reads: art. 8(1), 10(1), 15(2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Card, Officer
from pgaref.covenant.profile import Purpose
from pgaref.errors import Refusal
from pgaref.language import _


def clock_refusals(now: Circumstances, last_line: date) -> Iterator[Refusal]:
    """A refusal where the clock is far ahead of the log's last line (art. 15(2)).

    A line of an impossible day would stay: no true clock could go on after it. What a person takes
    for right is signed: `sweep --confirm`.
    """
    if ahead := now.profile.guards.clock_ahead(now.today, last_line):
        yield Refusal(
            ahead,
            "15.2",
            "clock-ahead",
            _(
                "set the clock of this machine right; if it is, read pgaref sweep --dry-run, "
                "then say pgaref sweep --confirm {today}",
                today=now.today,
            ),
        )


def role_refusals(
    now: Circumstances, actor: Officer, act: str, register: str = ""
) -> Iterator[Refusal]:
    """A refusal unless the actor is in office and has a role that may do this act."""
    if not actor.in_office(now.today):
        yield Refusal(_("{actor} is not in office", actor=actor.id), "15.2.c", "not-in-office")
    rule = now.profile.act(act, register) or now.profile.act(act)
    if rule is None:
        yield Refusal(_("{act} is no act of this covenant", act=act), "8.1", "unknown-act")
    elif actor.role not in rule.roles:
        yield Refusal(
            _(
                "{actor} of {party} may not do this; it is for: {roles}",
                actor=actor.id,
                party=actor.party,
                roles=", ".join(rule.roles),
            ),
            "15.2.b",
            "wrong-role",
            _("run it with the identity of an officer who may: --identity FILE"),
        )


def state_refusals(now: Circumstances, card: Card, act: str) -> Iterator[Refusal]:
    """A refusal unless the covenant knows this act on a dossier of this register in this state."""
    rule = now.profile.act(act, card.register)
    if rule is None:
        fitting = [a.register for a in now.profile.acts if a.name == act]
        yield Refusal(
            _("{act} is not for a dossier of register {register}", act=act, register=card.register),
            now.profile.registers[card.register].article,
            "wrong-register",
            _("it is for register {registers}", registers=_(" and ").join(fitting))
            if any(fitting)
            else "",
        )
    elif rule.states and card.state not in rule.states:
        yield Refusal(
            _(
                "{dossier} is {state}; this is for: {states}",
                dossier=card.id,
                state=card.state,
                states=", ".join(rule.states),
            ),
            rule.articles[0],
            "wrong-state",
        )


def reason_refusals(
    now: Circumstances, act: str, reason: str, option: str = "--reason"
) -> Iterator[Refusal]:
    """A refusal unless `reason` is a code that the covenant knows for this act; never free text."""
    rule = now.profile.act(act)
    known = rule.reasons if rule else ()
    if reason not in known:
        yield Refusal(
            _("{option} is no code for {act}", option=option, act=act),
            "15.2.e",
            "unknown-reason",
            _("{option}, one of: {known}", option=option, known=", ".join(known)),
        )


def purpose_of_reading(
    now: Circumstances, actor: Officer, register: str, state: str, named: str
) -> Purpose | Refusal:
    """The purpose of reading: the one named, or the file's own where it fits reader and state."""
    kind = now.profile.parties[actor.party].kind.value
    fitting = [
        purpose
        for purpose in now.profile.purposes
        if purpose.register in ("", register)
        and (not purpose.states or state in purpose.states)
        and (not purpose.kinds or kind in purpose.kinds)
    ]
    for purpose in fitting:
        if purpose.name == named or (not named and _taken(purpose, register)):
            return purpose
    names = ", ".join(purpose.name for purpose in fitting)
    if named:
        return Refusal(
            _(
                "that purpose does not fit a dossier of register {register} that is {state}",
                register=register,
                state=state,
            ),
            now.profile.registers[register].article,
            "wrong-purpose",
            _("--purpose, one of: {names}", names=names),
        )
    return Refusal(
        _("reading a dossier that is {state} needs a purpose", state=state),
        "15.2.e",
        "no-purpose",
        _("--purpose, one of: {names}", names=names),
    )


def _taken(purpose: Purpose, register: str) -> bool:
    """Whether a purpose that fits is taken when none is named."""
    return purpose.default or purpose.default_in == register
