# SPDX-License-Identifier: EUPL-1.2
"""The words of the covenant as values: dossier cards, officers, parties.

A card holds everything that retention and access need and nothing that says who a dossier is about.
Dates are calendar days in the profile's time zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# The name under which the sweep stands in the log, where no officer runs it.
SCHEDULER = "scheduler"


class Register(StrEnum):
    """A separate digital file: of the weegploeg (art. 8(1)), of the casusoverleg (art. 10(1)).

    And of the uitvoerder's own duties: what persons concerned ask (art. 12), incidents (15(2)(g)).
    """

    WEEGPLOEG = "weegploeg"
    CASUSOVERLEG = "casusoverleg"
    VERZOEKEN = "verzoeken"
    INCIDENTEN = "incidenten"


class PartyKind(StrEnum):
    """In which capacity a party stands in the covenant (Partijen; art. 1; bijlage 1; art. 5)."""

    KERNPARTIJ = "kernpartij"
    CASUSPARTIJ = "casuspartij"
    EXTERNE_CASUSPARTNER = "externe-casuspartner"
    UITVOERDER = "uitvoerder"


class State(StrEnum):
    """Where a dossier stands on its way."""

    TE_WEGEN = "te-wegen"
    GEWOGEN = "gewogen"
    BESLOTEN = "besloten"
    LOPEND = "lopend"
    AFGESLOTEN = "afgesloten"
    GEARCHIVEERD = "gearchiveerd"
    VERNIETIGD = "vernietigd"


class Outcome(StrEnum):
    """What the weegploeg can decide (art. 7(4)); `nadere-informatie` is the gathering of more."""

    AGENDEREN = "agenderen"
    NIET_AGENDEREN = "niet-agenderen"
    NADERE_INFORMATIE = "nadere-informatie"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A party's notice (`given`), and the last day on which it is a party, `ends` (art. 18(2))."""

    given: date
    ends: date

    def over(self, day: date) -> bool:
        """Whether on `day` it is no party any more."""
        return day > self.ends


@dataclass(frozen=True, slots=True)
class Officer:
    """A person who acts for a party (art. 15(2)(b), (c)).

    `recipient` and `signing_key` are empty for one who may be present but reads nothing. In office
    from `since` up to and including `until`, unless `revoked` that day or before, for the reason
    with the code `reason`. `confirmed`: the day on which the check code was compared, `how`.
    `party_until` is the last day of a party that has given notice (art. 18(2)).
    """

    id: str
    party: str
    role: str
    accepted: date
    since: date
    until: date | None = None
    recipient: str = ""
    signing_key: str = ""
    confirmed: date | None = None
    how: str = ""
    revoked: date | None = None
    reason: str = ""
    party_until: date | None = None

    @property
    def holder(self) -> str:
        """How a card names this officer as one who has a key: `party/id`."""
        return f"{self.party}/{self.id}"

    def in_office(self, day: date) -> bool:
        """Whether this officer may act and read on `day`."""
        lasts = (self.until is None or day <= self.until) and (
            self.party_until is None or day <= self.party_until
        )
        return self.since <= day and lasts and (self.revoked is None or day < self.revoked)

    @property
    def last_day(self) -> date | None:
        """The day from which on somebody else has to see to this officer's keys, where one is."""
        ends = (self.until, self.party_until, self.revoked)
        return min((day for day in ends if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One record as the card knows it: `sha256` of the file, `digest` of the plaintext.

    `corrected` and `shielded` are the numbers of the corrections that last replaced it, and that
    keep it from further use (art. 12(6)); 0: none.
    """

    n: int
    section: str
    kind: str
    schema: int
    sha256: str
    digest: str
    corrected: int = 0
    shielded: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a dossier with its own key pair.

    `keys` maps `party/officer` to the SHA-256 of that officer's key file. In the archive `seal` is
    the public half of the second layer and `seals` its key files. `readers` are the names of the
    profile for whom it was made: another profile changes nothing of that.
    """

    recipient: str
    keys: Mapping[str, str] = field(default_factory=dict)
    seal: str = ""
    seals: Mapping[str, str] = field(default_factory=dict)
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """A decision that stops destruction until a day (art. 12; AVG 18), under number `record`.

    `request` is the id of the open request that it rests on, where its basis is one.
    """

    record: int
    basis: str
    since: date
    until: date
    request: str = ""

    def valid(self, day: date) -> bool:
        """Whether the hold stops destruction on `day`."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed on a dossier by a day, about the record `about` (8(3), 9(4), 10(3), 11, 12).

    Of a measure of the plan, `about` is the measure's own number. `noted` is the day of the last
    note that did not settle it (art. 11(4)). What is counted in hours is due `at` a moment of that
    day (UTC, `2026-10-22T12:30:00Z`; AVG 33(1)).
    """

    kind: str
    about: int
    opened: date
    due: date
    outcome: str = ""
    noted: date | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A disclosure handed over through the outbox (art. 10(5)), numbered as its record.

    Without `keys` it was taken back: the party left, or the dossier is in the archive.
    """

    n: int
    party: str
    recipient: str
    sha256: str
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """A dossier's plaintext index card: no personal data, all that a sweep needs.

    `declined` is the day of the first decision not to agender and `keep_until` the earlier end that
    such a decision set itself (art. 13(3)); `counterpart` is the same subject's dossier in the
    other register; `concerns` are the dossiers that a request is about (art. 12).
    """

    id: str
    register: str
    state: str
    seq: int
    opened: date
    last_processed: date
    parties: tuple[str, ...]
    sections: Mapping[str, Section]
    records: tuple[RecordEntry, ...] = ()
    decided: date | None = None
    declined: date | None = None
    keep_until: date | None = None
    outcome: str = ""
    counterpart: str = ""
    concerns: tuple[str, ...] = ()
    holds: tuple[Hold, ...] = ()
    duties: tuple[Duty, ...] = ()
    packages: tuple[Package, ...] = ()

    @property
    def next_number(self) -> int:
        """The number that the next record gets; numbers run through the dossier."""
        return max((record.n for record in self.records), default=0) + 1

    def record(self, n: int) -> RecordEntry | None:
        """The entry of record `n`, or None."""
        return next((record for record in self.records if record.n == n), None)

    def of_kind(self, *kinds: str) -> tuple[RecordEntry, ...]:
        """The entries of these kinds, in the order of their numbers."""
        return tuple(record for record in self.records if record.kind in kinds)


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record that a decision asks to be made: which kind, where, with what content.

    `origin` is the address of the record that this one copies (art. 8(5)).
    """

    kind: str
    section: str
    content: Mapping[str, object]
    origin: str = ""
