# SPDX-License-Identifier: EUPL-1.2
"""Gathering what a person concerned is shown of every file about them: art. 12(3)-(4), AVG 15.

All files are read by one officer: an archived one by a kernpartij's, as nobody else reads there
(art. 13(2)).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pgaref.actions import recipients
from pgaref.actions.documents.gathering import NAW, contact, goals
from pgaref.actions.session import ReadingWork, Work
from pgaref.covenant import access, retention
from pgaref.covenant import overview as rule
from pgaref.covenant import recipients as recipients_rule
from pgaref.covenant.article import render
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card
from pgaref.covenant.overview import Others, Overview, Told
from pgaref.covenant.recipients import Recipient
from pgaref.errors import Refusal, RefusedError
from pgaref.storage.records import Record
from pgaref.storage.vault import is_archived

Content = Mapping[str, Any]
Reader = Work | ReadingWork
PLAN = "plan"
# The one field in whose lines parties are named by their ids.
PARTS = "maatregelen"
_ID = re.compile(r"(?<=\()[a-z][a-z0-9-]*(?=;)")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is told of one dossier and what is not, to whom it went, and what was opened for it."""

    card: Card
    overview: Overview
    recipients: tuple[Recipient, ...]
    records: Mapping[int, Record]
    opened: tuple[str, ...]
    deferred: bool = False

    def address(self, n: int) -> str:
        """The address of a record of this dossier."""
        return str(Address(self.card.id, n))


def gather(work: Reader, request: Content, withholding: Sequence[Content]) -> list[Gathered]:
    """Every dossier that a request is about, as the person may read it.

    `withholding`: what a decision leaves out (`inhouden` of `beantwoording/1`).

    Raises:
        RefusedError: a dossier is destroyed since, or in the archive and not for this officer.
        KeyUnavailableError: this officer cannot read a dossier.
    """
    about: list[tuple[Card, int, dict[int, tuple[str, str]]]] = []
    for item in request.get("over", ()):
        card = work.vault.card(item["dossier"])
        _require_readable(work, card)
        person = item.get("record") or card.of_kind("subject")[0].n
        decided = {
            entry["record"]: (entry["grond"], entry["motivering"])
            for entry in withholding
            if entry["dossier"] == card.id
        }
        about.append((card, person, decided))
    others, looked_at = _others(work, [(card, person) for card, person, _ in about])
    found = [_one(work, card, person, decided, others) for card, person, decided in about]
    if found:
        found[0] = replace(found[0], opened=(*looked_at, *found[0].opened))
    return found


def _require_readable(work: Reader, card: Card) -> None:
    """Refuse an officer who could not read all that an overview has to tell."""
    home = access.home(work.now.profile.registers[card.register], "subject")
    if is_archived(card) and not work.opener.holds(card, home):
        raise RefusedError(
            Refusal(
                f"{card.id} is in the archive, where kernpartijen alone read",
                "13.2",
                "archived",
                "run it with the identity of an officer of a kernpartij on it: --identity FILE",
            )
        )


def _one(
    work: Reader, card: Card, person: int, decided: Mapping[int, tuple[str, str]], others: Others
) -> Gathered:
    if rule.deferred(card, person, work.now.today) is not None:
        return _kept_back(work, card, person)
    found, told = recipients.gather(work, card)
    numbers = rule.to_open(work.now, card, person, decided)
    records = {n: _open(work, card, n) for n in numbers}
    contents = {n: record.content for n, record in records.items()}
    shown = rule.overview(work.now, card, person, contents, decided, others)
    opened = dict.fromkeys((*told, *numbers))
    addresses = tuple(str(Address(card.id, n)) for n in opened)
    return Gathered(card, shown, found, records, addresses)


def _kept_back(work: Reader, card: Card, person: int) -> Gathered:
    """A dossier of which nothing is told for as long as a deferral is in force.

    Where this officer cannot read why, the note is a restricted one.
    """
    note = _deferral(work, card, person)
    if note is None:
        rest = work.now.profile.omissions[rule.RESTRICTED]
        withheld = rule.withheld_whole(card, rest.ground, rest.motivation)
        return Gathered(card, Overview((), withheld), (), {}, (), deferred=True)
    ground, why = note.content["grond"], note.content["afweging"]["risicos"]
    withheld = rule.withheld_whole(card, ground, why)
    return Gathered(card, Overview((), withheld), (), {}, (str(note.address),), deferred=True)


def _open(work: Reader, card: Card, n: int) -> Record:
    return work.opener.record(card, next(entry for entry in card.records if entry.n == n))


def _deferral(work: Reader, card: Card, person: int) -> Record | None:
    """The newest note on telling this person that this officer reads."""
    about: object = person
    entry = card.record(person)
    if entry is not None and entry.kind == "subject":
        about = "subject"
    newest = None
    for note in card.of_kind("informatieplicht"):
        if work.opener.holds(card, note.section):
            record = work.opener.record(card, note)
            newest = record if record.content["betreft"] == about else newest
    return newest


def _others(work: Reader, about: Sequence[tuple[Card, int]]) -> tuple[Others, tuple[str, ...]]:
    """Everybody else in the files on a person whom this officer may know, and what told of them.

    Who reported a signal stands in the weegploeg's file alone: the file of the other register is
    looked into too, whether or not the request names it.
    """
    cards = {card.id: (card, person) for card, person in about}
    for card, _ in about:
        other = work.vault.lookup(card.counterpart) if card.counterpart else None
        if other is not None and other.id not in cards:
            cards[other.id] = (other, 0)
    own: dict[str, Any] = {}
    found: list[Record] = []
    for card, person in cards.values():
        for record in _persons(work, card):
            if record.address.record == person:
                own = {**record.content}
            elif record.kind != "subject" or _about_relation(card, person):
                found.append(record)
    looked_at = tuple(str(record.address) for record in found)
    return rule.others_of((record.content for record in found), own), looked_at


def _about_relation(card: Card, person: int) -> bool:
    entry = card.record(person)
    return entry is not None and entry.kind == "betrokkene"


def _persons(work: Reader, card: Card) -> Iterator[Record]:
    for entry in card.of_kind("melder", "betrokkene", "subject"):
        if work.opener.holds(card, entry.section):
            yield work.opener.record(card, entry)


def withheld(found: Iterable[Gathered]) -> list[dict[str, str]]:
    """Each item left out, as `inhouding/1` lists it and the uitvoerder reads it."""
    return [
        {
            "stuk": one.address(item.record),
            **({"veld": item.field} if item.field else {}),
            "wat": item.what,
            "grond": item.ground,
            "motivering": item.motivation,
        }
        for one in found
        for item in one.overview.withheld
    ]


def document(
    work: Reader, card: Card, request: Content, decision: Content, found: Sequence[Gathered]
) -> dict[str, Any]:
    """What the overview says (kind `inzage` of the documents), in plain Dutch."""
    profile = work.now.profile
    told = [one for one in found if not one.deferred]
    return {
        **letter(work, card, request, decision),
        "doeleinden": goals(profile),
        "grondslagen": _laws(work, told),
        "categorieen": _categories(work, told),
        "dossiers": [_dossier(work, one) for one in told],
    }


def letter(work: Reader, card: Card, request: Content, decision: Content) -> dict[str, Any]:
    """What every letter on a request begins and ends with: from whom, to whom, how to object."""
    profile = work.now.profile
    person = request["betrokkene"]
    representative = request.get("vertegenwoordiger")
    if decision["gericht_aan"] != "vertegenwoordiger":
        representative = None
    return {
        "datum": decision["datum"],
        "kenmerk": card.id,
        "convenant": profile.title,
        "verantwoordelijken": [profile.parties[p].name for p in card.parties],
        "contact": contact(work.vault, profile),
        "fg": profile.correspondence.data_protection_officer,
        "bezwaar": profile.correspondence.objection,
        "geadresseerde": representative or person,
        "vertegenwoordiger": representative
        and {"naam": representative["naam"], "hoedanigheid": representative["hoedanigheid"]},
        "betrokkene": person,
        "ontvangen_op": request["ontvangen_op"],
    }


def _shown(found: Iterable[Gathered], field: str) -> Iterator[str]:
    for one in found:
        for told in one.overview.told:
            content = one.records[told.record].content
            if told.kind == "signaal" and field in content:
                value = content[field]
                yield from value if isinstance(value, list) else [value]


def _laws(work: Reader, found: Sequence[Gathered]) -> list[str]:
    named = set(_shown(found, "grondslag"))
    laws = (ground.law for ground in work.now.profile.grounds if ground.id in named)
    return list(dict.fromkeys(laws))


def _categories(work: Reader, found: Sequence[Gathered]) -> list[str]:
    categories = work.now.profile.categories
    kinds = dict.fromkeys(_shown(found, "gegevens"))
    return [NAW, *(categories[kind].description for kind in kinds)]


def _dossier(work: Reader, one: Gathered) -> dict[str, Any]:
    dues = retention.dues(one.card, work.now.profile, work.vault.lookup)
    words = {"archive": "archiveren", "destroy": "vernietigen"}
    return {
        "kenmerk": one.card.id,
        "bestand": one.card.register,
        "geopend": one.card.opened.isoformat(),
        "ontvangers": list(_recipients(work, one)),
        "bewaren": [
            {"wat": words[name], "op": due.day.isoformat(), "artikel": render(due.article)}
            for name, due in dues.items()
        ],
        # Numbered anew: a gap would tell that something is left out there.
        "stukken": [
            _record(work, one, told, n) for n, told in enumerate(one.overview.told, start=1)
        ],
    }


def _recipients(work: Reader, one: Gathered) -> Iterator[dict[str, Any]]:
    """Every recipient of what the overview may name, by name; nothing of restricted sections."""
    profile = work.now.profile
    register = profile.registers[one.card.register]
    laws = {ground.id: ground.law for ground in profile.grounds}
    for recipient in one.recipients:
        sections = _open_sections(work, one.card, recipient)
        if recipient.disclosure:
            what = _disclosed(one, recipient)
            grounds = [laws.get(ground, ground) for ground in recipient.grounds]
        elif sections:
            what = "alleen het plan van aanpak" if sections == [PLAN] else "dit dossier"
            articles = recipients_rule.articles_of(profile, register, recipient.party, sections)
            grounds = [render(article) for article in articles]
        else:
            continue
        yield {
            "partij": profile.parties[recipient.party].name,
            "wat": what,
            "sinds": recipient.since.isoformat(),
            "tot": recipient.until and recipient.until.isoformat(),
            "grondslag": ", ".join(dict.fromkeys(grounds)),
        }


def _disclosed(one: Gathered, recipient: Recipient) -> str:
    """What was disclosed, by the numbers that the records have in the overview."""
    numbers = {str(told.record): n for n, told in enumerate(one.overview.told, start=1)}
    told = [str(numbers[record]) for record in recipient.what if record in numbers]
    return f"gegevens uit stuk {' en '.join(told)}" if told else "gegevens uit dit dossier"


def _open_sections(work: Reader, card: Card, recipient: Recipient) -> list[str]:
    sections = (work.now.profile.section(card.register, name) for name in recipient.what)
    return [section.name for section in sections if section is not None and not section.restricted]


def _record(work: Reader, one: Gathered, told: Told, number: int) -> dict[str, Any]:
    return {
        "nummer": number,
        "soort": told.kind,
        "datum": one.records[told.record].made_at[:10],
        "herkomst": told.origin,
        "velden": [
            {"naam": name, "waarde": _readable(work, name, value)} for name, value in told.fields
        ],
    }


def _readable(work: Reader, field: str, value: str | list[str]) -> str | list[str]:
    """A value with the names of parties, laws and purposes in the place of their ids."""
    if isinstance(value, list):
        return [_word(work, field, item) for item in value]
    return _word(work, field, value)


def _word(work: Reader, field: str, text: str) -> str:
    profile = work.now.profile
    known = {party.id: party.name for party in profile.parties.values()}
    if field == "doelen":
        known = {goal.id: goal.text for goal in profile.goals}
    elif field == "grondslag":
        known = {ground.id: ground.law for ground in profile.grounds}
    elif field == "gegevens":
        known = {category.id: category.description for category in profile.categories.values()}
    if text in known:
        return known[text]
    # Within a line that is read out, a party stands between signs.
    return _ID.sub(lambda found: known.get(found[0], found[0]), text) if field == PARTS else text


def nothing_told(found: Sequence[Gathered]) -> bool:
    """Whether there are files on the person, and an overview would tell of none of them."""
    return bool(found) and not any(one.overview.told for one in found)


def doubtful(found: Iterable[Gathered]) -> list[str]:
    """Each field that is told and in which a word of another's name stands: a person looks."""
    return [
        f"{one.address(record)}, {field}"
        for one in found
        for record, field in one.overview.doubtful
    ]
