# SPDX-License-Identifier: EUPL-1.2
"""The covenant as data: parties, grounds, registers, acts, purposes and terms of one profile.

No party, term or ground stands in code; another covenant is another `convenant.yaml`. A name in a
list of readers, givers or recipients matches a party by its id, its `aard` (kind of body) or its
`soort` (capacity in the covenant).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pgaref.covenant.calendar import Term
from pgaref.covenant.model import PartyKind
from pgaref.language import _


@dataclass(frozen=True, slots=True)
class Party:
    """A party to the covenant, named as the covenant names it."""

    id: str
    name: str
    kind: PartyKind
    nature: str
    article: str
    contact: str = ""

    def matches(self, names: Iterable[str]) -> bool:
        """Whether one of `names` means this party."""
        return not {self.id, self.nature, self.kind.value}.isdisjoint(names)


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of data (art. 6); `restricted` ones lie only in restricted sections."""

    id: str
    description: str
    article: str
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """To whom a ground lets data go, in which relation to the dossier."""

    to: tuple[str, ...]
    relation: str
    article: str


@dataclass(frozen=True, slots=True)
class Recording:
    """What is laid down of each disclosure under a ground: its conditions (Wpg 20(2))."""

    conditions: tuple[str, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One row of article 6: who may give which data to whom, and what must be stated.

    `statements` maps each field that must be stated to its allowed values (none: any text); with a
    `recording` each disclosure under the ground is laid down.
    """

    id: str
    law: str
    article: str
    givers: tuple[str, ...]
    categories: tuple[str, ...]
    routes: tuple[Route, ...]
    statements: Mapping[str, tuple[str, ...]]
    since: date
    until: date | None = None
    recording: Recording | None = None

    def in_force(self, day: date) -> bool:
        """Whether the ground holds on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ReaderRule:
    """A name that makes a party on the dossier a reader of a section, and by which article."""

    who: str
    article: str


@dataclass(frozen=True, slots=True)
class SectionRule:
    """A section of a register: which kinds it holds and who reads it.

    One that is not `archived` is read by nobody once its dossier is in the archive.
    """

    name: str
    kinds: tuple[str, ...]
    readers: tuple[ReaderRule, ...]
    article: str
    restricted: bool = False
    archived: bool = True


@dataclass(frozen=True, slots=True)
class ReporterRule:
    """The sections that keep each party's melders apart (art. 8(2)(c)), `<name>-<party>`."""

    name: str
    readers: tuple[ReaderRule, ...]
    article: str


@dataclass(frozen=True, slots=True)
class RegisterRule:
    """A register: its parties, its sections, which kinds may be disclosed, and for what (10(5)).

    One that `follows` holds dossiers that end with those which they are about (art. 12, 13).
    """

    name: str
    prefix: str
    article: str
    standing: tuple[str, ...]
    nameable: tuple[str, ...]
    bringers: tuple[str, ...]
    sections: tuple[SectionRule, ...]
    reporter: ReporterRule | None = None
    disclosable: tuple[str, ...] = ()
    disclosing_for: tuple[str, ...] = ()
    follows: bool = False


@dataclass(frozen=True, slots=True)
class ActRule:
    """Who may do an act, on which register, in which states; does it count as last processing."""

    name: str
    roles: tuple[str, ...]
    articles: tuple[str, ...]
    register: str = ""
    states: tuple[str, ...] = ()
    counts: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose of reading: which register, states and kinds of party it fits (empty: all).

    It is taken of itself where it fits (`default`), or in one register only (`default_in`).
    """

    name: str
    article: str
    register: str = ""
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    default: bool = False
    default_in: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the purposes of the partnership, under its letter in article 3."""

    id: str
    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Where a person concerned can turn (art. 12(1)); empty: not known."""

    uitvoerder: str = ""
    data_protection_officer: str = ""
    objection: str = ""


@dataclass(frozen=True, slots=True)
class Omission:
    """What an overview never tells, under which letter of UAVG 41(1), and why (art. 12(4))."""

    what: str
    ground: str
    motivation: str
    article: str


@dataclass(frozen=True, slots=True)
class DataKind:
    """A kind of data of an activity, and what is special about it (AVG 9, 10, 30(1)(c))."""

    what: str
    special: tuple[str, ...]
    article: str


@dataclass(frozen=True, slots=True)
class ActivityRule:
    """A row of the register of processing (art. 4; AVG 30), as far as other entries do not say it.

    `name` is a register's, or `beheer`: the keeping of them all. `goals` are letters of article 3.
    """

    name: str
    version: int
    since: date
    description: str
    goals: tuple[str, ...]
    purposes: tuple[str, ...]
    grounds: tuple[str, ...]
    persons: tuple[str, ...]
    data: tuple[DataKind, ...]
    recipients: tuple[str, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Processing:
    """The activities, and for all of them: transfers and measures (AVG 30(1)(e), (g))."""

    transfers: str
    measures: tuple[str, ...]
    activities: tuple[ActivityRule, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The covenant's terms (art. 13) and the profile's own."""

    archive: Term
    destroy: Term
    declined: Term
    decision: Term
    hold: Term
    notice: Term
    notice_urgent: Term
    notice_review: Term
    review: Term
    request: Term
    execution: Term
    objection: Term
    withdrawal: Term
    log: Term
    draft: Term


@dataclass(frozen=True, slots=True)
class Authorisations:
    """How soon a card is confirmed, how often access is reviewed (art. 15(2)(c), (f)).

    A party with fewer readers in office than `least` is named on the agenda.
    """

    confirm: Term
    review: Term
    least: int


@dataclass(frozen=True, slots=True)
class LogReview:
    """What a review of the log points out (art. 15(2)(e)): hours from `opens` up to `closes`.

    On working days acts in between are usual. An officer usually reads up to `dossiers` a day, and
    within `follow_up` an act follows on a reading. The next review is due `every` so often.
    """

    opens: int
    closes: int
    dossiers: int
    follow_up: Term
    every: Term


@dataclass(frozen=True, slots=True)
class Incidents:
    """Within how many hours an incident is reported, and how soon that is whole (15(2)(g))."""

    hours: int
    completion: Term
    article: str


@dataclass(frozen=True, slots=True)
class Guards:
    """When a person is asked first: the clock jumped, or much of the vault is due at once."""

    clock_jump: Term
    heartbeat: Term
    share_percent: int
    share_from: int

    def clock_ahead(self, today: date, last_line: date) -> str:
        """What there is to say of a clock that is far ahead of the log's last line, or nothing."""
        if today <= self.clock_jump.after(last_line):
            return ""
        return _(
            "the clock is {days} days ahead of the log's last line", days=(today - last_line).days
        )


@dataclass(frozen=True, slots=True)
class Backup:
    """How many days a backup is kept: of the keys, and of all else. A vault starts with these."""

    keys_days: int
    rest_days: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A covenant. Build it with `parse`; its shape is `schemas/profile/1.json`."""

    name: str
    title: str
    version: str
    since: date
    time_zone: str
    goals: tuple[Goal, ...]
    correspondence: Correspondence
    parties: Mapping[str, Party]
    roles: Mapping[str, str]
    categories: Mapping[str, Category]
    grounds: tuple[Ground, ...]
    registers: Mapping[str, RegisterRule]
    acts: tuple[ActRule, ...]
    purposes: tuple[Purpose, ...]
    omissions: Mapping[str, Omission]
    processing: Processing
    terms: Terms
    authorisations: Authorisations
    log_review: LogReview
    incidents: Incidents
    evaluations: Mapping[str, Term]
    guards: Guards
    backup: Backup

    @property
    def uitvoerder(self) -> Party:
        """The party that keeps the files in the controllers' name (art. 5)."""
        return next(p for p in self.parties.values() if p.kind is PartyKind.UITVOERDER)

    @property
    def kernpartijen(self) -> frozenset[str]:
        """The parties that together are the controller (art. 4), by their ids."""
        return frozenset(p.id for p in self.parties.values() if p.kind is PartyKind.KERNPARTIJ)

    def act(self, name: str, register: str = "") -> ActRule | None:
        """The rule for an act, on a register where one is given; None: the covenant knows none."""
        named = (rule for rule in self.acts if rule.name == name)
        return next((r for r in named if not register or r.register in ("", register)), None)

    def section(self, register: str, name: str) -> SectionRule | None:
        """The rule of a section that a register always has; None: one that keeps melders."""
        sections = self.registers[register].sections
        return next((section for section in sections if section.name == name), None)

    def register_of(self, dossier: str) -> RegisterRule | None:
        """The register whose prefix the id carries, or None."""
        prefix = dossier.partition("-")[0]
        return next((r for r in self.registers.values() if r.prefix == prefix), None)
