# SPDX-License-Identifier: EUPL-1.2
"""Every running term of the dossiers, most urgent first: art. 7(4), 8(3), 9(4), 10(3), 11-13.

Read off the cards alone, so that it needs no key and names no person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pgaref.covenant import duties, retention
from pgaref.covenant.calendar import Term
from pgaref.covenant.model import Card, Duty
from pgaref.covenant.pending import Lookup, in_force, nothing_else, owing
from pgaref.covenant.profile import Profile, Terms
from pgaref.language import _, marked


@dataclass(frozen=True, slots=True)
class Entry:
    """A term that runs: what is due on which dossier, by which article, and what settles it.

    `dossier` is empty where it is about the vault as a whole. `key` stays the same for the same
    term whatever becomes of its day; `days_left` is negative where it is overdue. `urgent` is what
    cannot wait for its day: the file is soon destroyed. What is due `at` a moment (UTC) has whole
    `hours_left` besides, once it is known what time it is (`timed`).
    """

    dossier: str
    key: str
    what: str
    due: date
    days_left: int
    article: str
    command: str
    urgent: bool = False
    at: str = ""
    hours_left: int | None = None

    @property
    def overdue(self) -> bool:
        """Whether the day has passed, or the moment where there is one."""
        return (self.days_left if self.hours_left is None else self.hours_left) < 0


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of duty is called, and settled, in words with `{id}` and `{about}`.

    `first` is a kind of record, and the command that files it, without which it cannot be settled.
    Where the profile has the act `act` for a register, it can be settled in the states of that act
    alone. Its article is that of `term`, or else the first of the act. Of a kind that is not
    `numbered` a dossier has one at a time.
    """

    act: str
    what: str
    command: str
    term: Callable[[Terms], Term] | None = None
    numbered: bool = True
    first: tuple[str, str] | None = None


# Which of them fits stands in the request, and no card tells what a person asks.
DECIDING = marked(
    "pgaref request answer {id} FILE, or: pgaref request correct {id} FILE, "
    "or: pgaref request refuse {id} FILE"
)
KINDS: Mapping[str, Kind] = {
    duties.NOTICE: Kind("inform", marked("inform"), "pgaref inform {id} FILE"),
    duties.REVIEW: Kind("review", marked("review"), "pgaref review {id} FILE", numbered=False),
    duties.MEASURE: Kind("action", marked("action {about}"), "pgaref action {id} FILE"),
    # To evaluate is to follow the plan as its actions do; what comes of it is a plan or its end.
    duties.EVALUATION: Kind(
        "action",
        marked("evaluation"),
        marked("pgaref plan {id} FILE, or: pgaref close {id} FILE"),
        numbered=False,
    ),
    duties.REQUEST: Kind(
        "request answer",
        marked("answer"),
        DECIDING,
        first=("identificatie", "pgaref request identify {id} FILE"),
    ),
    # What is to be corrected stands in the decision alone.
    duties.EXECUTION: Kind(
        "correct", marked("correction"), "pgaref show {id}", lambda terms: terms.execution
    ),
    duties.NOTIFICATION: Kind(
        "incident report",
        marked("notify"),
        "pgaref incident report {id} FILE",
        numbered=False,
    ),
    duties.COMPLETION: Kind(
        "incident report",
        marked("notify in full"),
        "pgaref incident report {id} FILE",
        numbered=False,
    ),
    duties.TELLING: Kind(
        "acknowledge", marked("tell /{about}"), "pgaref acknowledge {id}/{about} FILE"
    ),
}
# A kind that this table does not know is no reason to leave a term out.
_OTHER = Kind("show", "{kind}", "pgaref show {id}")


def agenda(
    cards: Iterable[Card],
    profile: Profile,
    today: date,
    lookup: Lookup = nothing_else,
    others: Iterable[Entry] = (),
) -> tuple[Entry, ...]:
    """Every term that runs on these dossiers, and `others`, most urgent first.

    `lookup` finds the dossiers that a request is about.
    """
    found = [entry for card in cards for entry in of_dossier(card, profile, today, lookup)]
    return tuple(sorted((*found, *others), key=_urgency))


def _urgency(entry: Entry) -> tuple[bool, bool, date, str, str]:
    """What counts in hours stands first (AVG 33(1)), then what is overdue or cannot wait."""
    return (not entry.at, not (entry.overdue or entry.urgent), entry.due, entry.dossier, entry.key)


def within(entries: Iterable[Entry], days: int) -> tuple[Entry, ...]:
    """Those that are due within so many days from today, the overdue ones included."""
    return tuple(entry for entry in entries if entry.days_left <= days)


def timed(entries: Iterable[Entry], moment: datetime) -> tuple[Entry, ...]:
    """The same at an aware `moment`, with the hours that are left where a term counts them."""
    return tuple(
        replace(entry, hours_left=(datetime.fromisoformat(entry.at) - moment) // timedelta(hours=1))
        if entry.at
        else entry
        for entry in entries
    )


def of_dossier(
    card: Card, profile: Profile, today: date, lookup: Lookup = nothing_else
) -> Iterator[Entry]:
    """Every term that runs on one dossier: its duties, its decision, its holds, its end (13)."""
    end = retention.destruction(card, profile, lookup).day
    urgent = retention.urgent_notices(card, profile, today, end)
    for duty in card.duties:
        kind = KINDS.get(duty.kind, _OTHER)
        rule = profile.act(kind.act, card.register)
        if rule is None or not rule.states or card.state in rule.states:
            yield _duty(card, profile, today, duty, urgent=duty in urgent)
    yield from _from_decision_to_end(card, profile, today, lookup)


def _duty(card: Card, profile: Profile, today: date, duty: Duty, *, urgent: bool) -> Entry:
    kind = KINDS.get(duty.kind, _OTHER)
    names = {"id": card.id, "about": duty.about, "kind": duty.kind}
    what = _(kind.what, **names)
    if duty.kind == duties.NOTICE:
        what = ", ".join([f"{what}{_whom(card, duty)}", *_how(duty, today, urgent=urgent)])
    return Entry(
        card.id,
        f"{duty.kind}-{duty.about}" if kind.numbered else duty.kind,
        what,
        duty.due,
        (duty.due - today).days,
        _article(card, profile, duty, kind, urgent=urgent),
        _(_command(card, kind), **names),
        urgent or bool(duty.at),
        duty.at,
    )


def _command(card: Card, kind: Kind) -> str:
    """What settles a duty of this kind, or has to come before that."""
    if kind.first is not None and not card.of_kind(kind.first[0]):
        return kind.first[1]
    return kind.command


def _whom(card: Card, duty: Duty) -> str:
    """Nothing for the subject; a relation by the number of its record (art. 10(2)(f), (g))."""
    record = card.record(duty.about)
    return "" if record is not None and record.kind == "subject" else f" /{duty.about}"


def _how(duty: Duty, today: date, *, urgent: bool) -> Iterator[str]:
    """Whether a notice was put off until its day, and whether it can wait for it."""
    if duty.outcome and today < duty.due:
        yield duty.outcome
    if urgent:
        yield _("urgent")


def _article(card: Card, profile: Profile, duty: Duty, kind: Kind, *, urgent: bool) -> str:
    if duty.kind == duties.NOTICE and (urgent or duty.outcome):
        terms = profile.terms
        return (terms.notice_urgent if urgent else terms.notice_review).article
    if kind.term is not None:
        return kind.term(profile.terms).article
    rule = profile.act(kind.act, card.register) or profile.act(kind.act)
    return rule.articles[0] if rule else profile.registers[card.register].article


def _from_decision_to_end(
    card: Card, profile: Profile, today: date, lookup: Lookup
) -> Iterator[Entry]:
    """The terms of the dossier itself. A destruction is not due while a hold stops it (13(1))."""
    renew, sweep = f"pgaref hold add {card.id} FILE", "pgaref sweep"
    due = retention.undecided(card, profile)
    if due is not None:
        yield _own(
            card,
            today,
            "decide",
            _("decide"),
            due.day,
            due.article,
            f"pgaref decide {card.id} FILE",
        )
    for hold in card.holds:
        if today <= hold.until and in_force(hold, lookup):
            release = f"pgaref hold release {card.id}/{hold.record} --reason CODE"
            what = (
                _("hold /{n}, while {request} is open", n=hold.record, request=hold.request)
                if hold.request
                else _("hold /{n}", n=hold.record)
            )
            command = _("{renew}, or: {release}", renew=renew, release=release)
            article = profile.terms.hold.article
            key = f"hold-{hold.record}"
            yield _own(card, today, key, what, hold.until, article, command)
    due = retention.archiving(card, profile)
    # A request waits for its answer, and for what was decided: until then its file stays.
    if due is not None and not owing(card, lookup):
        yield _own(card, today, "archive", _("archive"), due.day, due.article, sweep)
    due = retention.ending(card, profile, today, lookup)
    yield _own(card, today, "destroy", _("destroy"), due.day, due.article, sweep)


def _own(
    card: Card, today: date, key: str, what: str, due: date, article: str, command: str
) -> Entry:
    return Entry(card.id, key, what, due, (due - today).days, article, command)
