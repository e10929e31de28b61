# SPDX-License-Identifier: EUPL-1.2
"""The refusals that a user meets first, and those of the weegploeg: each changes only the log."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.refusals import GONE, RAAD, Cast
from tests.cli.world import sample

OFFICER_ADD = "pgaref officer add {} ID --name NAME --card FILE --accepted DATE"
PARTIES = "the parties and their ids: pgaref party list"
OFFICERS = "the officers and their ids: pgaref officer list"
LEAVE_OUT = "leave it out"


def brought(**changes: Any) -> dict[str, Any]:
    """The first signal of the intake, with some fields changed (None: left out)."""
    signal = {**sample("intake")["signalen"][0], **changes}
    return {key: value for key, value in signal.items() if value is not None}


def judged(*criteria: str, **changes: Any) -> list[dict[str, Any]]:
    """The sample's judgements of these criteria (none: all), with some fields changed."""
    judgements = sample("weging")["oordelen"]
    return [{**j, **changes} for j in judgements if not criteria or j["criterium"] in criteria]


# The seven that a user meets first


@pytest.mark.artikel("1")
def test_an_unknown_party(cast: Cast) -> None:
    cast.act(
        "intake",
        "1",
        "unknown-party",
        "gemeente-heerlem is no party to the covenant",
        hint=PARTIES,
        changes={"gemeenten": ["gemeente-heerlem"]},
    )


@pytest.mark.artikel("15.2.b", "8.4")
def test_a_reader_without_an_officer(cast: Cast) -> None:
    cast.act(
        "intake",
        "15.2.b",
        "no-officer",
        "gemeente-venlo has no officer in office with a key, and must be able to read this",
        hint=OFFICER_ADD.format("gemeente-venlo"),
        changes={"gemeenten": ["gemeente-heerlen", "gemeente-venlo"]},
    )


@pytest.mark.artikel("7.3")
def test_an_unknown_criterion(cast: Cast) -> None:
    unknown = [{**judged("feitelijk")[0], "criterium": "gevoel"}]
    cast.act(
        "weigh fresh",
        "7.3",
        "unknown-criterion",
        "oordelen[5].criterium is not in the referentiekader in force",
        hint="its criteria: feitelijk, duidt-op, meervoudig, lichter-middel, minderjarigen",
        changes={"oordelen": [*judged(), *unknown]},
    )


@pytest.mark.artikel("7.3")
def test_an_incomplete_weighing(cast: Cast) -> None:
    cast.act(
        "weigh fresh",
        "7.3",
        "incomplete-weighing",
        "not judged: lichter-middel, minderjarigen",
        hint="every criterion is judged: voldaan, niet-voldaan or onbekend",
        changes={"oordelen": judged("feitelijk", "duidt-op", "meervoudig")},
    )


@pytest.mark.artikel("7.4")
def test_a_decision_before_the_weighing(cast: Cast) -> None:
    cast.act(
        "decide fresh",
        "7.4",
        "not-weighed",
        "<fresh> has not been weighed",
        hint="pgaref weigh <fresh> FILE",
    )


@pytest.mark.artikel("6.b")
def test_a_ground_that_is_not_the_givers(cast: Cast) -> None:
    cast.act(
        "intake",
        "6.c",
        "wrong-ground",
        "avg-6-1-e is not a ground for politie",
        hint="grounds of politie: wpg-20, wpg-18-2, wpg-16-1",
        changes={"signalen": [brought(grondslag=["avg-6-1-e"])]},
    )


@pytest.mark.artikel("10.5")
def test_a_disclosure_to_one_who_takes_no_part(cast: Cast) -> None:
    cast.act(
        "disclose running",
        "10.5",
        "not-a-participant",
        "nctv does not take part in <running>",
        hint="pgaref join <running> nctv FILE",
    )


# Signals


@pytest.mark.artikel("1", "6", "6.b", "7.1", "7.2", "15.2.c", "18.1")
@pytest.mark.parametrize(
    ("changes", "article", "reason", "message", "hint"),
    [
        (
            {"gegevens": "wpg-9"},
            "6.b",
            "wrong-ground",
            "wpg-20 covers wpg-8, wpg-13, not wpg-9",
            "grounds of politie: wpg-20, wpg-18-2, wpg-16-1",
        ),
        (
            {"gegevens": "geruchten"},
            "6",
            "unknown-category",
            "gegevens names no kind of data of article 6",
            "the kinds of data: pgaref template signal ID",
        ),
        (
            {"grondslag": ["wpg-16-1"]},
            "6.b",
            "wrong-ground",
            "wpg-16-1 lets wpg-8 go to openbaar-ministerie only, not to gemeente-heerlen",
            "state a ground under which every reader may receive it, or leave it out",
        ),
        (
            {"onderbouwing": {"doel": "voorkomen"}},
            "6.b",
            "unmotivated",
            "wpg-20 asks for onderbouwing.zwaarwegend_belang",
            "",
        ),
        ({"via": "pol-7"}, "15.2.c", "unknown-officer", "pol-7 is no officer", OFFICERS),
        ({"via": GONE}, "15.2.c", "not-in-office", f"{GONE} is not in office", ""),
        (
            {"via": "om-1"},
            "7.2",
            "wrong-officer",
            "signalen[0].via is no representative of politie",
            "",
        ),
        (
            {"waargenomen_op": "2027-03-02"},
            "18.1",
            "future-date",
            "signalen[0].waargenomen_op lies in the future",
            "",
        ),
        (
            {"inbrenger": "stichting-x"},
            "1",
            "unknown-party",
            "stichting-x is no party to the covenant",
            PARTIES,
        ),
        (
            {"inbrenger": "gemeente-venlo"},
            "7.1",
            "not-on-dossier",
            "gemeente-venlo is not on this dossier",
            "pgaref join ID PARTY",
        ),
    ],
)
def test_a_signal_that_the_covenant_does_not_let_in(
    cast: Cast, changes: dict[str, Any], article: str, reason: str, message: str, hint: str
) -> None:
    given = {"signalen": [brought(**changes)]}
    cast.act("intake", article, reason, message, hint=hint, changes=given)


@pytest.mark.artikel("7.1", "8.4")
def test_no_other_party_than_a_kernpartij_brings_a_signal_or_is_named(cast: Cast) -> None:
    signal = brought(
        inbrenger="reclassering-nederland",
        via="rec-1",
        grondslag=["reclassering-8"],
        gegevens="reclassering",
        onderbouwing={"werkzaamheid": "toezicht"},
    )
    message = "reclassering-nederland does not bring signals to this file"
    cast.act("intake", "7.1", "wrong-party", message, changes={"signalen": [signal]})
    named = {"gemeenten": ["gemeente-heerlen", "reclassering-nederland"]}
    message = "reclassering-nederland cannot be named on this file"
    cast.act("intake", "8.4", "wrong-party", message, changes=named)


@pytest.mark.artikel("9.2", "10.2.c")
def test_a_participant_states_the_necessity_and_no_melder(cast: Cast) -> None:
    told = cast.act(
        "signal running",
        "10.2.c",
        "melder",
        "melder does not belong in this file",
        hint=LEAVE_OUT,
        changes={"melder": sample("signaal")["melder"], "noodzaak": None},
    )
    assert "pgaref: refused: noodzaak is missing (art. 9 lid 2)\n" in told.stderr


@pytest.mark.artikel("8.2.c", "10.2.c")
def test_a_signal_to_the_weegploeg_has_its_melder_and_no_party_in_its_place(cast: Cast) -> None:
    changes: dict[str, Any] = {"melder": None}
    cast.act("signal fresh", "8.2.c", "no-melder", "melder is missing", changes=changes)
    place = {"naam": "De politie", "contactgegevens": "via iemand"}
    changes = {"partij": place, "melder": None}
    message = "partij is set at the handover"
    cast.act("signal fresh", "10.2.c", "copy", message, hint=LEAVE_OUT, changes=changes)


# Weighing and deciding


@pytest.mark.artikel("7.3", "15.2.c", "18.1")
@pytest.mark.parametrize(
    ("changes", "article", "reason", "message", "hint"),
    [
        (
            {"aanwezig": ["pol-1", "hrl-1"]},
            "7.3",
            "not-represented",
            "openbaar-ministerie is not represented in aanwezig",
            "name an officer of openbaar-ministerie who was there: pgaref officer list",
        ),
        (
            {"aanwezig": ["pol-1", "om-1", "hrl-1", GONE]},
            "15.2.c",
            "not-in-office",
            f"{GONE} is not in office",
            "",
        ),
        ({"datum": "2027-03-02"}, "18.1", "future-date", "datum lies in the future", ""),
        ({"datum": "2019-02-28"}, "18.1", "early-date", "datum lies before the covenant", ""),
        (
            {"oordelen": judged(signalen=[4])},
            "7.3",
            "no-signal",
            "oordelen[0].signalen: record 4 is no signal of <fresh>",
            "pgaref show <fresh>",
        ),
        (
            {"oordelen": [*judged(), *judged("feitelijk")]},
            "7.3",
            "judged-twice",
            "criterion feitelijk is judged twice",
            "",
        ),
    ],
)
def test_a_weighing_that_is_none(
    cast: Cast, changes: dict[str, Any], article: str, reason: str, message: str, hint: str
) -> None:
    cast.act("weigh fresh", article, reason, message, hint=hint, changes=changes)


NO = {"uitkomst": "niet-agenderen", "betrekken": None, "over_te_dragen": None}
WHY = {"afwijking": "Het beeld is niet substantieel."}


def taking_part(*parties: str) -> dict[str, Any]:
    """Participants of the casusoverleg."""
    why = {"taak": "een taak uit artikel 2", "noodzaak": "voert een maatregel uit"}
    return {"betrekken": [{"partij": party, **why} for party in parties]}


def handing(*numbers: int) -> dict[str, Any]:
    """Records to hand over."""
    return {"over_te_dragen": [{"record": n, "relevantie": "Is van belang."} for n in numbers]}


@pytest.mark.artikel("4", "7.3", "7.4", "8.5", "9.1", "10.2.a", "10.2.c", "13.3", "14.1", "18.1")
@pytest.mark.parametrize(
    ("changes", "article", "reason", "message", "hint"),
    [
        (
            NO,
            "7.3",
            "unmotivated-departure",
            "by the referentiekader's rule this weighing leads to agenderen",
            "motivate the departure in afwijking, or decide as the rule says",
        ),
        (
            {**NO, **WHY, "bewaren_tot": "2027-09-02"},
            "13.3",
            "kept-too-long",
            "bewaren_tot lies after the maximum, 2027-09-01",
            "",
        ),
        (
            {**NO, **WHY, "bewaren_tot": "2027-02-28"},
            "13.3",
            "kept-too-short",
            "bewaren_tot lies in the past",
            "",
        ),
        ({"datum": "2027-03-02"}, "18.1", "future-date", "datum lies in the future", ""),
        (
            {"datum": "2026-10-13"},
            "7.4",
            "decided-before-weighed",
            "datum lies before the weighing's",
            "",
        ),
        (
            {"aanwezig": ["pol-1", "om-1"]},
            "7.4",
            "not-represented",
            "gemeente-heerlen is not represented in aanwezig",
            "name an officer of gemeente-heerlen who was there: pgaref officer list",
        ),
        (
            handing(2, 4),
            "10.2.c",
            "melder",
            "over_te_dragen[1].record: record 4 is a melder's and never goes along",
            "",
        ),
        (
            handing(1),
            "10.2.a",
            "subject",
            "over_te_dragen[0].record: the subject goes along by itself",
            "",
        ),
        (
            handing(99),
            "8.5",
            "no-record",
            "over_te_dragen[0].record: <weighed> has no record 99",
            "",
        ),
        (
            handing(2, 2),
            "8.5",
            "named-twice",
            "over_te_dragen[1].record: record 2 is handed over twice",
            "",
        ),
        (
            taking_part("politie", "nctv"),
            "14.1",
            "no-secrecy",
            "nctv is an externe casuspartner and joins under secrecy",
            "leave it out here; then: pgaref join CO-... nctv FILE",
        ),
        (
            taking_part("politie", "uitvoerder"),
            "9.1",
            "wrong-party",
            "uitvoerder takes no part in a casusoverleg",
            "",
        ),
        (
            taking_part("politie", "politie"),
            "9.1",
            "named-twice",
            "politie is named twice in betrekken",
            "",
        ),
        (
            taking_part("reclassering-nederland"),
            "4",
            "no-kernpartij",
            "no kernpartij takes part",
            "",
        ),
        (
            taking_part("politie", RAAD),
            "15.2.b",
            "no-officer",
            f"{RAAD} has no officer in office with a key, and must be able to read this",
            OFFICER_ADD.format(RAAD),
        ),
    ],
)
def test_a_decision_that_is_none(
    cast: Cast, changes: dict[str, Any], article: str, reason: str, message: str, hint: str
) -> None:
    cast.act("decide weighed", article, reason, message, hint=hint, changes=changes)


@pytest.mark.artikel("7.4")
def test_a_signal_newer_than_the_weighing_is_weighed_first(cast: Cast) -> None:
    cast.world.ok("signal", cast.id("weighed"), content=sample("signaal"))
    cast.act(
        "decide weighed",
        "7.4",
        "not-weighed",
        "signal 7 is newer than the weighing",
        hint="pgaref weigh <weighed> FILE",
    )


@pytest.mark.artikel("7.3")
def test_a_weighing_by_another_referentiekader_is_done_anew(cast: Cast) -> None:
    kader = sample("referentiekader-voorbeeld", versie="voorbeeld-2")
    cast.world.ok("referentiekader", "apply", content=kader)
    cast.act(
        "decide weighed",
        "7.3",
        "stale-weighing",
        "the weighing applied another referentiekader than the one in force",
        hint="pgaref weigh <weighed> FILE",
    )


@pytest.mark.artikel("9.1")
def test_a_second_agenderen_names_only_those_who_take_part_already(cast: Cast) -> None:
    cast.world.act("leave", cast.id("running"), "reclassering-nederland")
    cast.act(
        "decide agendered",
        "9.1",
        "not-a-participant",
        "reclassering-nederland does not take part in <running> yet",
        hint="pgaref join <running> reclassering-nederland FILE",
    )


@pytest.mark.artikel("7.3")
def test_a_version_of_the_referentiekader_has_one_text(cast: Cast) -> None:
    kader = sample("referentiekader-voorbeeld")
    kader["criteria"][0]["vraag"] = "Is het zo?"
    message = "version voorbeeld-1 is in force with another text"
    hint = "give the new text a version of its own"
    words = "referentiekader apply"
    cast.refused(words, "7.3", "same-version", message, hint=hint, content=kader)
    twice = {**kader, "versie": "v-2", "criteria": [kader["criteria"][0]] * 2}
    cast.refused(words, "7.3", "named-twice", "a criterion stands twice", content=twice)
