# SPDX-License-Identifier: EUPL-1.2
"""The refusals of the casusoverleg's work: plan, disclosure, who takes part, what is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.refusals import GONE, RAAD, TODAY, Cast
from tests.cli.world import sample

LATER = "2027-03-02"
READS = "a covenant party reads the dossier itself"
NO_OFFICER = "has no officer in office with a key, and must be able to read this"
WHO = {"opgelegd_door": "uit-1", "bevestigd_door": "nctv-1", "op": TODAY}


def secrecy(**changes: str) -> dict[str, Any]:
    """The secrecy of the nctv, with some fields changed."""
    return {"geheimhouding": {**WHO, **changes}}


def consent(*parties: str, **changes: str) -> dict[str, Any]:
    """The sample's consents of these parties (none: all), with some fields changed."""
    given = sample("verstrekking")["toestemming"]
    return {
        "toestemming": [{**c, **changes} for c in given if not parties or c["partij"] in parties]
    }


def chosen(n: int, *fields: str) -> dict[str, Any]:
    """One record of which some fields are disclosed."""
    return {"gegevens": [{"record": n, "velden": list(fields) or ["gedraging"]}]}


def joined(cast: Cast) -> Cast:
    """The same with the nctv on the running casusoverleg."""
    cast.world.ok("join", cast.id("running"), "nctv", content=sample("deelname"))
    return cast


# The plan and what is done


@pytest.mark.artikel("9.1", "9.3", "9.4", "9.5", "10.2.f", "10.2.g", "18.1")
@pytest.mark.parametrize(
    ("words", "changes", "article", "reason", "message", "hint"),
    [
        (
            "plan running",
            {"maatregelen": [{**sample("plan")["maatregelen"][0], "wie": RAAD}]},
            "9.1",
            "not-a-participant",
            f"maatregelen[0].wie: {RAAD} does not take part in <running>",
            f"pgaref join <running> {RAAD} FILE",
        ),
        (
            "action running",
            {},
            "9.4",
            "no-measure",
            "<running> has no measure 1",
            "pgaref plan <running> FILE",
        ),
        (
            "relation running",
            {},
            "10.2.g",
            "no-plan",
            "<running> has no plan that needs this person",
            "pgaref plan <running> FILE",
        ),
        (
            "relation running",
            {"soort": "achterblijver"},
            "10.2.f",
            "no-plan",
            "<running> has no plan that needs this person",
            "pgaref plan <running> FILE",
        ),
        (
            "advice running",
            {"gevraagd_op": LATER},
            "18.1",
            "future-date",
            "gevraagd_op lies in the future",
            "",
        ),
        (
            "action running",
            {"op": "2019-02-28", "maatregel": 1},
            "18.1",
            "early-date",
            "op lies before the covenant",
            "",
        ),
    ],
)
def test_work_that_the_plan_does_not_carry(
    cast: Cast,
    words: str,
    changes: dict[str, Any],
    article: str,
    reason: str,
    message: str,
    hint: str,
) -> None:
    cast.act(words, article, reason, message, hint=hint, changes=changes)


@pytest.mark.artikel("9.4")
def test_an_action_is_on_a_measure_that_a_plan_has(cast: Cast) -> None:
    cast.world.act("plan", cast.id("running"))
    cast.act(
        "action running",
        "9.4",
        "no-measure",
        "<running> has no measure 3",
        hint="its measures: 1, 2",
        changes={"maatregel": 3},
    )


# Disclosing


@pytest.mark.artikel("6.b", "10.5")
def test_what_restricted_data_and_a_missing_consent_are_refused_for(cast: Cast) -> None:
    """As the design draws it: both at once, the record first."""
    numbers = {"gegevens": [*chosen(2)["gegevens"], *chosen(4)["gegevens"]]}
    parties = ("politie", "openbaar-ministerie", "gemeente-heerlen")
    told = joined(cast).act(
        "disclose running",
        "6.b",
        "wrong-ground",
        hint="leave out record 4",
        changes={**consent(*parties), **numbers},
    )
    first, second, *_ = told.stderr.splitlines()
    assert first.startswith("pgaref: refused: record 4 is wpg-9; wpg-18-2 lets ")
    assert first.endswith(" only, not to nctv (art. 6 onder b)")
    assert second == ("pgaref: refused: reclassering-nederland has not consented (art. 10 lid 5)")


@pytest.mark.artikel("6", "6.b", "10.5", "14.1", "15.2.c", "18.1")
@pytest.mark.parametrize(
    ("changes", "article", "reason", "message", "hint"),
    [
        (
            consent("politie", "openbaar-ministerie", "reclassering-nederland"),
            "10.5",
            "no-consent",
            "gemeente-heerlen has not consented",
            "add its consent to toestemming, with an officer of gemeente-heerlen and the day",
        ),
        (
            consent(functionaris="pol-1"),
            "10.5",
            "no-consent",
            "toestemming[1]: pol-1 does not speak for openbaar-ministerie",
            "",
        ),
        (consent(op=LATER), "18.1", "future-date", "toestemming[0].op lies in the future", ""),
        (
            consent(functionaris=GONE),
            "15.2.c",
            "not-in-office",
            f"{GONE} is not in office",
            "",
        ),
        (
            {"geheimhouding": None},
            "14.1",
            "no-secrecy",
            "nctv has not confirmed secrecy",
            "",
        ),
        (
            {"aan": "reclassering-nederland"},
            "10.5",
            "wrong-party",
            "reclassering-nederland is no externe casuspartner",
            f"{READS}: pgaref join <running> reclassering-nederland FILE",
        ),
        (
            chosen(99),
            "10.5",
            "no-record",
            "gegevens[0]: <running> has no record 99",
            "",
        ),
        (
            chosen(2, "gedraging", "melder"),
            "10.5",
            "no-field",
            "gegevens[0].velden: record 2 has no field melder",
            "",
        ),
        (
            {"grondslag": ["avg-6-1-e"]},
            "6.b",
            "wrong-ground",
            "record 2 rests on wpg-20, and grondslag states none of it",
            "a disclosure goes on under a ground that its record rests on",
        ),
        (
            {"grondslag": ["wpg-99"]},
            "6",
            "wrong-ground",
            "wpg-99 is no ground in force",
            "",
        ),
        (
            {"aan": "fbi"},
            "1",
            "unknown-party",
            "fbi is no party to the covenant",
            "the parties and their ids: pgaref party list",
        ),
    ],
)
def test_a_disclosure_that_may_not_be(
    cast: Cast, changes: dict[str, Any], article: str, reason: str, message: str, hint: str
) -> None:
    joined(cast).act("disclose running", article, reason, message, hint=hint, changes=changes)


# Who takes part


@pytest.mark.artikel("8.4", "9.1", "10.1", "14.1", "15.2.b", "18.1")
@pytest.mark.parametrize(
    ("words", "changes", "article", "reason", "message", "hint"),
    [
        (
            "join running nctv",
            {"geheimhouding": None},
            "14.1",
            "no-secrecy",
            "nctv has not confirmed secrecy",
            "state geheimhouding: {opgelegd_door, bevestigd_door, op}",
        ),
        (
            "join running nctv",
            secrecy(bevestigd_door="pol-1"),
            "14.1",
            "no-secrecy",
            "geheimhouding.bevestigd_door does not speak for nctv",
            "",
        ),
        (
            "join running nctv",
            secrecy(opgelegd_door="nctv-1"),
            "14.1",
            "no-secrecy",
            "geheimhouding.opgelegd_door speaks for no party that imposes secrecy",
            "",
        ),
        (
            "join running nctv",
            secrecy(op=LATER),
            "18.1",
            "future-date",
            "geheimhouding.op lies in the future",
            "",
        ),
        (
            "join running bureau-jeugdzorg-limburg",
            {},
            "15.2.b",
            "no-officer",
            f"bureau-jeugdzorg-limburg {NO_OFFICER}",
            "",
        ),
        (
            "join running politie",
            {"geheimhouding": None},
            "10.1",
            "already-there",
            "politie is on <running> already",
            "",
        ),
        (
            "join running uitvoerder",
            {"geheimhouding": None},
            "10.1",
            "wrong-party",
            "uitvoerder cannot be on this file",
            "",
        ),
        (
            "join fresh reclassering-nederland",
            {"geheimhouding": None},
            "8.1",
            "wrong-party",
            "reclassering-nederland cannot be on this file",
            "",
        ),
        (
            "leave fresh politie",
            {},
            "8.1",
            "standing-party",
            "politie is on every dossier of this file",
            "",
        ),
        (
            "leave fresh gemeente-heerlen",
            {},
            "8.4",
            "no-municipality",
            "gemeente-heerlen is the last municipality on <fresh>",
            "first let another one join: pgaref join <fresh> PARTY FILE",
        ),
        (
            "leave running nctv",
            {},
            "10.1",
            "not-on-dossier",
            "nctv is not on <running>",
            "",
        ),
        (
            "leave running reclassering-nederland",
            {"datum": LATER},
            "18.1",
            "future-date",
            "datum lies in the future",
            "",
        ),
    ],
)
def test_who_may_not_join_or_leave(
    cast: Cast,
    words: str,
    changes: dict[str, Any],
    article: str,
    reason: str,
    message: str,
    hint: str,
) -> None:
    cast.act(words, article, reason, message, hint=hint, changes=changes)


@pytest.mark.artikel("4")
def test_the_last_kernpartij_does_not_leave(cast: Cast) -> None:
    for party in ("gemeente-heerlen", "openbaar-ministerie"):
        assert cast.world.act("leave", cast.id("running"), party).exit_code == 0
    message = "politie is the last kernpartij on <running>"
    hint = "first let another one join: pgaref join <running> PARTY FILE"
    cast.act("leave running politie", "4", "no-kernpartij", message, hint=hint)


# What is told, reviewed and closed


def consulted(**changes: Any) -> dict[str, Any]:
    """The consultation of the kernpartijen, with some fields changed."""
    return {"overleg": {**sample("informatieplicht")["overleg"], **changes}}


TOLD = {"uitkomst": "geinformeerd", "grond": None, "afweging": None, "herzien_op": None}


@pytest.mark.artikel("8.3", "9.4", "10.3", "11.2", "11.3", "11.5", "18.1")
@pytest.mark.parametrize(
    ("words", "changes", "article", "reason", "message"),
    [
        (
            "inform fresh",
            {"herzien_op": TODAY},
            "11.5",
            "wrong-review",
            "herzien_op lies not between today and 2027-09-01",
        ),
        (
            "inform fresh",
            consulted(partijen=["politie", "gemeente-heerlen"]),
            "11.3",
            "not-consulted",
            "openbaar-ministerie was not consulted",
        ),
        (
            "inform fresh",
            {"besloten_door": ["pol-1", "hrl-1"]},
            "11.3",
            "not-represented",
            "openbaar-ministerie is not represented in besloten_door",
        ),
        (
            "inform fresh",
            consulted(datum=LATER),
            "18.1",
            "future-date",
            "overleg.datum lies in the future",
        ),
        (
            "inform fresh",
            {**TOLD, "wijze": "Een brief.", "op": "2026-10-14"},
            "11.3",
            "told-before-consulted",
            "op lies before the consultation",
        ),
        (
            "inform fresh",
            {"betreft": 2},
            "11.2",
            "no-person",
            "betreft: record 2 of <fresh> is no person concerned",
        ),
        (
            "review fresh",
            {"gecontroleerd": [99]},
            "8.3",
            "no-record",
            "gecontroleerd: <fresh> has no record 99",
        ),
        (
            "review running",
            {"volgende_op": "2027-09-02"},
            "10.3",
            "wrong-term",
            "volgende_op lies not between today and 2027-09-01",
        ),
        ("review running", {"datum": LATER}, "18.1", "future-date", "datum lies in the future"),
        (
            "close running",
            {
                "advies_casusoverleg": {"datum": TODAY, "motivering": "Klaar."},
                "besluit_kernpartijen": {
                    "datum": "2027-02-28",
                    "aanwezig": ["pol-1", "om-1", "hrl-1"],
                    "motivering": "Klaar.",
                },
            },
            "9.4",
            "decided-before-advised",
            "the decision lies before the advice",
        ),
        (
            "close running",
            {
                "besluit_kernpartijen": {
                    "datum": TODAY,
                    "aanwezig": ["pol-1"],
                    "motivering": "Klaar.",
                }
            },
            "9.4",
            "not-represented",
            "openbaar-ministerie is not represented in besluit_kernpartijen.aanwezig",
        ),
    ],
)
def test_what_is_not_well_told_reviewed_or_closed(
    cast: Cast, words: str, changes: dict[str, Any], article: str, reason: str, message: str
) -> None:
    cast.act(words, article, reason, message, changes=changes)


@pytest.mark.artikel("11.2")
def test_who_was_told_is_not_told_again(cast: Cast) -> None:
    told = {**TOLD, "wijze": "Een brief.", "op": TODAY}
    assert cast.world.act("inform", cast.id("fresh"), **told).exit_code == 0
    message = "the person of record 1 was informed before"
    cast.act("inform fresh", "11.2", "informed", message, changes=told)
