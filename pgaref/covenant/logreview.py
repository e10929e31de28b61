# SPDX-License-Identifier: EUPL-1.2
"""What a review of the log points out: art. 15(2)(e). It counts and lists; people judge."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pgaref.covenant.circumstances import Circumstances, dates_of_acts
from pgaref.covenant.model import SCHEDULER
from pgaref.covenant.profile import LogReview, Profile
from pgaref.errors import Refusal
from pgaref.language import _

DONE, REFUSED, FAILED = "done", "refused", "failed"


@dataclass(frozen=True, slots=True)
class Operation:
    """One act of the log, from `time` to `end` (in the covenant's time zone), `ended` as its phase.

    `changed`: it was committed. `dossiers` are all that it was about or opened records of.
    """

    seq: int
    time: datetime
    end: datetime
    actor: str
    party: str
    action: str
    ended: str
    changed: bool = False
    dossiers: tuple[str, ...] = ()
    purpose: str = ""
    reason: str = ""

    @property
    def reads(self) -> bool:
        """Whether it had records of a dossier read, and changed nothing."""
        return bool(self.dossiers and self.purpose) and not self.changed and self.ended == DONE


@dataclass(frozen=True, slots=True)
class Amount:
    """How many dossiers an officer read on a day."""

    actor: str
    day: date
    dossiers: int


@dataclass(frozen=True, slots=True)
class Review:
    """What stands out. `reads`: (purpose, party, actor) -> how many readings."""

    refused: tuple[Operation, ...]
    failed: tuple[Operation, ...]
    reads: Mapping[tuple[str, str, str], int]
    unusual_hours: tuple[Operation, ...]
    unusual_amounts: tuple[Amount, ...]
    without_act: tuple[Operation, ...]


def review(
    operations: Sequence[Operation], profile: Profile, *, since: date, until: date, today: date
) -> Review:
    """What stands out among the operations of the days `since` to `until`.

    `operations` are all of the log, in its order: whether an act followed is looked for later too.
    """
    rules = profile.log_review
    within = [one for one in operations if since <= one.time.date() <= until]
    by_people = [one for one in within if one.actor != SCHEDULER]
    reads = [one for one in by_people if one.reads]
    return Review(
        refused=tuple(one for one in within if one.ended == REFUSED),
        failed=tuple(one for one in within if one.ended == FAILED),
        reads=Counter((one.purpose, one.party, one.actor) for one in reads),
        unusual_hours=tuple(one for one in by_people if _unusual_hour(one, rules)),
        unusual_amounts=tuple(_amounts(reads, rules)),
        without_act=tuple(_without_act(reads, operations, profile, today)),
    )


def _unusual_hour(one: Operation, rules: LogReview) -> bool:
    weekend = one.time.isoweekday() > 5
    return weekend or not rules.opens <= one.time.hour < rules.closes


def _amounts(reads: Iterable[Operation], rules: LogReview) -> Iterator[Amount]:
    seen: dict[tuple[str, date], set[str]] = {}
    for one in reads:
        seen.setdefault((one.actor, one.time.date()), set()).update(one.dossiers)
    for (actor, day), dossiers in sorted(seen.items()):
        if len(dossiers) > rules.dossiers:
            yield Amount(actor, day, len(dossiers))


def _without_act(
    reads: Iterable[Operation], operations: Sequence[Operation], profile: Profile, today: date
) -> Iterator[Operation]:
    """Readings for the work itself on which nothing followed on the same dossier, by anybody."""
    own = {purpose.name for purpose in profile.purposes if purpose.default}
    changes: dict[str, list[Operation]] = {}
    for one in operations:
        for dossier in one.dossiers if one.changed else ():
            changes.setdefault(dossier, []).append(one)
    for one in reads:
        end = profile.log_review.follow_up.after(one.time.date())
        later = (_next(changes.get(dossier, ()), one.seq) for dossier in one.dossiers)
        followed = any(other and other.time.date() <= end for other in later)
        if one.purpose in own and end < today and not followed:
            yield one


def _next(changes: Sequence[Operation], seq: int) -> Operation | None:
    """The first of these, which are in the order of the log, after line `seq`."""
    place = bisect_right(changes, seq, key=lambda one: one.seq)
    return changes[place] if place < len(changes) else None


def findings_refusals(
    now: Circumstances, party: str, content: Mapping[str, str]
) -> Iterator[Refusal]:
    """What the covenant holds against a review that is signed for (`logcontrole/1`)."""
    if party not in now.profile.kernpartijen:
        yield Refusal(
            _("an officer of a kernpartij signs for a review of the log"), "15.2.e", "wrong-role"
        )
    yield from dates_of_acts(now, {name: content[name] for name in ("datum", "van", "tot")})
    if content["tot"] < content["van"]:
        yield Refusal(_("tot lies before van"), "15.2.e", "early-date")
