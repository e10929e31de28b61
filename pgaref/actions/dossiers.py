# SPDX-License-Identifier: EUPL-1.2
"""What several acts share: opening the dossier they are about, its readers, and what they made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pgaref.actions.quotations import refuse_quotation
from pgaref.actions.session import Work, refuse_if
from pgaref.covenant import access, authorisation
from pgaref.covenant.acting import state_refusals
from pgaref.covenant.circumstances import Circumstances, parties_without_reader
from pgaref.covenant.model import Card, NewRecord, Officer, State
from pgaref.covenant.profile import RegisterRule
from pgaref.errors import Refusal, RefusedError
from pgaref.storage.dossier import DossierChange, Opening, new_dossier

Readers = Mapping[str, Sequence[str]]
# What one line of the log holds of a ground, in characters.
GROUND_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Made:
    """What an act made: the new records of a dossier, and who reads which section."""

    dossier: str
    records: tuple[int, ...]
    readers: Readers = field(default_factory=dict)


def open_for(work: Work, dossier: str, act: str) -> Card:
    """The card of a dossier on which this act may be done now.

    Raises:
        UsageError: no such dossier.
        RefusedError: destroyed, or in a state or register that the act is not for.
    """
    card = work.vault.card(dossier)
    refuse_if(state_refusals(work.now, card, act))
    return card


def register_of(now: Circumstances, card: Card) -> RegisterRule:
    """The rules of the register that a dossier belongs to, with the readers it was made for."""
    return access.as_made(now.profile.registers[card.register], card)


def section_readers(
    now: Circumstances, register: RegisterRule, parties: Iterable[str]
) -> dict[str, tuple[Officer, ...]]:
    """Section -> the officers who get its key. A party without one is refused, never left out.

    Raises:
        RefusedError: a party that should read has no officer in office with a key.
    """
    who_reads = access.readers(now.profile, register, parties)
    needed = sorted({party for readers in who_reads.values() for party in readers})
    refuse_if(parties_without_reader(now, needed))
    return {name: officers_of(now, readers) for name, readers in who_reads.items()}


def keeping(now: Circumstances, card: Card, section: str, leaving: str = "") -> Sequence[Officer]:
    """Who goes on reading a section under new keys: of each party that has a key, save `leaving`.

    Never whom another profile would let read by now: a file keeps the readers under which it was
    made. What nobody else reads, the uitvoerder keeps.

    Raises:
        RefusedError: a party that reads on has no officer in office with a key.
    """
    having = {authorisation.party_of(holder) for holder in card.sections[section].keys}
    staying = sorted(now.remaining(having - {leaving})) or [now.profile.uitvoerder.id]
    refuse_if(parties_without_reader(now, staying))
    return officers_of(now, staying)


def open_new(
    work: Work,
    register: RegisterRule,
    parties: Sequence[str],
    state: State,
    counterpart: str = "",
) -> DossierChange:
    """A new dossier of a register for these parties, with a key for each of their readers.

    Raises:
        RefusedError: a party that should read has no officer in office with a key.
    """
    readers = section_readers(work.now, register, parties)
    opening = Opening(
        register=register.name,
        prefix=register.prefix,
        state=state,
        parties=tuple(parties),
        readers=readers,
        made_for={name: access.made_for(register, name) for name in readers},
        day=work.now.today,
        counterpart=counterpart,
    )
    return new_dossier(opening, work.vault.ids(), work.transaction, work.making)


def officers_of(now: Circumstances, parties: Iterable[str]) -> tuple[Officer, ...]:
    """The officers in office of these parties who can read."""
    return tuple(officer for party in parties for officer in now.readers_of(party))


def placed(place: str | Refusal) -> str:
    """The section that a rule of the covenant chose.

    Raises:
        RefusedError: the rule refused.
    """
    if isinstance(place, Refusal):
        raise RefusedError(place)
    return place


def file_record(
    work: Work,
    change: DossierChange,
    content: Mapping[str, object],
    cited: Iterable[int] = (),
    *,
    written: Mapping[str, object] | None = None,
    beside: Sequence[Card] = (),
) -> int:
    """Add a record where the covenant puts it; it rests on those `cited`.

    `written` is what people wrote of it, where that is not all; `beside` are other dossiers of
    whose restricted records it may quote nothing.

    Raises:
        RefusedError: it may not rest on what is cited, or quotes what is restricted.
    """
    kind = str(content["schema"]).partition("/")[0]
    card = change.card
    entries = [entry for n in cited if (entry := card.record(n)) is not None]
    register = register_of(work.now, card)
    place = access.place_citing(
        work.now.profile, register, card.parties, kind, [entry.section for entry in entries]
    )
    section = placed(place)
    refuse_quotation(work, change, section, content if written is None else written, beside)
    return change.add(NewRecord(kind, section, content))


def processed(work: Work, change: DossierChange, act: str) -> None:
    """Restart retention where the profile counts the act as processing (art. 13)."""
    profile = work.now.profile
    # An act on one file that is noted in the other counts there as well.
    rule = profile.act(act, change.card.register) or profile.act(act)
    if rule is not None and rule.counts:
        change.update(last_processed=work.now.today)


def ground_code(grounds: Iterable[str]) -> str:
    """The grounds stated as one code for the log, as `wpg-18-2+wpg-16-1`; a number if too many."""
    named = dict.fromkeys(grounds)
    code = "+".join(named)
    return code if len(code) <= GROUND_LENGTH else f"grounds-{len(named)}"


def readers_on(card: Card) -> dict[str, tuple[str, ...]]:
    """Section -> the holders (`party/officer`) of its key, as the card lists them."""
    return {name: tuple(sorted(section.keys)) for name, section in sorted(card.sections.items())}
