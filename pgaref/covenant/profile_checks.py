# SPDX-License-Identifier: EUPL-1.2
"""What must hold of a profile and no schema can say: its names, terms and sections fit together.

A name that fits nobody would silently take a reader or a giver away; so each is a problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from pgaref.covenant import processing
from pgaref.covenant.model import PartyKind, State
from pgaref.covenant.profile import ActRule, Ground, Profile, Purpose, RegisterRule, SectionRule
from pgaref.covenant.recording import STATED
from pgaref.language import _

# A melder (art. 10(2)(c)) and a relation (art. 10(2)(f), (g)): never to an externe casuspartner.
MELDER = "melder"
NEVER_OUTSIDE = frozenset({MELDER, "betrokkene"})
_IDS = {
    "partijen": "id",
    "doelen": "id",
    "gegevens": "id",
    "registers": "naam",
    "leesdoelen": "naam",
    "weglaten": "wat",
}
# What the overview for a person concerned leaves out, each with a reason of its own (art. 12(4)).
OMITTED = ("melder", "derde", "beperkt")


def duplicates(value: Mapping[str, Any]) -> Iterator[str]:
    """Each id that stands twice in the text of a profile (`profile/1`); `parse` keeps the last."""
    for field, key in _IDS.items():
        yield from _twice(field, (entry[key] for entry in value[field]))
    activities = (entry["naam"] for entry in value["verwerkingen"]["activiteiten"])
    yield from _twice("verwerkingen.activiteiten", activities)
    yield from _twice(
        "rollen.soorten", (kind for role in value["rollen"] for kind in role["soorten"])
    )


def problems(profile: Profile) -> Iterator[str]:
    """What in a profile does not fit together, each as a field path and what is wrong there."""
    yield from _parties(profile)
    for ground in profile.grounds:
        yield from _ground(profile, ground)
    yield from _ambiguous_grounds(profile)
    prefixes = (register.prefix for register in profile.registers.values())
    yield from _twice("registers.voorvoegsel", prefixes)
    for register in profile.registers.values():
        yield from _register(profile, register)
    yield from _restricted(profile)
    yield from _acts(profile)
    yield from _purposes(profile)
    yield from _terms(profile)
    yield from processing.problems(profile)
    yield from (
        _("weglaten: nothing is said of {what}", what=what)
        for what in OMITTED
        if what not in profile.omissions
    )


def _twice(field: str, names: Iterable[str]) -> Iterator[str]:
    listed = list(names)
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield _("{field}: {name} stands twice", field=field, name=name)


def _unknown(field: str, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[str]:
    there = set(known)
    yield from (
        _("{field}: {name} is no {what}", field=field, name=name, what=what)
        for name in names
        if name not in there
    )


def _unmatched(profile: Profile, field: str, names: Iterable[str]) -> Iterator[str]:
    """A name must be the id, the kind of body or the capacity of some party."""
    for name in names:
        if not any(party.matches([name]) for party in profile.parties.values()):
            yield _("{field}: {name} is no party, aard or soort", field=field, name=name)


def _parties(profile: Profile) -> Iterator[str]:
    kinds = [party.kind for party in profile.parties.values()]
    if kinds.count(PartyKind.UITVOERDER) != 1:
        yield _("partijen: not exactly one is the uitvoerder")
    for kind in dict.fromkeys(kinds):
        if kind not in profile.roles:
            yield _("rollen: none is for {kind}", kind=kind)


def _ground(profile: Profile, ground: Ground) -> Iterator[str]:
    field = f"grondslagen.{ground.id}"
    yield from _unmatched(profile, f"{field}.gever", ground.givers)
    yield from _unknown(
        f"{field}.gegevens", ground.categories, profile.categories, _("kind of data")
    )
    for route in ground.routes:
        yield from _unmatched(profile, f"{field}.naar", route.to)
    if ground.recording is not None and not ground.statements.keys() >= {*STATED}:
        yield _(
            "{field}.vastleggen: onderbouwing does not ask for {stated}",
            field=field,
            stated=_(" and ").join(STATED),
        )
    if ground.until is not None and ground.until < ground.since:
        yield _("{field}.geldig_tot: lies before geldig_van", field=field)


def _ambiguous_grounds(profile: Profile) -> Iterator[str]:
    """Two rows for one ground, giver and kind of data at one time could ask different things."""
    for one, other in combinations(profile.grounds, 2):
        if one.id != other.id or set(one.categories).isdisjoint(other.categories):
            continue
        parties = profile.parties.values()
        shared = any(p.matches(one.givers) and p.matches(other.givers) for p in parties)
        ends = (one.until or date.max, other.until or date.max)
        if shared and max(one.since, other.since) <= min(ends):
            yield _(
                "grondslagen.{one}: two rows say who gives the same data at one time", one=one.id
            )


def _register(profile: Profile, register: RegisterRule) -> Iterator[str]:
    field = f"registers.{register.name}"
    prefix = register.prefix
    if not (len(prefix) == 2 and prefix.isascii() and prefix.isalpha() and prefix.isupper()):
        yield _("{field}.voorvoegsel: is not two capital letters", field=field)
    yield from _unknown(f"{field}.vast", register.standing, profile.parties, _("party"))
    yield from _unmatched(profile, f"{field}.te_benoemen", register.nameable)
    yield from _unmatched(profile, f"{field}.brengt_in", register.bringers)
    yield from _twice(f"{field}.secties", (section.name for section in register.sections))
    for section in register.sections:
        yield from _section(profile, f"{field}.secties.{section.name}", section)
    yield from _disclosable(profile, register)
    if register.reporter is not None:
        keepers = [rule.who for rule in register.reporter.readers]
        yield from _unmatched(profile, f"{field}.melder.lezers", keepers)
        for section in register.sections:
            if section.name.startswith(f"{register.reporter.name}-"):
                yield _(
                    "{field}.secties.{section}: reads as a melder's",
                    field=field,
                    section=section.name,
                )


def _disclosable(profile: Profile, register: RegisterRule) -> Iterator[str]:
    """It lies in the register, and what may go to externals is about the subject (art. 10(5))."""
    field = f"registers.{register.name}.te_verstrekken"
    held = {kind for section in register.sections for kind in section.kinds}
    if register.reporter is not None:
        held.add(MELDER)
    yield from _unknown(field, register.disclosable, held, _("kind it holds"))
    nameable = (p for p in profile.parties.values() if p.matches(register.nameable))
    if any(party.kind is PartyKind.EXTERNE_CASUSPARTNER for party in nameable):
        for kind in sorted(NEVER_OUTSIDE & held & {*register.disclosable}):
            yield _(
                "{field}: {kind} is about somebody else than the subject", field=field, kind=kind
            )
    if register.disclosable and not register.disclosing_for:
        yield _("registers.{register}.verstrekkingsdoelen: is empty", register=register.name)


def _section(profile: Profile, field: str, section: SectionRule) -> Iterator[str]:
    names = [rule.who for rule in section.readers]
    yield from _unmatched(profile, f"{field}.lezers", names)
    reading = [party.kind for party in profile.parties.values() if party.matches(names)]
    if section.archived and PartyKind.KERNPARTIJ not in reading:
        yield _("{field}.lezers: no kernpartij could read it in the archive", field=field)


def _restricted(profile: Profile) -> Iterator[str]:
    """Restricted data needs a place in each register that takes signals, the same one in each."""
    if not any(category.restricted for category in profile.categories.values()):
        return
    taking = [register for register in profile.registers.values() if register.bringers]
    everywhere = {s.name for register in taking for s in register.sections if s.restricted}
    for register in taking:
        own = {s.name for s in register.sections if s.restricted}
        if not any("signaal" in s.kinds for s in register.sections if s.restricted):
            yield _(
                "registers.{register}.secties: no restricted one holds a signaal",
                register=register.name,
            )
        for name in sorted(everywhere - own):
            yield _(
                "registers.{register}.secties: {name} stands in another register only",
                register=register.name,
                name=name,
            )


def _acts(profile: Profile) -> Iterator[str]:
    roles = set(profile.roles.values())
    for one, other in combinations(profile.acts, 2):
        if one.name == other.name and _overlap(one.register, other.register):
            yield _("handelingen.{one}: stands twice", one=one.name)
    for act in profile.acts:
        field = f"handelingen.{act.name}"
        yield from _unknown(f"{field}.rollen", act.roles, roles, _("role"))
        yield from _place(profile, field, act)


def _purposes(profile: Profile) -> Iterator[str]:
    for one, other in combinations([p for p in profile.purposes if p.default], 2):
        alike = ((one.states, other.states), (one.kinds, other.kinds))
        if _overlap(one.register, other.register) and all(
            not a or not b or not set(a).isdisjoint(b) for a, b in alike
        ):
            yield _(
                "leesdoelen.{other}: {one} is taken of itself there too",
                other=other.name,
                one=one.name,
            )
    for purpose in profile.purposes:
        field = f"leesdoelen.{purpose.name}"
        yield from _unknown(f"{field}.soorten", purpose.kinds, PartyKind, "soort")
        known = ("", *profile.registers)
        yield from _unknown(f"{field}.vanzelf_in", [purpose.default_in], known, "register")
        yield from _place(profile, field, purpose)


def _overlap(one: str, other: str) -> bool:
    return not one or not other or one == other


def _place(profile: Profile, field: str, rule: ActRule | Purpose) -> Iterator[str]:
    known = ("", *profile.registers)
    yield from _unknown(f"{field}.register", [rule.register], known, "register")
    yield from _unknown(f"{field}.staten", rule.states, State, _("state"))


def _terms(profile: Profile) -> Iterator[str]:
    terms, day = profile.terms, profile.since
    lasting = {
        "termijnen.archiveren": terms.archive,
        "termijnen.vernietigen": terms.destroy,
        "termijnen.niet_agenderen": terms.declined,
        "termijnen.besluit": terms.decision,
        "termijnen.opschorting": terms.hold,
        "termijnen.kennisgeving": terms.notice,
        "termijnen.kennisgeving_dringend": terms.notice_urgent,
        "termijnen.controle": terms.review,
        "termijnen.verzoek": terms.request,
        "termijnen.uitvoering": terms.execution,
        "termijnen.bezwaar": terms.objection,
        "termijnen.opzegging": terms.withdrawal,
        "termijnen.logboek": terms.log,
        "termijnen.concept": terms.draft,
        "bevoegdheden.bevestigen": profile.authorisations.confirm,
        "bevoegdheden.controle": profile.authorisations.review,
        "logcontrole.vervolg": profile.log_review.follow_up,
        "logcontrole.elke": profile.log_review.every,
        "incidenten.aanvulling": profile.incidents.completion,
        **{f"evaluaties.{what}": term for what, term in profile.evaluations.items()},
        "waarborgen.kloksprong": profile.guards.clock_jump,
        "waarborgen.levensteken": profile.guards.heartbeat,
    }
    yield from (
        _("{field}: is empty", field=field)
        for field, term in lasting.items()
        if term.after(day) <= day
    )
    if profile.log_review.opens >= profile.log_review.closes:
        yield _("logcontrole.tot: lies before van")
    if terms.log.after(day) < terms.destroy.after(day):
        yield _("termijnen.logboek: ends before vernietigen")
    if terms.destroy.after(day) < terms.archive.after(day):
        yield _("termijnen.vernietigen: ends before archiveren")
    if profile.guards.clock_jump.after(day) < profile.guards.heartbeat.after(day):
        yield _("waarborgen.kloksprong: ends before levensteken")
