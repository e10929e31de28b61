# SPDX-License-Identifier: EUPL-1.2
"""What a person concerned is shown of a file, and what is left out and why (art. 12(3)-(4)).

AVG 15(4) and UAVG 41: who reported a signal, everybody else, and data that politie gave to the
college alone never stand in an overview; what a decision withholds, or a deferral of the duty to
inform, does not either. Nothing is left out silently: each item is listed with its ground.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pgaref.covenant import access
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.duties import DEFERRED as PUT_OFF
from pgaref.covenant.duties import NOT, NOTICE
from pgaref.covenant.model import Card, Duty, RecordEntry
from pgaref.covenant.naming import Others
from pgaref.covenant.profile import Profile
from pgaref.covenant.quoting import words
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
Value = str | list[str]
REPORTER, OTHER, RESTRICTED = "melder", "derde", "beperkt"
DEFERRED, DECIDED = "uitgesteld", "besluit"
PERSONS = ("subject", "betrokkene")
CORRECTION = "correctie"
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


def person_of(card: Card, n: int) -> int:
    """The record of the person; by whichever copy it is named, the subject is one person.

    `n`: the record that a request names, 0 where it names the dossier alone.
    """
    entry = card.record(n)
    return card.of_kind("subject")[0].n if entry is None or entry.kind == "subject" else n


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
        return "" if entry.kind in ("informatieplicht", CORRECTION) else OTHER
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
    seen: set[int] = set()
    for entry in card.records:
        why = _why_not(now.profile, card, entry, person, contents, decided, seen)
        if why is not None:
            withheld.append(why)
        elif entry.kind in FIELDS and not _of_another(card, entry, person, contents[entry.n]):
            seen.add(entry.n)
            record, left_out = _told(now.profile, entry, contents[entry.n], others)
            told.append(record)
            withheld.extend(left_out)
            doubtful.extend(
                (entry.n, name)
                for name, value in record.fields
                if any(map(others.doubtful_in, _texts(value)))
            )
    return Overview(tuple(told), tuple(withheld), tuple(doubtful))


def _why_not(
    profile: Profile,
    card: Card,
    entry: RecordEntry,
    person: int,
    contents: Mapping[int, _Content],
    decided: Mapping[int, tuple[str, str]],
    seen: Collection[int],
) -> Withheld | None:
    """Why a record is left out; None where it is told, or stands among the recipients.

    What is said of a record in a correction is told to whom that record is (`seen`); of one that is
    gone, to nobody.
    """
    if entry.n in decided:
        return Withheld(entry.n, DECIDED, *decided[entry.n])
    if hidden := _hidden(profile, card, entry, person):
        return _omitted(profile, entry.n, hidden)
    if _reasons_apart(entry, contents[entry.n]):
        return _omitted(profile, entry.n, RESTRICTED)
    if entry.kind == CORRECTION:
        about = contents[entry.n].get("record", 0)
        if about in decided:
            return Withheld(entry.n, DECIDED, *decided[about])
        return None if about in seen else _omitted(profile, entry.n, OTHER)
    return None if entry.kind in (*FIELDS, *ELSEWHERE) else _omitted(profile, entry.n, OTHER)


def _reasons_apart(entry: RecordEntry, content: _Content) -> bool:
    """Whether a decision keeps its reasons with restricted data: without them it would tell so."""
    return entry.kind == "besluit" and RESTRICTED in content


def _omitted(profile: Profile, n: int, what: str, field: str = "") -> Withheld:
    rule = profile.omissions[what]
    return Withheld(n, what, rule.ground, rule.motivation, field)


def _of_another(card: Card, entry: RecordEntry, person: int, content: _Content) -> bool:
    """Whether a notice is about telling somebody else."""
    own = card.record(person)
    is_subject = own is not None and own.kind == "subject"
    if entry.kind == "informatieplicht":
        about = content["betreft"]
        return (about == "subject") != is_subject or (not is_subject and about != person)
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


def withheld_whole(card: Card, ground: str, why: str) -> tuple[Withheld, ...]:
    """Every record of a dossier that a deferral keeps back, with its ground and why."""
    return tuple(Withheld(entry.n, DEFERRED, ground, why) for entry in card.records)


def wrong_person(
    request: _Content, names: Iterable[tuple[str, str]], confirmed: Collection[str]
) -> Iterator[Refusal]:
    """A refusal for each file whose person has another name than who asks (AVG 12(6), 15(4)).

    `names`: dossier and the name of the person in it, one for each that is looked into.
    `confirmed`: the dossiers of which somebody looked, and says that it is the same person.
    """
    asked = [item["dossier"] for item in request.get("over", ())]
    for dossier in sorted({name for name in asked if asked.count(name) > 1}):
        yield Refusal(
            _("the request names {dossier} twice, for two persons", dossier=dossier),
            "12.3",
            "named-twice",
        )
    for dossier, name in names:
        if words(name) != words(request["betrokkene"]["naam"]) and dossier not in confirmed:
            yield Refusal(
                _("the person in {dossier} has another name than who asks", dossier=dossier),
                "12.3",
                "other-person",
                _(
                    "look at it; where it is the same person, state zelfde_persoon: [{dossier}]",
                    dossier=dossier,
                ),
            )
