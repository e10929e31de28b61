# SPDX-License-Identifier: EUPL-1.2
"""Gathering what a person concerned is shown of every file about them: art. 12(3)-(4), AVG 15.

All files are read by one officer: an archived one by a kernpartij's, as nobody else reads there
(art. 13(2)).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from pgaref.actions import recipients
from pgaref.actions.documents.gathering import FROM_PLAN, NAW, RELATION, basis, contact, goals
from pgaref.actions.session import ReadingWork, Work
from pgaref.covenant import access, retention
from pgaref.covenant import overview as rule
from pgaref.covenant import recipients as recipients_rule
from pgaref.covenant.article import render
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card
from pgaref.covenant.naming import Others, others_of
from pgaref.covenant.overview import Overview, Told
from pgaref.covenant.recipients import Recipient
from pgaref.errors import Refusal, RefusedError
from pgaref.language import _
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
    person: int = 0
    deferred: bool = False

    def address(self, n: int) -> str:
        """The address of a record of this dossier."""
        return str(Address(self.card.id, n))


def _require_answering(work: Reader, request: Content) -> None:
    """A kernpartij's officer answers from the archive alone: elsewhere the uitvoerder knows more.

    Who reported a signal to another party is known to the uitvoerder, as long as files are in use.

    Raises:
        RefusedError: no file is in the archive, and it is not the uitvoerder.
    """
    if work.actor.party == work.now.profile.uitvoerder.id:
        return
    cards = (work.vault.lookup(item["dossier"]) for item in request.get("over", ()))
    if not any(card is not None and is_archived(card) for card in cards):
        raise RefusedError(
            Refusal(
                _(
                    "{actor} answers from archived files alone, and here is none",
                    actor=work.actor.id,
                ),
                "12.3",
                "wrong-role",
                _("the uitvoerder answers: --identity FILE"),
            )
        )


@dataclass(frozen=True, slots=True)
class About:
    """A dossier that a request is about, the record of the person in it, and what was opened."""

    card: Card
    person: int
    records: Mapping[int, Record]
    deferred: bool = False


def gather(work: Reader, request: Content, withholding: Sequence[Content]) -> list[Gathered]:
    """Every dossier that a request is about, as the person may read it.

    `withholding`: what a decision leaves out (`inhouden` of `beantwoording/1`), with every copy.

    Raises:
        RefusedError: a dossier is in the archive and not for this officer.
        KeyUnavailableError: this officer cannot read a dossier.
    """
    _require_answering(work, request)
    about = [found for found in (_about(work, item) for item in request.get("over", ())) if found]
    others, looked_at = _others(work, about)
    left_out = _with_copies(about, withholding)
    gathered = [_one(work, one, left_out.get(one.card.id, {}), others) for one in about]
    if gathered:
        gathered[0] = replace(gathered[0], opened=(*looked_at, *gathered[0].opened))
    return gathered


def _about(work: Reader, item: Content) -> About | None:
    """What of one dossier is to be told, opened; None where it was destroyed since."""
    card = work.vault.lookup(item["dossier"])
    if card is None:
        # Nothing is kept any more; a damaged one is refused by the check of its card.
        _require_destroyed(work, item["dossier"])
        return None
    _require_readable(work, card)
    person = rule.person_of(card, item.get("record", 0))
    if rule.deferred(card, person, work.now.today) is not None:
        return About(card, person, {}, deferred=True)
    numbers = rule.to_open(work.now, card, person, ())
    return About(card, person, {n: _open(work, card, n) for n in numbers})


def _require_destroyed(work: Reader, dossier: str) -> None:
    """Go on only where the dossier is gone by an act that the log has.

    Raises:
        IntegrityError: it is there, and not what the log vouches for.
    """
    with suppress(RefusedError):
        work.vault.card(dossier)


def _with_copies(
    about: Sequence[About], withholding: Sequence[Content]
) -> dict[str, dict[int, tuple[str, str]]]:
    """Dossier -> record -> ground and motivation, of what a decision leaves out and its copies.

    What is left out in one file must not be told from the other (art. 8(5)).
    """
    origins = {str(r.address): r.origin for one in about for r in one.records.values()}
    decided = {
        _root(f"{item['dossier']}/{item['record']}", origins): (item["grond"], item["motivering"])
        for item in withholding
    }
    return {
        one.card.id: {
            n: decided[root]
            for n, record in one.records.items()
            if (root := _root(str(record.address), origins)) in decided
        }
        for one in about
    }


def _root(address: str, origins: Mapping[str, str]) -> str:
    """The first record that this one copies, as far as its origins are known."""
    while origins.get(address):
        address = origins[address]
    return address


def _require_readable(work: Reader, card: Card) -> None:
    """Refuse an officer who could not read all that an overview has to tell."""
    home = access.home(work.now.profile.registers[card.register], "subject")
    if is_archived(card) and not work.opener.holds(card, home):
        raise RefusedError(
            Refusal(
                _("{dossier} is in the archive, where kernpartijen alone read", dossier=card.id),
                "13.2",
                "archived",
                _("run it with the identity of an officer of a kernpartij on it: --identity FILE"),
            )
        )


def _one(
    work: Reader, one: About, decided: Mapping[int, tuple[str, str]], others: Others
) -> Gathered:
    card, person = one.card, one.person
    if one.deferred:
        return _kept_back(work, card, person)
    found, told = recipients.gather(work, card)
    entry = card.record(person)
    if entry is not None and entry.kind == "betrokkene":
        # Who received what of the subject is not told to somebody else.
        found = tuple(recipients_rule.of_record(found, entry.section, person))
    contents = {n: record.content for n, record in one.records.items()}
    shown = rule.overview(work.now, card, person, contents, decided, others)
    opened = dict.fromkeys((*told, *one.records))
    addresses = tuple(str(Address(card.id, n)) for n in opened)
    return Gathered(card, shown, found, one.records, addresses, person)


def _kept_back(work: Reader, card: Card, person: int) -> Gathered:
    """A dossier of which nothing is told for as long as a deferral is in force.

    Where this officer cannot read why, the note is a restricted one.
    """
    note = _deferral(work, card, person)
    if note is None:
        rest = work.now.profile.omissions[rule.RESTRICTED]
        withheld = rule.withheld_whole(card, rest.ground, rest.motivation)
        return Gathered(card, Overview((), withheld), (), {}, (), person, deferred=True)
    ground, why = note.content["grond"], note.content["afweging"]["risicos"]
    withheld = rule.withheld_whole(card, ground, why)
    return Gathered(
        card, Overview((), withheld), (), {}, (str(note.address),), person, deferred=True
    )


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


def _others(work: Reader, about: Sequence[About]) -> tuple[Others, tuple[str, ...]]:
    """Everybody else in the files on a person whom this officer may know, and what told of them.

    Who reported a signal stands in the weegploeg's file alone: the file of the other register is
    looked into too, whether or not the request names it.
    """
    cards = {one.card.id: (one.card, one.person) for one in about}
    for card in [one.card for one in about]:
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
    return others_of((record.content for record in found), own), looked_at


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
    profile = work.now.profile
    laws = [ground.law for ground in profile.grounds if ground.id in named]
    laws += [basis(profile, one.card, r.section) for one in found for r in _relation(one)]
    return list(dict.fromkeys(laws))


def _categories(work: Reader, found: Sequence[Gathered]) -> list[str]:
    categories = work.now.profile.categories
    kinds = dict.fromkeys(_shown(found, "gegevens"))
    relation = [RELATION for one in found for _found in _relation(one)]
    return list(dict.fromkeys((NAW, *relation, *(categories[k].description for k in kinds))))


def _relation(one: Gathered) -> Iterator[Record]:
    """The record of the person, where that is somebody of the surroundings."""
    record = one.records.get(one.person)
    if record is not None and record.kind == "betrokkene":
        yield record


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
    record = one.records[told.record]
    entry = one.card.record(told.record)
    numbers = {t.record: n for n, t in enumerate(one.overview.told, start=1)}
    return {
        "nummer": number,
        "soort": told.kind,
        "datum": record.made_at[:10],
        "herkomst": FROM_PLAN if told.kind == "betrokkene" else told.origin,
        "bij": numbers.get(record.content.get("record", 0))
        if told.kind == rule.CORRECTION
        else None,
        "afgeschermd": entry is not None and bool(entry.shielded),
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
    if field == "grond":
        # A letter of UAVG 41(1), which the documents know in words.
        return f"uavg-41-{text}"
    if field == "oordelen":
        return _judged(work, text)
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


def _judged(work: Reader, text: str) -> str:
    """A judgement with the question of its criterion, where the referentiekader has it."""
    kader, _digest = work.vault.referentiekader
    criterion, _colon, rest = text.partition(": ")
    questions = {known.id: known.question for known in kader.criteria}
    asked = questions.get(criterion, criterion)
    return f"{asked}{' ' if asked.endswith('?') else ': '}{rest}"


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


def names(found: Iterable[Gathered]) -> Iterator[tuple[str, str]]:
    """Each dossier that is told of, with the name of the person in it."""
    for one in found:
        if one.person in one.records:
            yield one.card.id, one.records[one.person].content["naam"]


def unknown_reporters(work: Reader, found: Iterable[Gathered]) -> list[str]:
    """The dossiers of which this officer does not know everybody who reported a signal."""
    cards = [one.card for one in found]
    others = (work.vault.lookup(card.counterpart) for card in cards if card.counterpart)
    every = {card.id: card for card in (*cards, *others) if card is not None}
    return sorted(
        card.id
        for card in every.values()
        if not all(work.opener.holds(card, entry.section) for entry in card.of_kind("melder"))
    )
