# SPDX-License-Identifier: EUPL-1.2
"""What a person concerned is shown of a file, and what is left out and why (art. 12(3)-(4)).

AVG 15(4) and UAVG 41: who reported a signal, everybody else, and data that politie gave to the
college alone never stand in an overview; what a decision withholds, or a deferral of the duty to
inform, does not either. Nothing is left out silently: each item is listed with its ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pgaref.covenant import access
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.duties import DEFERRED as PUT_OFF
from pgaref.covenant.duties import NOT, NOTICE
from pgaref.covenant.model import Card, Duty, RecordEntry
from pgaref.covenant.profile import Profile

_Content = Mapping[str, Any]
Value = str | list[str]
REPORTER, OTHER, RESTRICTED = "melder", "derde", "beperkt"
DEFERRED, DECIDED = "uitgesteld", "besluit"
PERSONS = ("subject", "betrokkene")
# Who received what stands in the overview by itself; the rest tells of other people's acts.
ELSEWHERE = ("deelname", "vertrek", "verstrekking", "ontvangst")
# Kind of record -> the fields that are about the person. An officer who spoke for a party is
# another person, so that none of the fields that name one is here.
FIELDS: Mapping[str, Sequence[str]] = {
    "subject": ("naam", "adres", "woonplaats"),
    "betrokkene": ("soort", "naam", "adres", "woonplaats", "rol", "noodzaak"),
    "signaal": (
        *("waargenomen_op", "betreft", "gedraging", "gegevens", "grondslag", "onderbouwing"),
        "noodzaak",
    ),
    "weging": ("datum", "oordelen", "duiding", "conclusie"),
    "besluit": ("datum", "uitkomst", "motivering", "afwijking", "bewaren_tot"),
    "plan": ("doelen", "omschrijving", "maatregelen", "evaluatie_op"),
    "actie": ("maatregel", "partij", "stand", "op", "toelichting"),
    "advies": ("van", "gevraagd_op", "vraag", "advies"),
    "afsluiting": ("advies_casusoverleg", "besluit_kernpartijen"),
    "informatieplicht": ("uitkomst", "op", "wijze", "grond", "afweging", "herzien_op"),
    "controle": ("datum", "bevinding", "volgende_op"),
    "opschorting": ("datum", "basis", "motivering", "tot"),
    "opdracht": ("datum", "noodzaak"),
    "correctie": ("datum", "soort", "reden", "verklaring"),
}
# Within a field: how its parts are read out. An officer is named in none of them.
_READ_OUT: Mapping[str, str] = {
    "oordelen": "{criterium}: {oordeel}. {motivering} Wat ertegen pleit: {contra_indicaties}",
    "maatregelen": "{nummer}. {wat} ({wie}; {aard}; gereed op {gereed_op})",
    "advies_casusoverleg": "{datum}: {motivering}",
    "besluit_kernpartijen": "{datum}: {motivering}",
}
# A shorter word of somebody's name stands in any text.
_NAME_LENGTH = 4
_WORD = re.compile(r"\w+")
# What a reader of the overview needs a record for: the party that gave it.
_GIVER = "inbrenger"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A record, or one `field` of it, that is left out: what it is, the ground of 41(1), why."""

    record: int
    what: str
    ground: str
    motivation: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A record as the person reads it: fields in order, and the party that gave it."""

    record: int
    kind: str
    fields: tuple[tuple[str, Value], ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What is told of one dossier, and what is left out.

    `doubtful`: records and fields that are told and in which a word of another's name stands.
    """

    told: tuple[Told, ...]
    withheld: tuple[Withheld, ...]
    doubtful: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Others:
    """How other persons could be known in a text: by `names` and contacts whole, or by a word.

    Where a name stands, the field is left out. Where a word of one stands, a person has to look: it
    may be any word (`Bakker`).
    """

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def named_in(self, text: str) -> bool:
        """Whether somebody's name, address or contact stands in the text."""
        folded = _folded(text)
        return any(name in folded for name in self.names)

    def doubtful_in(self, text: str) -> bool:
        """Whether a word of somebody's name stands in the text."""
        return not set(self.words).isdisjoint(_words(text))


def to_open(now: Circumstances, card: Card, person: int, withheld: Iterable[int]) -> list[int]:
    """The records that an overview has to open: those that no rule leaves out unseen.

    `withheld`: the numbers that a decision leaves out.
    """
    out = set(withheld)
    return [
        entry.n
        for entry in card.records
        if entry.n not in out and not _hidden(now.profile, card, entry, person)
    ]


def _hidden(profile: Profile, card: Card, entry: RecordEntry, person: int) -> str:
    """Why a record is left out whatever it says; empty where it is not."""
    register = profile.registers[card.register]
    if access.is_reporter_section(register, entry.section):
        return REPORTER
    section = profile.section(card.register, entry.section)
    if section is None or section.restricted:
        return RESTRICTED
    subject = card.record(person)
    if subject is not None and subject.kind == "betrokkene" and entry.n != person:
        # Of a relation only its own record is about it; notices are looked into.
        return "" if entry.kind in ("informatieplicht", "correctie") else OTHER
    if entry.kind == "betrokkene" and entry.n != person:
        return OTHER
    return ""


def overview(
    now: Circumstances,
    card: Card,
    person: int,
    contents: Mapping[int, _Content],
    decided: Mapping[int, tuple[str, str]],
    others: Others,
) -> Overview:
    """What the person of record `person` is told of a dossier, and what not.

    contents: the records `to_open`, by number. decided: record -> ground and motivation of what a
    decision leaves out. others: the other persons in the files on this person.
    """
    told: list[Told] = []
    withheld: list[Withheld] = []
    doubtful: list[tuple[int, str]] = []
    for entry in card.records:
        hidden = _hidden(now.profile, card, entry, person)
        if entry.n in decided:
            withheld.append(Withheld(entry.n, DECIDED, *decided[entry.n]))
        elif hidden:
            withheld.append(_omitted(now.profile, entry.n, hidden))
        elif entry.kind in FIELDS and not _of_another(card, entry, person, contents[entry.n]):
            record, left_out = _told(now.profile, entry, contents[entry.n], others)
            told.append(record)
            withheld.extend(left_out)
            doubtful.extend(
                (entry.n, name)
                for name, value in record.fields
                if any(map(others.doubtful_in, _texts(value)))
            )
        elif entry.kind not in (*FIELDS, *ELSEWHERE):
            withheld.append(_omitted(now.profile, entry.n, OTHER))
    return Overview(tuple(told), tuple(withheld), tuple(doubtful))


def _omitted(profile: Profile, n: int, what: str, field: str = "") -> Withheld:
    rule = profile.omissions[what]
    return Withheld(n, what, rule.ground, rule.motivation, field)


def _of_another(card: Card, entry: RecordEntry, person: int, content: _Content) -> bool:
    """Whether a notice or a correction is about somebody else's record."""
    own = card.record(person)
    is_subject = own is not None and own.kind == "subject"
    if entry.kind == "informatieplicht":
        about = content["betreft"]
        return (about == "subject") != is_subject or (not is_subject and about != person)
    if entry.kind == "correctie" and not is_subject:
        return bool(content["record"] != person)
    return False


def _told(
    profile: Profile, entry: RecordEntry, content: _Content, others: Others
) -> tuple[Told, list[Withheld]]:
    fields: list[tuple[str, Value]] = []
    withheld: list[Withheld] = []
    for name in FIELDS[entry.kind]:
        if name not in content:
            continue
        value = _value(name, content[name])
        if any(map(others.named_in, _texts(value))):
            withheld.append(_omitted(profile, entry.n, OTHER, name))
        else:
            fields.append((name, value))
    origin = profile.parties[content[_GIVER]].name if _GIVER in content else ""
    return Told(entry.n, entry.kind, tuple(fields), origin), withheld


def _value(name: str, value: Any) -> Value:
    if isinstance(value, list):
        return [_line(name, item) for item in value]
    if isinstance(value, Mapping) and name not in _READ_OUT:
        return [f"{str(key).replace('_', ' ')}: {item}" for key, item in value.items()]
    return _line(name, value)


def _line(name: str, item: Any) -> str:
    return _READ_OUT[name].format_map(_Parts(item)) if isinstance(item, Mapping) else str(item)


class _Parts(dict[str, Any]):
    """The parts of a field; one that is not there reads "n.v.t.", never as a blank."""

    def __missing__(self, name: str) -> str:
        return "n.v.t."


def _texts(value: Value) -> list[str]:
    return value if isinstance(value, list) else [value]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def deferred(card: Card, person: int, today: date) -> Duty | None:
    """The duty to tell this person, where a decision puts it off, or off for good, on `today`."""
    return next(
        (
            duty
            for duty in card.duties
            if (duty.kind, duty.about) == (NOTICE, person)
            and duty.outcome in (PUT_OFF, NOT)
            and today < duty.due
        ),
        None,
    )


def others_of(persons: Iterable[_Content], own: _Content) -> Others:
    """What betrays one of these other `persons`; what the person's `own` data share does not."""
    shared = set(_words(" ".join(str(value) for value in own.values())))
    names: dict[str, None] = {}
    words: dict[str, None] = {}
    for other in persons:
        fields = (other.get(name, "") for name in ("naam", "contactgegevens", "adres"))
        names.update(dict.fromkeys(map(_folded, map(str, fields))))
        words.update(dict.fromkeys(_words(str(other.get("naam", "")))))
    whole = {_folded(str(value)) for value in own.values()}
    return Others(
        tuple(name for name in names if name and name not in whole),
        tuple(word for word in words if word not in shared),
    )


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(_folded(text)) if len(word) >= _NAME_LENGTH]


def withheld_whole(card: Card, ground: str, why: str) -> tuple[Withheld, ...]:
    """Every record of a dossier that a deferral keeps back, with its ground and why."""
    return tuple(Withheld(entry.n, DEFERRED, ground, why) for entry in card.records)
