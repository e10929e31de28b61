# SPDX-License-Identifier: EUPL-1.2
"""From one version of a profile to the next: art. 18."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pgaref.covenant.processing import version_refusals
from pgaref.covenant.profile_changes import Change, change_refusals, changes, effects
from pgaref.covenant.profile_reading import parse
from tests.covenant.examples import (
    CO,
    OFFICERS,
    WP,
    casusoverleg_card,
    profile,
    profile_text,
    weegploeg_card,
)

CARDS = (weegploeg_card(), casusoverleg_card())


def named(entries: list[dict[str, Any]], name: str, key: str = "naam") -> dict[str, Any]:
    return next(entry for entry in entries if entry[key] == name)


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The text of limburg-2019, changed, as another version."""
    text = profile_text()
    change(text)
    for activity in text["verwerkingen"]["activiteiten"]:
        activity["versie"] += 1
    return {**text, "versie": "2099.1"}


def refused(change: Callable[[dict[str, Any]], object]) -> list[str]:
    after = parse(changed(change))
    return [found.message for found in change_refusals(profile(), after, CARDS, OFFICERS)]


def terms(text: dict[str, Any], **values: Any) -> None:
    for name, value in values.items():
        text["termijnen"][name] = value


@pytest.mark.artikel("18.1")
def test_a_version_is_told_entry_by_entry_with_its_article() -> None:
    def change(text: dict[str, Any]) -> None:
        terms(text, archiveren={"maanden": 6, "artikel": "13.2"})
        ground = named(text["grondslagen"], "wpg-20", "id")
        ground["geldig_tot"] = "2026-12-31"
        ground["gegevens"] = ["wpg-8"]
        text["leesdoelen"].append({"naam": "onderzoek", "artikel": "18.4"})
        text["registers"][0]["brengt_in"].append("casuspartij")

    after = changed(change)
    before = profile_text()
    found = [c for c in changes(before, after) if not c.path.startswith("verwerkingen.")]
    version = Change("~", "versie", str(before["versie"]), "2099.1", "18.1")
    assert found == [
        version,
        Change("-", "grondslagen.wpg-20 politie.gegevens.wpg-13", article="6.b"),
        Change("+", "grondslagen.wpg-20 politie.geldig_tot", article="6.b"),
        Change("+", "registers.weegploeg.brengt_in.casuspartij", article="8.1"),
        Change("+", "leesdoelen.onderzoek", article="18.4"),
        Change("+", "termijnen.archiveren.maanden", article="13.2"),
        Change("-", "termijnen.archiveren.jaren", article="13.2"),
    ]
    assert list(changes(before, before)) == []


@pytest.mark.artikel("18.1")
def test_entries_of_the_same_name_are_told_apart() -> None:
    """Two rows of one ground, an act on two registers."""

    def change(text: dict[str, Any]) -> None:
        rows = [ground for ground in text["grondslagen"] if ground["id"] == "avg-6-1-e"]
        rows[1]["wet"] = "Een andere wet"
        acts = [act for act in text["handelingen"] if act["naam"] == "leave"]
        acts[0]["artikelen"] = ["8.4", "18.2"]

    found = changes(profile_text(), changed(change))
    paths = {change.path for change in found if not change.path.startswith("verwerkingen.")}
    assert (
        paths
        == {
            "versie",
            "grondslagen.avg-6-1-e raad-voor-de-kinderbescherming.wet",
            "handelingen.leave weegploeg te-wegen gewogen besloten.artikelen.18.2",
        }
        or paths
    )


@pytest.mark.artikel("18.1")
def test_entries_without_a_name_are_told_by_their_place() -> None:
    assert list(changes([{"x": 1}], [{"x": 1}, {"x": 2}])) == [Change("+", "2")]
    assert list(changes({"a": "x"}, {})) == [Change("-", "a")]


def end_a_ground(text: dict[str, Any]) -> None:
    ground = named(text["grondslagen"], "wpg-20", "id")
    text["grondslagen"].append({**ground, "geldig_van": "2027-01-01", "gegevens": ["wpg-8"]})
    ground["geldig_tot"] = "2026-12-31"


def add_a_party(text: dict[str, Any]) -> None:
    text["partijen"].append({**text["partijen"][0], "id": "gemeente-verzonnen"})


@pytest.mark.artikel("18.1", "6")
@pytest.mark.parametrize(
    "change",
    [
        lambda text: None,
        end_a_ground,
        add_a_party,
        lambda text: terms(text, archiveren={"maanden": 6, "artikel": "13.2"}),
        lambda text: named(text["grondslagen"], "wpg-20", "id").update(wet="Wpg, artikel 20"),
        lambda text: named(text["partijen"], "politie", "id").update(naam="Politie Limburg"),
    ],
)
def test_what_leaves_files_as_they_are_is_in_order(
    change: Callable[[dict[str, Any]], object],
) -> None:
    assert refused(change) == []


def without(field: str, name: str, key: str = "naam") -> Callable[[dict[str, Any]], object]:
    def change(text: dict[str, Any]) -> None:
        text[field] = [entry for entry in text[field] if entry[key] != name]

    return change


def section(text: dict[str, Any], register: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = named(named(text["registers"], register)["secties"], name)
    return found


def swap_roles(text: dict[str, Any]) -> None:
    named(text["rollen"], "vertegenwoordiger")["naam"] = "deelnemer"


def drop_section(text: dict[str, Any]) -> None:
    register = named(text["registers"], "casusoverleg")
    register["secties"] = [s for s in register["secties"] if s["naam"] != "voortgang"]


@pytest.mark.artikel("18.1", "6", "15.2.b")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda text: text.update(naam="elders"),
            "naam: is limburg-2019 in this vault, not elders",
        ),
        (lambda text: text.update(geldig_van="2020-01-01"), "geldig_van: is 2019-03-01 in"),
        (lambda text: text.update(tijdzone="UTC"), "tijdzone: is Europe/Amsterdam in this"),
        (without("partijen", "nctv", "id"), "partijen.nctv: gone; a party leaves by its notice"),
        (
            lambda text: named(text["partijen"], "nctv", "id").update(soort="casuspartij"),
            "partijen.nctv.soort: is externe-casuspartner, and files are kept by it",
        ),
        (swap_roles, "rollen: pol-1 of politie is vertegenwoordiger"),
        (
            without("grondslagen", "wpg-20", "id"),
            "grondslagen.wpg-20: changed or gone, and records",
        ),
        (
            lambda text: named(text["grondslagen"], "wpg-20", "id").update(gegevens=["wpg-8"]),
            "grondslagen.wpg-20: changed or gone, and records rest on it",
        ),
        (without("gegevens", "wpg-13", "id"), "gegevens.wpg-13: gone, and records may be"),
        (
            without("registers", "verzoeken"),
            "registers.verzoeken: gone, or its ids begin otherwise",
        ),
        (
            lambda text: named(text["registers"], "verzoeken").update(voorvoegsel="XX"),
            "registers.verzoeken: gone, or its ids begin otherwise",
        ),
        (without("registers", "weegploeg"), "registers.weegploeg: gone"),
        (drop_section, "registers.casusoverleg.secties.voortgang: gone, and dossiers have it"),
        (
            lambda text: section(text, "casusoverleg", "plan").update(bevat=["plan"]),
            "registers.casusoverleg.secties.plan: gone, and a subject lies there",
        ),
    ],
)
def test_what_files_rest_on_is_not_taken_away(
    change: Callable[[dict[str, Any]], object], said: str
) -> None:
    assert any(message.startswith(said) for message in refused(change)), refused(change)


@pytest.mark.artikel("18.1")
def test_another_uitvoerder_or_text_under_the_same_version_is_refused() -> None:
    def another(text: dict[str, Any]) -> None:
        named(text["partijen"], "uitvoerder", "id")["id"] = "bureau-verzonnen"

    assert "the uitvoerder: is uitvoerder in this vault, not bureau-verzonnen" in refused(another)
    same = {**changed(add_a_party), "versie": profile().version}
    found = [r.reason for r in change_refusals(profile(), parse(same), CARDS, OFFICERS)]
    assert found == ["same-version"]
    assert list(change_refusals(profile(), profile(), CARDS, OFFICERS)) == []


@pytest.mark.artikel("18.1")
@pytest.mark.parametrize(
    ("before", "after", "refusals"),
    [
        ("1", "2", []),
        ("9", "10", []),
        ("1.9", "1.10", []),
        ("1", "1-herzien", []),
        ("2019", "2019.1", []),
        ("1", "0", ["earlier-version"]),
        ("10", "9", ["earlier-version"]),
        ("1.10", "1.9", ["earlier-version"]),
        ("2", "02", ["earlier-version"]),
        ("1-herzien", "1", ["earlier-version"]),
    ],
)
def test_a_version_comes_after_the_one_in_force_and_never_returns(
    before: str, after: str, refusals: list[str]
) -> None:
    in_force = replace(profile(), version=before)
    next_one = parse({**changed(add_a_party), "versie": after})
    found = [r.reason for r in change_refusals(in_force, next_one, CARDS, OFFICERS)]
    assert found == refusals


@pytest.mark.artikel("4")
@pytest.mark.parametrize(
    ("change", "activities"),
    [
        # A term, a ground, a reader, a purpose, a measure: what an entry elsewhere says counts too.
        (lambda text: terms(text, bezwaar={"dagen": 50, "artikel": "12.4"}), ["verzoeken"]),
        (end_a_ground, []),
        (
            lambda text: named(text["grondslagen"], "wpg-20", "id").update(wet="Wpg, artikel 20"),
            ["weegploeg", "casusoverleg"],
        ),
        (
            lambda text: section(text, "verzoeken", "verzoek")["lezers"].pop(0),
            ["verzoeken"],
        ),
        (lambda text: text["doelen"][0].update(tekst="iets"), ["weegploeg", "casusoverleg"]),
        (
            lambda text: text["verwerkingen"].update(doorgifte="Naar niemand."),
            ["weegploeg", "casusoverleg", "verzoeken", "incidenten", "beheer"],
        ),
        (lambda text: text.update(versie="3"), []),
    ],
)
def test_an_activity_that_changes_gets_a_version_of_its_own(
    change: Callable[[dict[str, Any]], object], activities: list[str]
) -> None:
    text = profile_text()
    change(text)
    after = parse({**text, "versie": "2099.1"})
    refusals = list(version_refusals(profile(), after))
    assert [refusal.message.split(":")[0] for refusal in refusals] == [
        f"verwerkingen.{name}" for name in activities
    ]
    assert all("is version 1 as before" in refusal.message for refusal in refusals)
    assert list(version_refusals(profile(), parse(changed(change)))) == []


@pytest.mark.artikel("4")
def test_no_activity_goes() -> None:
    text = profile_text()
    del text["verwerkingen"]["activiteiten"][0]
    (gone,) = version_refusals(profile(), parse(text))
    assert (gone.message, gone.article) == ("verwerkingen.weegploeg: gone", "4")


@pytest.mark.artikel("13.1", "13.2", "18.1")
def test_what_changed_terms_do_to_dossiers_is_told() -> None:
    def shorter(text: dict[str, Any]) -> None:
        terms(
            text,
            archiveren={"maanden": 6, "artikel": "13.2"},
            vernietigen={"jaren": 6, "artikel": "13.1"},
        )

    after = parse(changed(shorter))
    found = effects(profile(), after, CARDS, date(2027, 4, 1))
    assert found.earlier == {"archive": (WP, CO)}
    assert found.later == {"destroy": (WP, CO)}
    assert found.now_due == {"archive": (WP, CO)}
    assert effects(profile(), after, CARDS, date(2027, 3, 31)).now_due == {}
    assert effects(profile(), profile(), CARDS, date(2027, 4, 1)).earlier == {}


@pytest.mark.artikel("10.4", "10.5", "18.1")
def test_what_keeps_its_readers_is_told_where_the_profile_names_others() -> None:
    def others(text: dict[str, Any]) -> None:
        section(text, "casusoverleg", "netwerk")["lezers"].pop()
        named(text["registers"], "weegploeg", "naam")["melder"]["lezers"].append(
            {"wie": "openbaar-ministerie", "artikel": "8.2.c"}
        )

    found = effects(profile(), parse(changed(others)), CARDS, date(2026, 10, 15))
    assert found.keep_readers == {
        "registers.weegploeg.melder": (WP,),
        "registers.casusoverleg.secties.netwerk": (CO,),
    }
    assert effects(profile(), profile(), CARDS, date(2026, 10, 15)).keep_readers == {}
    # A section that says nothing of its readers follows the profile in force.
    plain = {name: replace(s, readers=()) for name, s in CARDS[1].sections.items()}
    silent = [replace(CARDS[1], sections=plain)]
    after = parse(changed(others))
    assert effects(profile(), after, silent, date(2026, 10, 15)).keep_readers == {}
