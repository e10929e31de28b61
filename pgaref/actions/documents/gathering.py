# SPDX-License-Identifier: EUPL-1.2
"""What the kinds of document share: which records may be on paper, and how their fields read.

On paper stands nothing of a restricted section and no melder (art. 6(b), 8(2)(c)).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pgaref.actions.dossiers import register_of
from pgaref.actions.session import ReadingWork, Work
from pgaref.covenant import access, article, retention
from pgaref.covenant.duties import NOTICE, REVIEW
from pgaref.covenant.identifiers import Address
from pgaref.covenant.model import Card, PartyKind, RecordEntry, Register
from pgaref.covenant.profile import Profile
from pgaref.errors import KeyUnavailableError, Refusal, RefusedError, UsageError
from pgaref.language import _, marked
from pgaref.storage import layout, parties
from pgaref.storage.records import Record
from pgaref.storage.vault import Vault

Field = dict[str, Any]
# What a subject record holds (art. 8(2)(a), 10(2)(a)).
NAW = "naam, adres en woonplaats"
# What is kept of a person of the surroundings besides (art. 10(2)(f), (g)).
RELATION = "rol bij het plan van aanpak en waarom die nodig is"
# Who gave the data of a person of the surroundings: they are taken down with the plan (10(2)(f)).
FROM_PLAN = "het casusoverleg, bij het plan van aanpak"
# What pgaref keeps for itself in a record, and what no person reads (an SSH signature).
_UNPRINTED = frozenset(("schema", "beperkt", "sha256", "handtekening"))
_ACTS = {"archive": "uiterlijk archiveren", "destroy": "vernietigen"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What goes into a document, for whom, what was read for it, and what was left out and why."""

    content: Mapping[str, Any]
    recipient: str
    records: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def one(addresses: Sequence[Address]) -> Address:
    """The only address of those given.

    Raises:
        UsageError: there are more.
    """
    if len(addresses) != 1:
        raise UsageError(_("this kind of document takes one ID"))
    return addresses[0]


def whole(address: Address) -> str:
    """The dossier that an address names.

    Raises:
        UsageError: it names one of its records.
    """
    if address.record:
        raise UsageError(
            _("this kind of document takes a dossier, not a record"), hint=address.dossier
        )
    return address.dossier


def require_register(card: Card, register: str, place: str) -> None:
    """Refuse a dossier of another register than the document is about.

    Raises:
        RefusedError: it is of another.
    """
    if card.register != register:
        message = _(
            "{dossier} is a dossier of register {register}, not {other}",
            dossier=card.id,
            register=card.register,
            other=register,
        )
        raise RefusedError(Refusal(message, place, "wrong-register"))


def printable(work: ReadingWork, card: Card) -> tuple[tuple[RecordEntry, ...], tuple[str, ...]]:
    """The records that the actor reads and that may be on paper; and those left out, with why."""
    register = register_of(work.now, card)
    restricted = {section.name for section in register.sections if section.restricted}
    kept: list[RecordEntry] = []
    left_out: list[str] = []
    for entry in card.records:
        if entry.section in restricted:
            left_out.append(_("{dossier}/{n} (restricted)", dossier=card.id, n=entry.n))
        elif access.is_reporter_section(register, entry.section):
            left_out.append(f"{card.id}/{entry.n} (melder)")
        elif work.opener.holds(card, entry.section):
            kept.append(entry)
        else:
            left_out.append(_("{dossier}/{n} (no key)", dossier=card.id, n=entry.n))
    return tuple(kept), tuple(left_out)


def opened(work: ReadingWork, card: Card, entries: Iterable[RecordEntry]) -> tuple[Record, ...]:
    """Open records, and say so in the log.

    Raises:
        RefusedError: a request holds no such records.
        KeyUnavailableError: there are none that the actor reads.
    """
    wanted = tuple(entries)
    if not wanted:
        if register_of(work.now, card).follows:
            require_register(
                card,
                _("{one} or {other}", one=Register.WEEGPLOEG, other=Register.CASUSOVERLEG),
                "11.2",
            )
        raise KeyUnavailableError(
            _(
                "{actor} reads nothing of {dossier} that this document holds",
                actor=work.actor.id,
                dossier=card.id,
            )
        )
    work.reading.records = addresses(card, wanted)
    return tuple(work.opener.record(card, entry) for entry in wanted)


def newest(work: ReadingWork, card: Card, kind: str, hint: str) -> Record:
    """The newest record of a kind, opened.

    Raises:
        RefusedError: there is none; `hint` is the command that makes one.
    """
    for entry in card.of_kind(kind)[-1:]:
        return work.opener.record(card, entry)
    raise RefusedError(
        Refusal(
            _("{dossier} holds no {kind}", dossier=card.id, kind=kind), "12.3", "no-record", hint
        )
    )


def addresses(card: Card, entries: Iterable[RecordEntry]) -> tuple[str, ...]:
    """The addresses of records."""
    return tuple(f"{card.id}/{entry.n}" for entry in entries)


def common(
    work: ReadingWork | Work, kenmerk: str, on_dossier: Iterable[str] = ()
) -> dict[str, Any]:
    """What every document says; the controllers are the kernpartijen concerned (art. 4)."""
    profile = work.now.profile
    kernpartijen = [
        party.name
        for party in profile.parties.values()
        if party.id in set(on_dossier) and party.kind is PartyKind.KERNPARTIJ
    ]
    return {
        "datum": work.now.today,
        "kenmerk": kenmerk,
        "convenant": profile.title,
        "verantwoordelijken": kernpartijen,
        "contact": contact(work.vault, profile),
        "fg": profile.correspondence.data_protection_officer,
    }


def contact(vault: Vault, profile: Profile) -> str:
    """How the uitvoerder can be reached, as the profile or the party's file says; maybe nothing."""
    path = layout.party_file(profile.uitvoerder.id)
    return profile.correspondence.uitvoerder or parties.decode(vault.bound(path), path).contact


_TURN_TO = {
    "contact": marked("how the uitvoerder is reached"),
    "fg": marked("who the functionaris voor gegevensbescherming is"),
    "bezwaar": marked("where an objection goes"),
}


def unsaid(content: Mapping[str, Any]) -> tuple[str, ...]:
    """What a letter to a person does not say, as no address is known (AVG 13(1), 14(1))."""
    if "geadresseerde" not in content:
        return ()
    return tuple(_(text) for name, text in _TURN_TO.items() if not content.get(name, name))


def goals(profile: Profile, letters: Iterable[str] | None = None) -> list[str]:
    """The purposes of the partnership (art. 3): those of these letters, or all of them."""
    wanted = None if letters is None else set(letters)
    return [goal.text for goal in profile.goals if wanted is None or goal.id in wanted]


def basis(profile: Profile, card: Card, section: str) -> str:
    """Where the covenant says that a section may be kept, for what no signal gives a ground for."""
    known = profile.section(card.register, section)
    return f"convenant, {article.render(known.article)}" if known is not None else ""


def retention_terms(work: ReadingWork, card: Card) -> list[Field]:
    """Until when a dossier is kept."""
    return [
        {"wat": _ACTS[name], "op": due.day, "artikel": article.render(due.article)}
        for name, due in retention.dues(card, work.now.profile, work.vault.lookup).items()
    ]


def terms(work: ReadingWork, card: Card) -> list[Field]:
    """What is due on a dossier: archiving, destruction, and what is owed to the person."""
    rules = work.now.profile.terms
    articles = {NOTICE: rules.notice.article, REVIEW: rules.review.article}
    default = rules.execution.article
    return retention_terms(work, card) + [
        {
            "wat": duty.kind,
            "op": duty.due,
            "artikel": article.render(articles.get(duty.kind, default)),
        }
        for duty in card.duties
        if not duty.outcome
    ]


def subject(records: Iterable[Record]) -> Mapping[str, Any]:
    """The newest subject among the records."""
    found = [record.content for record in records if record.kind == "subject"]
    return found[-1] if found else {}


def named(profile: Profile, value: object) -> object:
    """A party by its name, a ground by its law, data by their kind; anything else as it is."""
    text = str(value)
    if text in profile.parties:
        return profile.parties[text].name
    if text in profile.categories:
        return profile.categories[text].description
    return next((ground.law for ground in profile.grounds if ground.id == text), value)


def fields(profile: Profile, content: Mapping[str, Any]) -> list[Field]:
    """The fields of a record as a document prints them, each a text or a list of texts."""
    return [
        {"naam": name, "waarde": list(_texts(profile, value))}
        for name, value in content.items()
        if name not in _UNPRINTED
    ]


def _texts(profile: Profile, value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _UNPRINTED:
                yield f"{_spaced(name)}: {_joined(profile, item)}"
    elif isinstance(value, list):
        for item in value:
            yield _joined(profile, item)
    else:
        yield _joined(profile, value)


def _joined(profile: Profile, value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(_texts(profile, value))
    if isinstance(value, list):
        return ", ".join(_joined(profile, item) for item in value) or "n.v.t."
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(named(profile, value))


def _spaced(name: str) -> str:
    return name.replace("_", " ")
