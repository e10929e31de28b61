# SPDX-License-Identifier: EUPL-1.2
"""From one version of a profile to the next: what changed, and what may not: art. 18.

Files were made under the former one. What they rest on is ended and dated, never taken away, so
that each record keeps the ground, the section and the readers under which it was put on file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pgaref.covenant import retention
from pgaref.covenant.access import is_reporter_section, made_for
from pgaref.covenant.model import Card, Officer
from pgaref.covenant.pending import Lookup, nothing_else
from pgaref.covenant.processing import version_refusals
from pgaref.covenant.profile import Ground, Profile, RegisterRule
from pgaref.errors import Refusal
from pgaref.language import _

_ARTICLE = "18.1"
# By which fields the entries of a list are told apart; the first that do it.
_KEYS = (
    ("id",),
    ("id", "gever"),
    ("id", "gever", "geldig_van"),
    ("naam",),
    ("naam", "register"),
    ("naam", "register", "staten"),
    ("wat",),
    ("veld",),
    ("wie",),
    ("wie", "relatie"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that came (`+`), went (`-`) or reads otherwise (`~`): where, by which article."""

    sign: str
    path: str
    before: str = ""
    after: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Effects:
    """By act of the sweep, the dossiers whose day comes earlier or later, and those due at once.

    `keep_readers`: by the place in the profile of a section for which other readers are named, the
    dossiers that keep those for whom they were made.
    """

    earlier: Mapping[str, tuple[str, ...]]
    later: Mapping[str, tuple[str, ...]]
    now_due: Mapping[str, tuple[str, ...]]
    keep_readers: Mapping[str, tuple[str, ...]]


def changes(before: Any, after: Any, path: str = "", article: str = "") -> Iterator[Change]:
    """What differs between two texts of a profile (`profile/1`), in the order of the second."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        own = _article(after) or article
        for name in dict.fromkeys((*after, *before)):
            yield from changes(before.get(name), after.get(name), _below(path, name), own)
    elif isinstance(before, list) and isinstance(after, list):
        old, new = _by_name(before, after), _by_name(after, before)
        for name in dict.fromkeys((*new, *old)):
            yield from changes(old.get(name), new.get(name), _below(path, name), article)
    elif before != after:
        sign = "+" if before is None else "-" if after is None else "~"
        own = _article(after) or _article(before) or article
        shown = ("", "") if sign != "~" else (str(before), str(after))
        yield Change(sign, path, *shown, own)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _article(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    articles = value.get("artikelen", ())
    return str(value.get("artikel") or (articles[0] if articles else ""))


def _by_name(entries: list[Any], others: list[Any]) -> dict[str, Any]:
    """The entries, each under a name that tells it apart in its list, and finds it in the other."""
    for fields in _KEYS:
        names = [_named(entry, fields) for entry in entries]
        rest = [_named(entry, fields) for entry in others]
        if all((*names, *rest)) and len({*names}) == len(names) and len({*rest}) == len(rest):
            return dict(zip(names, entries, strict=True))
    return {str(place): entry for place, entry in enumerate(entries, start=1)}


def _named(entry: Any, fields: Iterable[str]) -> str:
    """What an entry is called by these fields; a plain one by itself; empty without the first."""
    if not isinstance(entry, Mapping):
        return str(entry)
    found = [entry.get(field, "") for field in fields]
    words = [" ".join(value) if isinstance(value, list) else str(value) for value in found]
    return " ".join(filter(None, words)) if words[0] else ""


def change_refusals(
    before: Profile, after: Profile, cards: Iterable[Card], officers: Mapping[str, Officer]
) -> Iterator[Refusal]:
    """What speaks against putting `after` in force over dossiers and officers made under `before`.

    `cards`: all dossiers of the vault.
    """
    same = {
        "naam": (before.name, after.name),
        "geldig_van": (before.since, after.since),
        "tijdzone": (before.time_zone, after.time_zone),
        _("the uitvoerder"): (before.uitvoerder.id, after.uitvoerder.id),
    }
    for name, (old, new) in same.items():
        if old != new:
            yield _refusal(
                _("{name}: is {old} in this vault, not {new}", name=name, old=old, new=new)
            )
    yield from _version(before, after)
    yield from _parties(before, after, officers)
    for ground in before.grounds:
        if not any(_kept(ground, other) for other in after.grounds):
            yield _refusal(
                _(
                    "grondslagen.{ground}: changed or gone, and records rest on it",
                    ground=ground.id,
                ),
                _("leave it as it is but for geldig_tot, and add one with a geldig_van of its own"),
            )
    for category in before.categories:
        if category not in after.categories:
            yield _refusal(
                _("gegevens.{category}: gone, and records may be of this kind", category=category)
            )
    yield from _registers(before, after, cards)
    yield from version_refusals(before, after)


def _version(before: Profile, after: Profile) -> Iterator[Refusal]:
    """A version is one text alone, and comes after the one in force."""
    if before.version == after.version and before != after:
        yield Refusal(
            _("version {version} is in force with another text", version=after.version),
            _ARTICLE,
            "same-version",
            _("give the new text a version of its own"),
        )
    elif before.version != after.version and _order(after.version) <= _order(before.version):
        yield Refusal(
            _(
                "version {version} does not come after {before}, which is in force",
                version=after.version,
                before=before.version,
            ),
            _ARTICLE,
            "earlier-version",
            _("versions go up, so that each is one text alone: 2 follows on 1, and 10 on 9"),
        )


def _order(version: str) -> list[tuple[bool, int, str]]:
    """How versions come after each other: number by number, `1.10` after `1.9`."""
    parts = re.findall(r"[0-9]+|[^0-9]+", version)
    return [(False, int(p), "") if p[0] in "0123456789" else (True, 0, p) for p in parts]


def _refusal(message: str, hint: str = "") -> Refusal:
    return Refusal(message, _ARTICLE, "files-rest-on-it", hint)


def _kept(ground: Ground, other: Ground) -> bool:
    """Whether a ground allows on what it does, save for the day on which it ends."""
    return replace(other, until=ground.until, law=ground.law, article=ground.article) == ground


def _parties(before: Profile, after: Profile, officers: Mapping[str, Officer]) -> Iterator[Refusal]:
    for party in before.parties.values():
        other = after.parties.get(party.id)
        if other is None:
            yield _refusal(
                _("partijen.{party}: gone; a party leaves by its notice", party=party.id),
                f"pgaref party withdraw {party.id} --on DATE",
            )
        elif other.kind is not party.kind:
            yield _refusal(
                _(
                    "partijen.{party}.soort: is {kind}, and files are kept by it",
                    party=party.id,
                    kind=party.kind,
                )
            )
    for officer in officers.values():
        there = after.parties.get(officer.party)
        role = after.roles.get(there.kind.value, "") if there else officer.role
        if role != officer.role:
            yield _refusal(
                _(
                    "rollen: {officer} of {party} is {role}",
                    officer=officer.id,
                    party=officer.party,
                    role=officer.role,
                )
            )


def _registers(before: Profile, after: Profile, cards: Iterable[Card]) -> Iterator[Refusal]:
    for register in before.registers.values():
        other = after.registers.get(register.name)
        if other is None or other.prefix != register.prefix:
            yield _refusal(
                _("registers.{register}: gone, or its ids begin otherwise", register=register.name)
            )
    there: set[tuple[str, str, str]] = set()
    for card in cards:
        # A section without a record is there too: its presence betrays nothing.
        there |= {(card.register, section, "") for section in card.sections}
        there |= {(card.register, entry.section, entry.kind) for entry in card.records}
    for name, section, kind in sorted(there):
        other = after.registers.get(name)
        if other is not None and not _holds(other, section, kind):
            what = _("a {kind} lies there", kind=kind) if kind else _("dossiers have it")
            yield _refusal(
                _(
                    "registers.{name}.secties.{section}: gone, and {what}",
                    name=name,
                    section=section,
                    what=what,
                )
            )


def _holds(register: RegisterRule, name: str, kind: str) -> bool:
    return is_reporter_section(register, name) or any(
        section.name == name and (not kind or kind in section.kinds)
        for section in register.sections
    )


def effects(
    before: Profile,
    after: Profile,
    cards: Iterable[Card],
    today: date,
    lookup: Lookup = nothing_else,
) -> Effects:
    """What a change of terms does to dossiers that are there (art. 13), and of readers does not."""
    earlier: dict[str, list[str]] = {}
    later: dict[str, list[str]] = {}
    now_due: dict[str, list[str]] = {}
    known = tuple(cards)
    for card in known:
        old, new = (retention.dues(card, one, lookup) for one in (before, after))
        for act, due in new.items():
            was = old[act].day if act in old else None
            if was is None or due.day == was:
                continue
            (earlier if due.day < was else later).setdefault(act, []).append(card.id)
            if due.day <= today < was:
                now_due.setdefault(act, []).append(card.id)
    keeping = _keeping(after, known)
    return Effects(*map(_listed, (earlier, later, now_due, keeping)))


def _listed(found: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    """By name the dossiers, each once."""
    return {name: tuple(dict.fromkeys(ids)) for name, ids in found.items()}


def _keeping(after: Profile, cards: Iterable[Card]) -> Mapping[str, list[str]]:
    """The sections that were made for others than `after` names, and the dossiers by section."""
    found: dict[str, list[str]] = {}
    for card in cards:
        register = after.registers[card.register]
        for name, section in card.sections.items():
            named = made_for(register, name)
            if section.readers and set(section.readers) != set(named):
                place = "melder" if is_reporter_section(register, name) else f"secties.{name}"
                found.setdefault(f"registers.{register.name}.{place}", []).append(card.id)
    return found
