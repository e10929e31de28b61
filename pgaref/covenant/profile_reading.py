# SPDX-License-Identifier: EUPL-1.2
"""From the text of `convenant.yaml`, already fitted to its schema, to a `Profile`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pgaref.covenant.calendar import Term
from pgaref.covenant.model import PartyKind
from pgaref.covenant.profile import (
    ActivityRule,
    ActRule,
    Authorisations,
    Backup,
    Category,
    Correspondence,
    DataKind,
    Goal,
    Ground,
    Guards,
    Incidents,
    LogReview,
    Omission,
    Party,
    Processing,
    Profile,
    Purpose,
    ReaderRule,
    Recording,
    RegisterRule,
    ReporterRule,
    Route,
    SectionRule,
    Terms,
)

_Entry = Mapping[str, Any]


def parse(value: _Entry) -> Profile:
    """The profile that `value` (fitting `profile/1`) describes."""
    terms = value["termijnen"]
    return Profile(
        name=value["naam"],
        title=value["titel"],
        version=value["versie"],
        since=date.fromisoformat(value["geldig_van"]),
        time_zone=value["tijdzone"],
        goals=tuple(Goal(g["id"], g["tekst"], g["artikel"]) for g in value["doelen"]),
        correspondence=_correspondence(value["correspondentie"]),
        parties={entry["id"]: _party(entry) for entry in value["partijen"]},
        roles={kind: role["naam"] for role in value["rollen"] for kind in role["soorten"]},
        categories={entry["id"]: _category(entry) for entry in value["gegevens"]},
        grounds=tuple(_ground(entry) for entry in value["grondslagen"]),
        registers={entry["naam"]: _register(entry) for entry in value["registers"]},
        acts=tuple(_act(entry) for entry in value["handelingen"]),
        purposes=tuple(_purpose(entry) for entry in value["leesdoelen"]),
        omissions={entry["wat"]: _omission(entry) for entry in value["weglaten"]},
        processing=_processing(value["verwerkingen"]),
        terms=Terms(
            archive=_term(terms["archiveren"]),
            destroy=_term(terms["vernietigen"]),
            declined=_term(terms["niet_agenderen"]),
            decision=_term(terms["besluit"]),
            hold=_term(terms["opschorting"]),
            notice=_term(terms["kennisgeving"]),
            notice_urgent=_term(terms["kennisgeving_dringend"]),
            notice_review=_term(terms["kennisgeving_herzien"]),
            review=_term(terms["controle"]),
            request=_term(terms["verzoek"]),
            execution=_term(terms["uitvoering"]),
            objection=_term(terms["bezwaar"]),
            withdrawal=_term(terms["opzegging"]),
            log=_term(terms["logboek"]),
            draft=_term(terms["concept"]),
        ),
        authorisations=_authorisations(value["bevoegdheden"]),
        log_review=_log_review(value["logcontrole"]),
        incidents=_incidents(value["incidenten"]),
        evaluations={what: _term(term) for what, term in value["evaluaties"].items()},
        guards=_guards(value["waarborgen"]),
        backup=_backup(value["reservekopieen"]),
    )


def _party(entry: _Entry) -> Party:
    return Party(
        id=entry["id"],
        name=entry["naam"],
        kind=PartyKind(entry["soort"]),
        nature=entry["aard"],
        article=entry["artikel"],
        contact=entry.get("contact", ""),
    )


def _category(entry: _Entry) -> Category:
    restricted = entry.get("beperkt", False)
    return Category(entry["id"], entry["omschrijving"], entry["artikel"], restricted)


def _correspondence(entry: _Entry) -> Correspondence:
    return Correspondence(
        uitvoerder=entry.get("uitvoerder", ""),
        data_protection_officer=entry.get("functionaris_gegevensbescherming", ""),
        objection=entry.get("bezwaar", ""),
    )


def _omission(entry: _Entry) -> Omission:
    return Omission(entry["wat"], entry["grond"], entry["motivering"], entry["artikel"])


def _processing(entry: _Entry) -> Processing:
    activities = tuple(_activity(activity) for activity in entry["activiteiten"])
    return Processing(entry["doorgifte"], tuple(entry["maatregelen"]), activities)


def _activity(entry: _Entry) -> ActivityRule:
    return ActivityRule(
        name=entry["naam"],
        version=entry["versie"],
        since=date.fromisoformat(entry["geldig_van"]),
        description=entry["omschrijving"],
        goals=tuple(entry.get("doelen", ())),
        purposes=tuple(entry.get("doeleinden", ())),
        grounds=tuple(entry.get("grondslag", ())),
        persons=tuple(entry["personen"]),
        data=tuple(
            DataKind(kind["wat"], tuple(kind.get("bijzonder", ())), kind["artikel"])
            for kind in entry["gegevens"]
        ),
        recipients=tuple(entry.get("ontvangers", ())),
        article=entry["artikel"],
    )


def _ground(entry: _Entry) -> Ground:
    return Ground(
        id=entry["id"],
        law=entry["wet"],
        article=entry["artikel"],
        givers=tuple(entry["gever"]),
        categories=tuple(entry["gegevens"]),
        routes=tuple(Route(tuple(r["wie"]), r["relatie"], r["artikel"]) for r in entry["naar"]),
        statements={s["veld"]: tuple(s.get("een_van", ())) for s in entry["onderbouwing"]},
        since=date.fromisoformat(entry["geldig_van"]),
        until=date.fromisoformat(entry["geldig_tot"]) if "geldig_tot" in entry else None,
        recording=_recording(entry["vastleggen"]) if "vastleggen" in entry else None,
    )


def _recording(entry: _Entry) -> Recording:
    return Recording(tuple(entry["voorwaarden"]), entry["artikel"])


def _readers(entries: Sequence[_Entry]) -> tuple[ReaderRule, ...]:
    return tuple(ReaderRule(entry["wie"], entry["artikel"]) for entry in entries)


def _register(entry: _Entry) -> RegisterRule:
    melder = entry.get("melder")
    return RegisterRule(
        name=entry["naam"],
        prefix=entry["voorvoegsel"],
        article=entry["artikel"],
        standing=tuple(entry["vast"]),
        nameable=tuple(entry["te_benoemen"]),
        bringers=tuple(entry["brengt_in"]),
        sections=tuple(_section(section) for section in entry["secties"]),
        reporter=melder
        and ReporterRule(melder["naam"], _readers(melder["lezers"]), melder["artikel"]),
        disclosable=tuple(entry.get("te_verstrekken", ())),
        disclosing_for=tuple(entry.get("verstrekkingsdoelen", ())),
        follows=entry.get("vervalt_met_dossier", False),
    )


def _section(entry: _Entry) -> SectionRule:
    return SectionRule(
        name=entry["naam"],
        kinds=tuple(entry["bevat"]),
        readers=_readers(entry["lezers"]),
        article=entry["artikel"],
        restricted=entry.get("beperkt", False),
        archived=not entry.get("tot_archivering", False),
    )


def _act(entry: _Entry) -> ActRule:
    return ActRule(
        name=entry["naam"],
        roles=tuple(entry["rollen"]),
        articles=tuple(entry["artikelen"]),
        register=entry.get("register", ""),
        states=tuple(entry.get("staten", ())),
        counts=entry.get("laatste_verwerking", False),
        reasons=tuple(entry.get("redenen", ())),
    )


def _purpose(entry: _Entry) -> Purpose:
    return Purpose(
        name=entry["naam"],
        article=entry["artikel"],
        register=entry.get("register", ""),
        states=tuple(entry.get("staten", ())),
        kinds=tuple(entry.get("soorten", ())),
        default=entry.get("vanzelf", False),
        default_in=entry.get("vanzelf_in", ""),
    )


def _term(entry: _Entry) -> Term:
    return Term(
        years=entry.get("jaren", 0),
        months=entry.get("maanden", 0),
        days=entry.get("dagen", 0),
        article=entry.get("artikel", ""),
    )


def _authorisations(entry: _Entry) -> Authorisations:
    return Authorisations(
        confirm=_term(entry["bevestigen"]),
        review=_term(entry["controle"]),
        least=entry["minstens"],
    )


def _log_review(entry: _Entry) -> LogReview:
    return LogReview(
        opens=entry["van"],
        closes=entry["tot"],
        dossiers=entry["dossiers_per_dag"],
        follow_up=_term(entry["vervolg"]),
        every=_term(entry["elke"]),
    )


def _incidents(entry: _Entry) -> Incidents:
    return Incidents(entry["melding_uren"], _term(entry["aanvulling"]), entry["artikel"])


def _guards(entry: _Entry) -> Guards:
    return Guards(
        clock_jump=_term(entry["kloksprong"]),
        heartbeat=_term(entry["levensteken"]),
        share_percent=entry["aandeel_procent"],
        share_from=entry["aandeel_vanaf"],
    )


def _backup(entry: _Entry) -> Backup:
    return Backup(keys_days=entry["sleutels_dagen"], rest_days=entry["overig_dagen"])
