# SPDX-License-Identifier: EUPL-1.2
"""Who reads which section, and where a record is put (art. 8(4), 10(4), 10(5), 6).

Access is cryptography: what this module says becomes the list of keys, and nobody else has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pgaref.covenant.grounds import Relation, may_receive_under
from pgaref.covenant.model import Card, Section
from pgaref.covenant.profile import Party, Profile, ReaderRule, RegisterRule, SectionRule
from pgaref.errors import Refusal, RefusedError
from pgaref.language import _


def readers(
    profile: Profile, register: RegisterRule, parties: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Section name -> the parties that read it, for a dossier with these `parties` on it.

    Every section of the register is there from the start, so that its presence betrays nothing.
    """
    there = [profile.parties[party_id] for party_id in sorted({*parties, profile.uitvoerder.id})]
    result = {section.name: _matching(section, there) for section in register.sections}
    if register.reporter is not None:
        keepers = [rule.who for rule in register.reporter.readers]
        for party in there:
            if party.matches(register.bringers):
                result[reporter_section(register, party.id)] = tuple(
                    p.id for p in there if p.id == party.id or p.matches(keepers)
                )
    return result


def made_for(register: RegisterRule, section: str) -> tuple[str, ...]:
    """The names by which a section has its readers when it is made: what its card keeps of them."""
    found = [rule.readers for rule in register.sections if rule.name == section]
    if register.reporter is not None and is_reporter_section(register, section):
        found.append(register.reporter.readers)
    return tuple(rule.who for rule in found[0])


def as_made(register: RegisterRule, card: Card) -> RegisterRule:
    """The rules of a register for a dossier that is there: its own sections, and their readers.

    By the profile in force others might read them. What lies there was filed for those readers
    alone, on grounds that were looked at for them, and whoever joins reads it from the start.
    """
    sections = tuple(
        replace(rule, readers=_kept(rule.readers, rule.article, card.sections[rule.name]))
        for rule in register.sections
        if rule.name in card.sections
    )
    reporter = register.reporter
    melders = [s for name, s in card.sections.items() if is_reporter_section(register, name)]
    if reporter is not None and melders:
        reporter = replace(reporter, readers=_kept(reporter.readers, reporter.article, melders[0]))
    return replace(register, sections=sections, reporter=reporter)


def _kept(rules: Sequence[ReaderRule], article: str, section: Section) -> tuple[ReaderRule, ...]:
    """The readers that a section was made for, each by its article in force where it has one."""
    if not section.readers:
        return tuple(rules)
    known = {rule.who: rule for rule in rules}
    return tuple(known.get(who, ReaderRule(who, article)) for who in section.readers)


def reporter_section(register: RegisterRule, party_id: str) -> str:
    """The name of the section that keeps one bringing party's melders apart (art. 8(2)(c)).

    Raises:
        ValueError: the register keeps no melders.
    """
    if register.reporter is None:
        raise ValueError("this register keeps no melders")
    return f"{register.reporter.name}-{party_id}"


def is_reporter_section(register: RegisterRule, section: str) -> bool:
    """Whether a section keeps melders: it is never read without a purpose that was named."""
    return register.reporter is not None and section.startswith(f"{register.reporter.name}-")


def _matching(section: SectionRule, parties: Iterable[Party]) -> tuple[str, ...]:
    names = [rule.who for rule in section.readers]
    return tuple(party.id for party in parties if party.matches(names))


def _ever_reading(profile: Profile, section: SectionRule, parties: Iterable[str]) -> list[Party]:
    """Everybody who reads a section or would by joining, those now on the dossier first."""
    on_dossier = set(parties)
    ever = [profile.parties[party_id] for party_id in _matching(section, profile.parties.values())]
    return sorted(ever, key=lambda party: party.id not in on_dossier)


def home(register: RegisterRule, kind: str) -> str:
    """The section where records of a kind lie unless something restricts them.

    Raises:
        RefusedError: the register holds no such records.
    """
    for section in register.sections:
        if kind in section.kinds:
            return section.name
    message = _(
        "a dossier of register {register} holds no {kind}", register=register.name, kind=kind
    )
    raise RefusedError(Refusal(message, register.article, "wrong-register"))


def place_given(
    profile: Profile,
    register: RegisterRule,
    parties: Iterable[str],
    *,
    giver: Party,
    category: str,
    grounds: Sequence[str],
    day: date,
) -> str | Refusal:
    """The first section that may hold a signal and whose readers may all receive it.

    Restricted data (Wpg 9 and 10) only ever lies in a restricted section (art. 6(b)). Who could
    join counts as a reader too: a later `join` gives keys, and asks for no ground.
    """
    on_dossier = tuple(parties)
    restricted = profile.categories[category].restricted
    obstacles: dict[str, str] = {}
    for section in register.sections:
        if "signaal" not in section.kinds or (restricted and not section.restricted):
            continue
        for recipient in _ever_reading(profile, section, on_dossier):
            decision = may_receive_under(
                profile,
                grounds,
                category=category,
                giver=giver,
                recipient=recipient,
                relation=Relation.DEELNEMER,
                day=day,
            )
            if not decision.allowed:
                obstacles.setdefault(decision.reasons[0], decision.articles[0])
                break
        else:
            return section.name
    reason, article = next(iter(obstacles.items()))
    hint = _("state a ground under which every reader may receive it, or leave it out")
    return Refusal(reason, article, "wrong-ground", hint)


def place_citing(
    profile: Profile,
    register: RegisterRule,
    parties: Iterable[str],
    kind: str,
    cited: Iterable[str],
) -> str | Refusal:
    """The section for a record of `kind` that rests on records lying in the sections `cited`.

    What rests on a restricted record goes into the first restricted section that nobody reads, now
    or after joining, who does not read every restricted one of those cited.
    """
    holding = [section for section in register.sections if kind in section.kinds]
    names = set(cited)
    restricted = [s for s in register.sections if s.restricted and s.name in names]
    if not restricted:
        return home(register, kind)
    on_dossier = tuple(parties)
    ever = {s.name: set(_ever_reading(profile, s, on_dossier)) for s in register.sections}
    for section in holding:
        if section.restricted and all(ever[section.name] <= ever[s.name] for s in restricted):
            return section.name
    return Refusal(
        _(
            "a {kind} may not rest on a record of section {restricted}",
            kind=kind,
            restricted=restricted[-1].name,
        ),
        restricted[-1].article,
        "restricted",
        _("leave that record out"),
    )


def hidden_from(
    profile: Profile, register: RegisterRule, parties: Iterable[str], section: str
) -> tuple[str, ...]:
    """The restricted sections of which nothing may be quoted in `section` (art. 6(b)).

    All of them, unless it is restricted itself; then those that not all of its readers read.
    """
    restricted = [s.name for s in register.sections if s.restricted]
    if section not in restricted:
        return tuple(restricted)
    known = _known_to_readers(profile, register, parties, section)
    return tuple(name for name in restricted if name not in known)


def known_in(
    profile: Profile, register: RegisterRule, parties: Iterable[str], section: str
) -> tuple[str, ...]:
    """The section itself, and the unrestricted ones that all its readers read too."""
    known = _known_to_readers(profile, register, parties, section)
    return tuple(
        s.name
        for s in register.sections
        if s.name == section or (s.name in known and not s.restricted)
    )


def _known_to_readers(
    profile: Profile, register: RegisterRule, parties: Iterable[str], section: str
) -> set[str]:
    """The sections that everybody reads who reads this one, now or after joining."""
    on_dossier = tuple(parties)
    ever = {s.name: set(_ever_reading(profile, s, on_dossier)) for s in register.sections}
    reading = ever.get(section, set(profile.parties.values()))
    return {name for name, parties in ever.items() if reading <= parties}
