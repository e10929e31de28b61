# SPDX-License-Identifier: EUPL-1.2
"""The register of processing, every point of AVG 30(1) and the ground: art. 4, 5.

A row says itself what no other entry of the profile says; purposes, grounds, recipients and terms
follow from the entries by which pgaref acts, so that the register tells what is done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pgaref.covenant.article import render
from pgaref.covenant.calendar import Term
from pgaref.covenant.logreview import FAILED, REFUSED, Operation
from pgaref.covenant.model import Card
from pgaref.covenant.profile import ActivityRule, DataKind, Profile, RegisterRule
from pgaref.errors import Refusal
from pgaref.language import _

# The activity that no register is for: officers and log.
KEEPING = "beheer"


@dataclass(frozen=True, slots=True)
class Activity:
    """A row of the register of processing, whole (AVG 30(1)(b)-(g)), in Dutch."""

    name: str
    version: int
    since: date
    description: str
    purposes: tuple[str, ...]
    grounds: tuple[str, ...]
    persons: tuple[str, ...]
    data: tuple[DataKind, ...]
    recipients: tuple[str, ...]
    transfers: str
    keeping: tuple[str, ...]
    measures: tuple[str, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is and was done, and of nobody who: for accountability, and for art. 18(4).

    `dossiers`: by register and state, today. Of the days counted: `acts` that changed something and
    `reads` by purpose, and how many acts were `refused` or `failed`.
    """

    dossiers: Mapping[str, Mapping[str, int]]
    acts: Mapping[str, int]
    reads: Mapping[str, int]
    refused: int
    failed: int


def activities(profile: Profile) -> tuple[Activity, ...]:
    """Every row, in the profile's order."""
    return tuple(_activity(profile, rule) for rule in profile.processing.activities)


def _activity(profile: Profile, rule: ActivityRule) -> Activity:
    register = profile.registers.get(rule.name)
    goals = [goal.text for goal in profile.goals if goal.id in rule.goals]
    laws = (f"{ground.law} ({render(ground.article)})" for ground in profile.grounds)
    return Activity(
        name=rule.name,
        version=rule.version,
        since=rule.since,
        description=rule.description,
        purposes=(*goals, *rule.purposes),
        grounds=rule.grounds or tuple(dict.fromkeys(laws)),
        persons=rule.persons,
        data=rule.data,
        recipients=rule.recipients or tuple(_recipients(register)),
        transfers=profile.processing.transfers,
        keeping=tuple(_keeping(profile, register)),
        measures=profile.processing.measures,
        article=rule.article,
    )


def _recipients(register: RegisterRule | None) -> Iterator[str]:
    """Who reads which sections, and to whom chosen fields may go (AVG 30(1)(d))."""
    if register is None:
        return
    reading: dict[str, list[str]] = {}
    for who, name in _readers(register):
        reading.setdefault(who, []).append(name)
    for who, names in reading.items():
        yield f"{who}: {', '.join(names)}"
    if register.disclosable:
        yield f"na toestemming, per veld: {', '.join(register.disclosable)}"


def _readers(register: RegisterRule) -> Iterator[tuple[str, str]]:
    for section in register.sections:
        yield from ((reader.who, section.name) for reader in section.readers)
    if register.reporter is not None:
        name = register.reporter.name
        yield from ((reader.who, name) for reader in register.reporter.readers)
        yield from ((who, f"{name} (eigen)") for who in register.bringers)


def _keeping(profile: Profile, register: RegisterRule | None) -> Iterator[str]:
    """How long (AVG 30(1)(f)); without a register: officers and log."""
    terms = profile.terms
    if register is None:
        yield _kept("logboek: per kalenderjaar, {} na het einde van dat jaar", terms.log)
        yield "bevoegdheden: zolang het logboek ze noemt"
        yield _kept(
            "opgegeven bewerkingen: hooguit {}, en niet langer dan hun dossier", terms.draft
        )
        return
    if register.follows:
        yield _kept("met de dossiers waar het over gaat, maar {} na het besluit", terms.objection)
    if register.standing:
        yield _kept("niet geagendeerd: vernietigd hooguit {} na het besluit", terms.declined)
    yield _kept("naar het archief hooguit {} na de laatste verwerking", terms.archive)
    yield _kept("vernietigd {} na de laatste verwerking", terms.destroy)


def _kept(text: str, term: Term) -> str:
    return f"{text.format(in_dutch(term))} ({render(term.article)})"


def in_dutch(term: Term) -> str:
    """A term as people say it: `1 jaar`, `6 maanden`, `28 dagen`."""
    parts = (
        (term.years, "jaar", "jaar"),
        (term.months, "maand", "maanden"),
        (term.days, "dag", "dagen"),
    )
    return " en ".join(f"{n} {one if n == 1 else more}" for n, one, more in parts if n)


def version_refusals(before: Profile, after: Profile) -> Iterator[Refusal]:
    """A refusal for each activity that changes under the version that it had, or is gone."""
    new = {activity.name: activity for activity in activities(after)}
    for old in activities(before):
        activity = new.get(old.name)
        if activity is None:
            yield Refusal(_("verwerkingen.{old}: gone", old=old.name), "4", "no-activity")
        elif activity.version <= old.version and _without_version(activity) != _without_version(
            old
        ):
            yield Refusal(
                _(
                    "verwerkingen.{old}: changed, and is version {version} as before",
                    old=old.name,
                    version=activity.version,
                ),
                "4",
                "same-version",
                _("give it the next versie, and a geldig_van"),
            )


def _without_version(activity: Activity) -> Activity:
    return replace(activity, version=0, since=date.min)


def problems(profile: Profile) -> Iterator[str]:
    """What in the register of processing does not fit the profile's other entries."""
    named = [rule.name for rule in profile.processing.activities]
    for name in (*profile.registers, KEEPING):
        if name not in named:
            yield _("verwerkingen: nothing is said of {name}", name=name)
    for name in named:
        if name not in (*profile.registers, KEEPING):
            yield _(
                "verwerkingen.{name}: is no register, nor {keeping}", name=name, keeping=KEEPING
            )
    for activity in activities(profile):
        yield from _unsaid(activity)
    letters = {goal.id for goal in profile.goals}
    for rule in profile.processing.activities:
        wrong = (goal for goal in rule.goals if goal not in letters)
        yield from (
            _("verwerkingen.{rule}.doelen: {goal} is no doel", rule=rule.name, goal=goal)
            for goal in wrong
        )


def _unsaid(activity: Activity) -> Iterator[str]:
    said = {
        "doelen": activity.purposes,
        "ontvangers": activity.recipients,
    }
    yield from (
        _("verwerkingen.{activity}.{name}: is empty", activity=activity.name, name=name)
        for name in said
        if not said[name]
    )


def counted(
    cards: Iterable[Card], operations: Iterable[Operation], *, since: date, until: date
) -> Counts:
    """The counts; of the operations those that began on the days `since` to `until`."""
    dossiers: dict[str, Counter[str]] = {}
    for card in cards:
        dossiers.setdefault(card.register, Counter())[card.state] += 1
    within = [one for one in operations if since <= one.time.date() <= until]
    return Counts(
        dossiers={name: dict(sorted(states.items())) for name, states in sorted(dossiers.items())},
        acts=_sorted(one.action for one in within if one.changed),
        reads=_sorted(one.purpose for one in within if one.reads),
        refused=sum(one.ended == REFUSED for one in within),
        failed=sum(one.ended == FAILED for one in within),
    )


def _sorted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
