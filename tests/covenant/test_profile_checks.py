# SPDX-License-Identifier: EUPL-1.2
"""A profile that does not fit together is told of, entry by entry, before it rules anything."""

from __future__ import annotations

from typing import Any

import pytest

from pgaref.covenant.profile_checks import duplicates, problems
from pgaref.covenant.profile_reading import parse
from tests.covenant.examples import profile, profile_text

WEEGPLOEG, CASUSOVERLEG = 0, 1
EMPTY: dict[str, Any] = {}
SHOW = {"naam": "show", "rollen": ["uitvoerder"], "artikelen": ["8.4"]}
OWN = {"naam": "own", "register": "casusoverleg", "vanzelf": True, "artikel": "10.4"}


def test_limburg_fits_together() -> None:
    assert list(problems(profile())) == []
    assert list(duplicates(profile_text())) == []


def _put(value: Any, path: tuple[str | int, ...], new: object) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


CASES: dict[str, tuple[tuple[str | int, ...], object]] = {
    "partijen: not exactly one is the uitvoerder": (("partijen", 0, "soort"), "uitvoerder"),
    "rollen: none is for casuspartij": (("rollen", 1, "soorten"), ["kernpartij"]),
    "grondslagen.wjsg-39f.gever: omm is no party, aard or soort": (
        ("grondslagen", 0, "gever"),
        ["openbaar-ministerie", "omm"],
    ),
    "grondslagen.wjsg-39f.gegevens: wpg-99 is no kind of data": (
        ("grondslagen", 0, "gegevens"),
        ["strafvorderlijk", "wpg-99"],
    ),
    "grondslagen.wjsg-39f.naar: iedereen is no party, aard or soort": (
        ("grondslagen", 0, "naar", 0, "wie"),
        ["iedereen"],
    ),
    "grondslagen.wjsg-39f.geldig_tot: lies before geldig_van": (
        ("grondslagen", 0, "geldig_tot"),
        "2019-02-28",
    ),
    "grondslagen.avg-6-1-e: two rows say who gives the same data at one time": (
        ("grondslagen", 5),
        profile_text()["grondslagen"][4],
    ),
    "registers.voorvoegsel: WP stands twice": (
        ("registers", CASUSOVERLEG, "voorvoegsel"),
        "WP",
    ),
    "registers.weegploeg.voorvoegsel: is not two capital letters": (
        ("registers", WEEGPLOEG, "voorvoegsel"),
        "Wp",
    ),
    "registers.weegploeg.vast: gemeente is no party": (
        ("registers", WEEGPLOEG, "vast"),
        ["politie", "gemeente"],
    ),
    "registers.weegploeg.te_benoemen: gemeenten is no party, aard or soort": (
        ("registers", WEEGPLOEG, "te_benoemen"),
        ["gemeenten"],
    ),
    "registers.weegploeg.brengt_in: kern is no party, aard or soort": (
        ("registers", WEEGPLOEG, "brengt_in"),
        ["kern"],
    ),
    "registers.weegploeg.melder.lezers: niemand is no party, aard or soort": (
        ("registers", WEEGPLOEG, "melder", "lezers", 0, "wie"),
        "niemand",
    ),
    "registers.casusoverleg.te_verstrekken: besluit is no kind it holds": (
        ("registers", CASUSOVERLEG, "te_verstrekken"),
        ["signaal", "besluit"],
    ),
    "registers.casusoverleg.te_verstrekken: melder is no kind it holds": (
        ("registers", CASUSOVERLEG, "te_verstrekken"),
        ["signaal", "melder"],
    ),
    "registers.weegploeg.te_verstrekken: melder is about somebody else than the subject": (
        ("registers", WEEGPLOEG, "te_benoemen"),
        ["gemeente", "externe-casuspartner"],
    ),
    "registers.casusoverleg.verstrekkingsdoelen: is empty": (
        ("registers", CASUSOVERLEG, "verstrekkingsdoelen"),
        [],
    ),
    "grondslagen.wpg-20.vastleggen: onderbouwing does not ask for zwaarwegend_belang and doel": (
        ("grondslagen", 1, "onderbouwing"),
        [{"veld": "doel"}],
    ),
    "registers.casusoverleg.te_verstrekken: betrokkene is about somebody else than the subject": (
        ("registers", CASUSOVERLEG, "te_verstrekken"),
        ["signaal", "betrokkene"],
    ),
    "registers.casusoverleg.secties: netwerk stands twice": (
        ("registers", CASUSOVERLEG, "secties", 2, "naam"),
        "netwerk",
    ),
    "registers.weegploeg.secties.dossier.lezers: agent is no party, aard or soort": (
        ("registers", WEEGPLOEG, "secties", 0, "lezers", 0, "wie"),
        "agent",
    ),
    "registers.weegploeg.secties.dossier.lezers: no kernpartij could read it in the archive": (
        ("registers", WEEGPLOEG, "secties", 0, "lezers"),
        [{"wie": "uitvoerder", "artikel": "8.1"}],
    ),
    "registers.weegploeg.secties.melder-politie: reads as a melder's": (
        ("registers", WEEGPLOEG, "secties", 0, "naam"),
        "melder-politie",
    ),
    "handelingen.show: stands twice": (("handelingen", 0), SHOW),
    "handelingen.init.rollen: baas is no role": (("handelingen", 0, "rollen"), ["baas"]),
    "handelingen.init.register: klachten is no register": (
        ("handelingen", 0, "register"),
        "klachten",
    ),
    "handelingen.intake.staten: open is no state": (("handelingen", 13, "staten"), ["open"]),
    "leesdoelen.own: casusoverleg is taken of itself there too": (("leesdoelen", 3), OWN),
    "leesdoelen.plan.soorten: vreemden is no soort": (
        ("leesdoelen", 2, "soorten"),
        ["vreemden"],
    ),
    "leesdoelen.plan.register: klachten is no register": (
        ("leesdoelen", 2, "register"),
        "klachten",
    ),
    "leesdoelen.verzoek.vanzelf_in: klachten is no register": (
        ("leesdoelen", 3, "vanzelf_in"),
        "klachten",
    ),
    "weglaten: nothing is said of melder": (("weglaten", 0, "wat"), "derde"),
    "leesdoelen.plan.staten: gewoon is no state": (("leesdoelen", 2, "staten"), ["gewoon"]),
    "termijnen.archiveren: is empty": (("termijnen", "archiveren"), EMPTY),
    "termijnen.vernietigen: is empty": (("termijnen", "vernietigen"), EMPTY),
    "termijnen.niet_agenderen: is empty": (("termijnen", "niet_agenderen"), EMPTY),
    "termijnen.besluit: is empty": (("termijnen", "besluit"), EMPTY),
    "termijnen.opschorting: is empty": (("termijnen", "opschorting"), EMPTY),
    "termijnen.kennisgeving: is empty": (("termijnen", "kennisgeving"), EMPTY),
    "termijnen.kennisgeving_dringend: is empty": (("termijnen", "kennisgeving_dringend"), EMPTY),
    "termijnen.controle: is empty": (("termijnen", "controle"), EMPTY),
    "termijnen.concept: is empty": (("termijnen", "concept"), EMPTY),
    "waarborgen.kloksprong: is empty": (("waarborgen", "kloksprong"), EMPTY),
    "waarborgen.levensteken: is empty": (("waarborgen", "levensteken"), EMPTY),
    "logcontrole.tot: lies before van": (("logcontrole", "tot"), 7),
    "logcontrole.elke: is empty": (("logcontrole", "elke"), EMPTY),
    "bevoegdheden.controle: is empty": (("bevoegdheden", "controle"), EMPTY),
    "waarborgen.kloksprong: ends before levensteken": (
        ("waarborgen", "levensteken"),
        {"dagen": 101},
    ),
    "termijnen.logboek: ends before vernietigen": (("termijnen", "logboek"), {"jaren": 4}),
    "termijnen.vernietigen: ends before archiveren": (
        ("termijnen", "vernietigen"),
        {"maanden": 11},
    ),
}


@pytest.mark.parametrize("problem", CASES)
def test_a_profile_that_does_not_fit_together(problem: str) -> None:
    path, new = CASES[problem]
    text = profile_text()
    _put(text, path, new)
    assert problem in list(problems(parse(text)))


@pytest.mark.artikel("6.b")
@pytest.mark.parametrize("place", [WEEGPLOEG, CASUSOVERLEG])
def test_restricted_data_needs_a_place_in_every_register(place: int) -> None:
    text = profile_text()
    rule = text["registers"][place]
    rule["secties"] = [s for s in rule["secties"] if not s.get("beperkt")]
    assert list(problems(parse(text))) == [
        f"registers.{rule['naam']}.secties: no restricted one holds a signaal",
        f"registers.{rule['naam']}.secties: beperkt stands in another register only",
        f"registers.{rule['naam']}.secties: beperkt-om stands in another register only",
    ]


def test_without_restricted_data_no_restricted_section_is_needed() -> None:
    text = profile_text()
    for category in text["gegevens"]:
        category.pop("beperkt", None)
    for rule in text["registers"]:
        rule["secties"] = [s for s in rule["secties"] if not s.get("beperkt")]
    assert list(problems(parse(text))) == []


def test_a_register_that_takes_no_signals_needs_no_restricted_section() -> None:
    text = profile_text()
    klachten = {**text["registers"][WEEGPLOEG], "naam": "klachten", "voorvoegsel": "KL"}
    klachten["brengt_in"] = []
    klachten["secties"] = klachten["secties"][:1]
    text["registers"].append(klachten)
    rows = text["verwerkingen"]["activiteiten"]
    rows.append({**rows[WEEGPLOEG], "naam": "klachten"})
    assert list(problems(parse(text))) == []


def test_two_givers_may_give_the_same_data_under_one_ground() -> None:
    text = profile_text()
    text["grondslagen"][5]["gegevens"] = text["grondslagen"][4]["gegevens"]
    assert list(problems(parse(text))) == []


def test_what_just_fits_is_no_problem() -> None:
    text = profile_text()
    text["grondslagen"][0]["geldig_tot"] = text["grondslagen"][0]["geldig_van"]
    text["termijnen"]["archiveren"] = text["termijnen"]["vernietigen"]
    text["waarborgen"]["levensteken"] = text["waarborgen"]["kloksprong"]
    assert list(problems(parse(text))) == []


def test_a_ground_may_follow_upon_its_former_self() -> None:
    text = profile_text()
    former, later = profile_text()["grondslagen"][4], text["grondslagen"][4]
    former["geldig_tot"], later["geldig_van"] = "2026-12-31", "2027-01-01"
    text["grondslagen"].append(former)
    assert list(problems(parse(text))) == []


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("partijen", "partijen: gemeente-beek stands twice"),
        ("gegevens", "gegevens: strafvorderlijk stands twice"),
        ("registers", "registers: weegploeg stands twice"),
        ("leesdoelen", "leesdoelen: weegploeg stands twice"),
        ("rollen", "rollen.soorten: uitvoerder stands twice"),
    ],
)
def test_what_stands_twice_is_told_of(field: str, problem: str) -> None:
    text = profile_text()
    text[field].append(text[field][0])
    assert list(duplicates(text)) == [problem]
