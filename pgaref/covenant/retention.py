# SPDX-License-Identifier: EUPL-1.2
"""How long a dossier is kept: art. 13, as a pure function of card, profile and a day.

A weegploeg dossier that was not agendered: at most six months from the first such decision, or to
its own earlier end. Any other: archived at most one year, and destroyed five years, after last
processing; not earlier and not later. A hold stops destruction only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from pgaref.covenant.duties import REQUEST, open_notices
from pgaref.covenant.model import Card, Duty, Hold, Outcome, State
from pgaref.covenant.pending import Lookup, in_force, nothing_else, owing, waits_for
from pgaref.covenant.profile import Profile, RegisterRule
from pgaref.language import _


class Act(StrEnum):
    """What a sweep does with a dossier, or says of it."""

    ARCHIVE = "archive"
    DESTROY = "destroy"
    BLOCKED = "blocked"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Due:
    """A day on which something is due, why in words, the article, and the code for the log."""

    day: date
    reason: str
    article: str
    code: str = "term-ended"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a sweep's plan: what, on which dossier, due since when, and why.

    `code` is what the log and the certificate keep of the reason.
    """

    dossier: str
    act: Act
    due: date
    reasons: tuple[str, ...]
    article: str
    code: str = ""


def is_declined(card: Card) -> bool:
    """Whether art. 13(3) governs: the last decision of the weegploeg was not to agender."""
    return card.outcome == Outcome.NIET_AGENDEREN and card.declined is not None


def destruction(card: Card, profile: Profile, lookup: Lookup = nothing_else) -> Due:
    """When the dossier must be destroyed: the maximum, whatever holds may say.

    `lookup` finds the dossiers that a request is about: its own file ends with theirs.
    """
    terms = profile.terms
    if card.decided is not None and profile.registers[card.register].follows:
        return _following(card, profile, lookup)
    if card.declined is None or not is_declined(card):
        day = terms.destroy.after(card.last_processed)
        reason = _(
            "last processing {last_processed} + {term}",
            last_processed=card.last_processed,
            term=terms.destroy,
        )
        return Due(day, reason, terms.destroy.article)
    maximum = terms.declined.after(card.declined)
    article, code = terms.declined.article, "not-agendered"
    if card.keep_until is not None and card.keep_until < maximum:
        reason = _("niet-agenderen, kept until {keep_until}", keep_until=card.keep_until)
        return Due(card.keep_until, reason, article, code)
    reason = _(
        "niet-agenderen {declined} + {term}",
        declined=card.declined,
        term=terms.declined,
    )
    return Due(maximum, reason, article, code)


def _following(card: Card, profile: Profile, lookup: Lookup) -> Due:
    """A settled request ends with the files that it is about, or when nobody can object any more.

    Whichever is later, and never later than any other file (art. 13(1)), save while a hold keeps
    one of those files: what was decided on it is needed as long.
    """
    terms = profile.terms
    maximum = terms.destroy.after(card.last_processed)
    objection = objection_ends(card, profile)
    reason = _(
        "settled {last_processed} + {term}",
        last_processed=card.last_processed,
        term=terms.objection,
    )
    ends = [Due(objection, reason, terms.objection.article)]
    held = []
    for about in filter(None, map(lookup, card.concerns)):
        end = destruction(about, profile).day
        ends.append(Due(end, _("with {about}", about=about.id), terms.objection.article))
        until = [hold.until for hold in about.holds if in_force(hold, lookup)]
        free = max(until, default=end) + timedelta(days=1)
        if until and free > end:
            held.append(
                Due(free, _("with {about}, which is held", about=about.id), terms.objection.article)
            )
    last = max(ends, key=lambda end: end.day)
    if maximum < last.day:
        reason = _(
            "last processing {last_processed} + {term}",
            last_processed=card.last_processed,
            term=terms.destroy,
        )
        last = Due(maximum, reason, terms.destroy.article)
    return max([last, *held], key=lambda end: end.day)


def objection_ends(card: Card, profile: Profile) -> date:
    """The day after the last one on which an objection to a settled request can still come.

    Counted from the day that the decision was recorded, whatever date it bears itself.
    """
    return profile.terms.objection.after(card.last_processed) + timedelta(days=1)


def archiving(card: Card, profile: Profile) -> Due | None:
    """When the dossier must be archived; None where it is, or is destroyed without that."""
    if card.state == State.GEARCHIVEERD or is_declined(card):
        return None
    term = profile.terms.archive
    reason = _(
        "last processing {last_processed} + {term}", last_processed=card.last_processed, term=term
    )
    return Due(term.after(card.last_processed), reason, term.article)


def valid_hold(card: Card, day: date, lookup: Lookup = nothing_else) -> Hold | None:
    """The hold that stops destruction on `day`: the one that lasts longest.

    `lookup` finds the request that a hold rests on: settled, it holds nothing up.
    """
    valid = [hold for hold in card.holds if hold.valid(day) and in_force(hold, lookup)]
    return max(valid, key=lambda hold: hold.until, default=None)


def ending(card: Card, profile: Profile, today: date, lookup: Lookup = nothing_else) -> Due:
    """When the dossier is destroyed as things stand: its maximum, or the first day without a hold.

    A maximum that has passed without one is due now, and stays its own day.
    """
    end = destruction(card, profile, lookup)
    first = day = max(end.day, today)
    while (hold := valid_hold(card, day, lookup)) is not None:
        day = hold.until + timedelta(days=1)
    return end if day == first else replace(end, day=day)


def last_day(card: Card, profile: Profile, today: date, lookup: Lookup = nothing_else) -> date:
    """The day that nothing may be put off beyond: the maximum, as a hold can be let go any day.

    Where the maximum has passed, it is the end of what holds the destruction up.
    """
    maximum = destruction(card, profile, lookup).day
    return maximum if today < maximum else ending(card, profile, today, lookup).day


def undecided(card: Card, profile: Profile) -> Due | None:
    """By when the weegploeg should have decided; None where it has, or no more can (art. 7(4))."""
    if card.state not in (State.TE_WEGEN, State.GEWOGEN) or card.outcome:
        return None
    term = profile.terms.decision
    return Due(
        term.after(card.opened),
        _("opened {opened} + {term}", opened=card.opened, term=term),
        term.article,
    )


def urgent_notices(card: Card, profile: Profile, today: date, end: date) -> tuple[Duty, ...]:
    """The open duties to inform on a dossier that is soon destroyed, on `end` (art. 11(2))."""
    if profile.terms.notice_urgent.after(today) < end:
        return ()
    return open_notices(card, today)


def unreadable_sections(
    card: Card, profile: Profile, kernpartij_officers: Iterable[str]
) -> tuple[str, ...]:
    """The sections with records that nobody could read in the archive, though somebody should.

    `kernpartij_officers`: the `party/officer` names of kernpartijen's officers in office with a
    key.
    """
    allowed = set(kernpartij_officers)
    register = profile.registers[card.register]
    ending = {section.name for section in register.sections if not section.archived}
    filled = {record.section for record in card.records} - ending - _left_behind(card, register)
    return tuple(sorted(name for name in filled if allowed.isdisjoint(card.sections[name].keys)))


def _left_behind(card: Card, register: RegisterRule) -> set[str]:
    """The sections of melders whose own party has withdrawn and reads them no more (art. 18(2)).

    The uitvoerder reads them while the dossier is in use, and in the archive nobody: to another
    party a melder goes by a disclosure of its own (art. 8(2)(c)).
    """
    if register.reporter is None:
        return set()
    start = f"{register.reporter.name}-"
    parties = {name: name.removeprefix(start) for name in card.sections if name.startswith(start)}
    return {
        name
        for name, party in parties.items()
        if not any(holder.startswith(f"{party}/") for holder in card.sections[name].keys)
    }


def plan(
    cards: Iterable[Card],
    profile: Profile,
    today: date,
    kernpartij_officers: Iterable[str],
    lookup: Lookup = nothing_else,
) -> Iterator[Step]:
    """What a sweep on `today` would do with each dossier, and why."""
    allowed = frozenset(kernpartij_officers)
    for card in cards:
        yield from _steps(card, profile, today, allowed, lookup)


def _steps(
    card: Card, profile: Profile, today: date, allowed: frozenset[str], lookup: Lookup
) -> Iterator[Step]:
    end = destruction(card, profile, lookup)
    waiting = owing(card, lookup)
    hold = valid_hold(card, today, lookup)
    if today >= end.day:
        obstacles = [_waiting(card, duty, profile, end) for duty in waiting]
        if hold is not None:
            reason = (_held(hold), end.reason)
            obstacles.append(Step(card.id, Act.BLOCKED, end.day, reason, end.article))
        yield from obstacles
        if not obstacles:
            yield Step(card.id, Act.DESTROY, end.day, (end.reason,), end.article, end.code)
            return
    move = archiving(card, profile)
    if move is not None and today >= move.day:
        yield from _moving(card, profile, move, waiting, allowed)
    yield from _warnings(card, profile, today, end)
    yield from _endangered(card, profile, today, lookup)


def _moving(
    card: Card, profile: Profile, move: Due, waiting: Iterable[Duty], allowed: frozenset[str]
) -> Iterator[Step]:
    """Archiving, or why not: nobody could read it there, or somebody waits for it (art. 12)."""
    obstacles = [_waiting(card, duty, profile, move) for duty in waiting]
    stuck = unreadable_sections(card, profile, allowed)
    if stuck:
        reason = _("no officer of a kernpartij reads section {stuck}", stuck=", ".join(stuck))
        reasons = (reason, move.reason)
        obstacles.append(Step(card.id, Act.BLOCKED, move.day, reasons, move.article))
    yield from obstacles
    if not obstacles:
        yield Step(card.id, Act.ARCHIVE, move.day, (move.reason,), move.article, move.code)


def _waiting(card: Card, duty: Duty, profile: Profile, due: Due) -> Step:
    reason, article = waits_for(card, duty, profile)
    return Step(card.id, Act.BLOCKED, due.day, (reason, due.reason), article)


def _held(hold: Hold) -> str:
    """A hold in words; of one that rests on a request, that it ends when that is settled."""
    if hold.request:
        until = _("until {until} or until that is settled", until=hold.until)
        return _(
            "hold: {basis} {request}, record {record}, {until}",
            basis=hold.basis,
            request=hold.request,
            record=hold.record,
            until=until,
        )
    return _(
        "hold: {basis}, record {record}, until {until}",
        basis=hold.basis,
        record=hold.record,
        until=hold.until,
    )


def _warnings(card: Card, profile: Profile, today: date, end: Due) -> Iterator[Step]:
    decide_by = undecided(card, profile)
    if decide_by is not None and today > decide_by.day:
        reason = _("undecided: {reason}", reason=decide_by.reason)
        yield Step(card.id, Act.WARN, decide_by.day, (reason,), decide_by.article)
    for duty in urgent_notices(card, profile, today, end.day):
        reason = _(
            "the person of record {about} is not informed; destruction {day}",
            about=duty.about,
            day=end.day,
        )
        yield Step(card.id, Act.WARN, duty.due, (reason,), profile.terms.notice_urgent.article)


def _endangered(card: Card, profile: Profile, today: date, lookup: Lookup) -> Iterator[Step]:
    """A warning for each file that would be destroyed while a request about it is open (art. 12).

    An open request is the basis of a hold; it is none by itself.
    """
    if card.decided is not None or not profile.registers[card.register].follows:
        return
    answer_by = max((d.due for d in card.duties if d.kind == REQUEST), default=today)
    for about in filter(None, map(lookup, card.concerns)):
        end = destruction(about, profile)
        gone = ending(about, profile, today, lookup).day
        if today > answer_by:
            # Nobody knows when it is answered: what goes soon is in danger, unless it is held.
            soon = gone == end.day <= profile.terms.notice_urgent.after(today)
        else:
            soon = gone <= answer_by
        if soon:
            reason = _(
                "request {dossier} is open; {about} is destroyed on {gone}",
                dossier=card.id,
                about=about.id,
                gone=gone,
            )
            yield Step(card.id, Act.WARN, gone, (reason,), profile.terms.request.article)


@dataclass(frozen=True, slots=True)
class Guard:
    """Why a sweep does nothing until a person has confirmed it."""

    reason: str
    message: str


def guards(
    steps: Iterable[Step],
    profile: Profile,
    *,
    dossiers: int,
    today: date,
    last_line: date,
) -> tuple[Guard, ...]:
    """What makes a plan look like a mistake: a clock far ahead, or much of the vault due at once.

    `dossiers` is how many there are, `last_line` the day of the log's last line. A clock far ahead
    is told where nothing is due, too: no act goes on before a person took it for right.
    """
    rules = profile.guards
    doing = sum(step.act in (Act.ARCHIVE, Act.DESTROY) for step in steps)
    found: list[Guard] = []
    if ahead := rules.clock_ahead(today, last_line):
        found.append(Guard("clock-ahead", ahead))
    if doing >= rules.share_from and doing * 100 > rules.share_percent * dossiers:
        found.append(
            Guard(
                "unusual-share",
                _("{doing} of {dossiers} dossiers are due at once", doing=doing, dossiers=dossiers),
            )
        )
    return tuple(found)


def heartbeat_due(profile: Profile, *, today: date, last_line: date) -> bool:
    """Whether a sweep with nothing to do adds a line of its own to the log.

    Without it a quiet vault that is swept daily would look like a jump of the clock.
    """
    return profile.guards.heartbeat.after(last_line) <= today


def overdue_days(due: date, day: date) -> int:
    """How many days past its maximum, `due`, a dossier is on `day`; 0 where it is not."""
    return max(0, (day - due).days)


def dues(card: Card, profile: Profile, lookup: Lookup = nothing_else) -> Mapping[str, Due]:
    """What is due on a dossier: `archive`, where that applies, and `destroy`."""
    move = archiving(card, profile)
    result = {"archive": move} if move else {}
    return {**result, "destroy": destruction(card, profile, lookup)}
