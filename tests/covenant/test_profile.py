# SPDX-License-Identifier: EUPL-1.2
"""The profile limburg-2019 says what the covenant says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pgaref.covenant.calendar import Term
from pgaref.covenant.model import PartyKind
from pgaref.covenant.profile import Guards
from pgaref.covenant.profile_reading import parse
from tests.covenant.examples import POLITIE, ROOT, profile, profile_text
from tests.schemas.samples import schemas

# The list "Partijen" of the covenant, and its annex 1, as they are written there.
KERNPARTIJEN = """
De gemeente Beek
De gemeente Beekdaelen
De gemeente Beesel
De gemeente Bergen
De gemeente Brunssum
De gemeente Echt-Susteren
De gemeente Eijsden-Margraten
De gemeente Gennep
De gemeente Gulpen-Wittem
De gemeente Heerlen
De gemeente Horst aan de Maas
De gemeente Kerkrade
De gemeente Landgraaf
De gemeente Leudal
De gemeente Maasgouw
De gemeente Maastricht
De gemeente Meerssen
De gemeente Mook en Middelaar
De gemeente Nederweert
De gemeente Peel en Maas
De gemeente Roerdalen
De gemeente Roermond
De gemeente Simpelveld
De gemeente Sittard-Geleen
De gemeente Stein
De gemeente Vaals
De gemeente Valkenburg aan de Geul
De gemeente Venlo
De gemeente Venray
De gemeente Voerendaal
De gemeente Weert
Het Openbaar Ministerie
De politie
""".strip().splitlines()
NAMES = {
    PartyKind.KERNPARTIJ: KERNPARTIJEN,
    PartyKind.CASUSPARTIJ: ["De Raad voor de kindbescherming", "De Reclassering Nederland"],
    PartyKind.EXTERNE_CASUSPARTNER: [
        "De Nationaal Coördinator Terrorismebestrijding en Veiligheid",
        "Bureau Jeugdzorg Limburg",
        "Het Regionale Informatie- en expertisecentrum Limburg",
    ],
    PartyKind.UITVOERDER: ["De uitvoerder"],
}
OTHER_IDS = {
    "De politie": "politie",
    "Het Openbaar Ministerie": "openbaar-ministerie",
    "De Raad voor de kindbescherming": "raad-voor-de-kinderbescherming",
    "De Reclassering Nederland": "reclassering-nederland",
    "De Nationaal Coördinator Terrorismebestrijding en Veiligheid": "nctv",
    "Bureau Jeugdzorg Limburg": "bureau-jeugdzorg-limburg",
    "Het Regionale Informatie- en expertisecentrum Limburg": "riec-limburg",
    "De uitvoerder": "uitvoerder",
}
# The acts that restart the terms of art. 13; nothing else does.
COUNTING = {
    *("intake", "signal", "weigh", "decide", "plan", "action", "relation", "advice"),
    *("disclose", "close"),
}
ARTICLE = re.compile(r"P|B1|1|3\.[a-f]|4|5|6\.[a-e]|([1-9]|1[0-8])(\.[1-9])(\.[a-h])?")


def test_the_profile_fits_its_schema() -> None:
    schema = schemas()["profile"]
    Draft202012Validator.check_schema(schema)
    assert [e.json_path for e in Draft202012Validator(schema).iter_errors(profile_text())] == []


@pytest.mark.parametrize("field", sorted(profile_text()))
def test_the_schema_is_closed_and_wants_every_part(field: str) -> None:
    validator = Draft202012Validator(schemas()["profile"])
    without = profile_text()
    del without[field]
    assert not validator.is_valid(without)
    assert not validator.is_valid({**profile_text(), f"{field}_": "more"})


@pytest.mark.parametrize("kind", PartyKind)
def test_the_parties_are_named_as_the_covenant_names_them(kind: PartyKind) -> None:
    parties = [party for party in profile().parties.values() if party.kind is kind]
    assert [party.name for party in parties] == NAMES[kind]


def test_there_are_31_municipalities() -> None:
    found = [party for party in profile().parties.values() if party.nature == "gemeente"]
    assert len(found) == 31
    assert {party.kind for party in found} == {PartyKind.KERNPARTIJ}


def test_the_ids_are_those_of_the_design() -> None:
    for party in profile().parties.values():
        made = party.name.removeprefix("De ").lower().replace(" ", "-")
        assert party.id == OTHER_IDS.get(party.name, made)


def test_external_partners_have_the_address_of_the_annex() -> None:
    contacts = {p.id: p.contact for p in profile().parties.values() if p.contact}
    assert contacts == {
        "nctv": "Postbus 16950, 2500 BZ Den Haag",
        "bureau-jeugdzorg-limburg": "Slachthuisstraat 33, 6041 CB, Roermond",
        "riec-limburg": "Postbus 1992, 6201 BZ Maastricht",
    }


def _entries(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
        value = list(value.items())
    elif isinstance(value, list):
        value = list(enumerate(value))
    else:
        return
    for key, entry in value:
        yield from _entries(entry, f"{path}.{key}")


def test_every_entry_has_its_article() -> None:
    # What must be stated and how far the clock may jump stand inside an entry with an article.
    inside = re.compile(
        r"\.onderbouwing\.\d+$|\.(kloksprong|levensteken)$"
        r"|^\.(termijnen|correspondentie|bevoegdheden|evaluaties|verwerkingen)$"
    )
    for path, entry in _entries(profile_text()):
        if not inside.search(path):
            articles = entry.get("artikelen", [entry.get("artikel", "")])
            assert articles
            assert all(ARTICLE.fullmatch(article) for article in articles), path


@pytest.mark.artikel("13.1", "13.2", "13.3", "11.2", "8.3", "10.3")
def test_the_terms_are_those_of_the_covenant() -> None:
    terms = profile().terms
    assert terms.archive == Term(years=1, article="13.2")
    assert terms.destroy == Term(years=5, article="13.1")
    assert terms.declined == Term(months=6, article="13.3")
    assert terms.hold == Term(months=3, article="12.5")
    assert terms.notice == Term(months=1, article="11.2")
    assert terms.notice_urgent == Term(days=60, article="11.2")
    assert terms.notice_review == Term(months=6, article="11.5")
    assert terms.decision == Term(months=3, article="7.4")
    assert terms.review == Term(months=6, article="8.3")
    assert terms.request == Term(days=28, article="12.3")
    assert terms.execution == Term(days=28, article="12.6")
    assert terms.objection == Term(days=49, article="12.4")
    assert profile().guards == Guards(Term(days=100), Term(days=28), 25, 10)


@pytest.mark.artikel("18.1")
def test_the_covenant_is_in_force_since_its_day() -> None:
    assert (profile().since, profile().time_zone) == (date(2019, 3, 1), "Europe/Amsterdam")
    assert {ground.since for ground in profile().grounds} == {date(2019, 3, 1)}


@pytest.mark.artikel("13.1")
def test_the_acts_that_count_as_last_processing() -> None:
    # A request, and an incident, count for their own file, never for those that they are about.
    others = ("verzoeken", "incidenten")
    about_persons = [act for act in profile().acts if act.register not in others]
    assert {act.name for act in about_persons if act.counts} == COUNTING
    named = [act for act in profile().acts if act.name in COUNTING]
    assert all(act.counts for act in named)


@pytest.mark.artikel("8.1", "10.1", "13.4")
def test_only_the_uitvoerder_files() -> None:
    others = {act.name for act in profile().acts if "vertegenwoordiger" in act.roles}
    assert others <= {
        *("officer add", "officer confirm", "officer revoke", "officer rekey", "officer review"),
        *("officer list", "reopen", "show", "find", "list", "document", "agenda", "check"),
        *("log show", "log verify", "log checkpoint", "log review", "log export"),
        *("request answer", "correct", "acknowledge"),
        *("evaluate beveiliging", "evaluate convenant", "verwerkingsregister"),
        *("edit", "drafts keep", "drafts drop"),
    }
    assert not others & COUNTING


def test_sections_hold_kinds_that_have_a_schema() -> None:
    kinds = {path.parent.name for path in (ROOT / "schemas").glob("*/1.json")}
    for rule in profile().registers.values():
        for section in rule.sections:
            assert set(section.kinds) <= kinds


@pytest.mark.artikel("8.2", "10.2")
def test_no_section_of_a_casusoverleg_holds_a_melder_or_a_decision_of_the_weegploeg() -> None:
    rule = profile().registers["casusoverleg"]
    held = {kind for section in rule.sections for kind in section.kinds}
    assert held.isdisjoint({"melder", "besluit", "overdracht"})
    assert rule.reporter is None


def test_an_act_is_found_by_name_and_register() -> None:
    found = profile().act("signal", "casusoverleg")
    assert found is not None
    assert found.articles == ("9.2", "10.2.b", "10.2.c")
    assert profile().act("show", "casusoverleg") is profile().act("show")
    assert profile().act("plan", "weegploeg") is None
    assert profile().act("delete") is None
    first = profile().act("signal")
    assert first is not None
    assert first.register == "weegploeg"


def test_a_register_is_known_by_the_prefix_of_an_id() -> None:
    for prefix, name in {"WP": "weegploeg", "CO": "casusoverleg"}.items():
        found = profile().register_of(f"{prefix}-00000000")
        assert found is not None
        assert found.name == name
    assert profile().register_of("ZZ-00000000") is None


def test_a_name_means_a_party_by_id_aard_or_soort() -> None:
    politie = profile().parties[POLITIE]
    heerlen = profile().parties["gemeente-heerlen"]
    assert politie.matches(["politie"])
    assert heerlen.matches(["gemeente-heerlen"])
    assert heerlen.matches(["gemeente"])
    assert heerlen.matches(["casuspartij", "kernpartij"])
    assert not heerlen.matches(["gemeente-venlo", "casuspartij"])
    assert not heerlen.matches([])


@pytest.mark.artikel("5")
def test_the_uitvoerder_is_one_party() -> None:
    assert profile().uitvoerder.id == "uitvoerder"
    assert profile().roles == {
        "uitvoerder": "uitvoerder",
        "kernpartij": "vertegenwoordiger",
        "casuspartij": "vertegenwoordiger",
        "externe-casuspartner": "vertegenwoordiger",
    }


def test_a_ground_may_have_an_end() -> None:
    text = profile_text()
    text["grondslagen"][0]["geldig_tot"] = "2027-12-31"
    ground = parse(text).grounds[0]
    days = [date(2019, 2, 28), date(2019, 3, 1), date(2027, 12, 31), date(2028, 1, 1)]
    assert [ground.in_force(day) for day in days] == [False, True, True, False]
    assert profile().grounds[0].in_force(date.max)
