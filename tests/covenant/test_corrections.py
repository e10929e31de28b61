# SPDX-License-Identifier: EUPL-1.2
"""Correcting what a file says: what may be replaced, what stays, who is told (art. 12(6))."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pgaref.covenant import corrections
from pgaref.covenant.decisions import weighing_needed
from pgaref.covenant.disclosure import chosen_refusals
from pgaref.covenant.handover import source_refusals
from pgaref.covenant.model import Card, Duty, Withdrawal
from pgaref.covenant.weighing import weighing_refusals
from pgaref.errors import RefusedError
from tests.covenant.examples import (
    HEERLEN,
    OFFICERS,
    OM,
    POLITIE,
    TODAY,
    casusoverleg_card,
    circumstances,
    content,
    entry,
    kader,
    register,
    said,
    stored_signal,
    weegploeg_card,
)

NOW = circumstances()
Said = list[tuple[str, str]]
OTHERS = (
    entry(9, "actie", "voortgang"),
    entry(10, "advies"),
    entry(11, "correctie"),
    entry(12, "verstrekking"),
)


def correction(**changes: object) -> dict[str, Any]:
    return content("correctie", **{"datum": "2026-10-15", **changes})


def refused(n: int, card: Card | None = None, /, **changes: object) -> Said:
    there = card or casusoverleg_card(records=(*casusoverleg_card().records, *OTHERS))
    found = there.record(n)
    assert found is not None
    return said(corrections.correction_refusals(NOW, there, found, correction(**changes)))


IMPROVED = {"velden": [{"veld": "adres", "waarde": "Elders 1"}]}
ADDED = {"velden": None, "soort": "aanvulling", "verklaring": "Ik was daar niet."}
REMOVED = {"velden": None, "soort": "verwijdering"}
SHIELDED = {"velden": None, "soort": "afscherming"}
KINDS = {
    1: "subject",
    2: "signaal",
    7: "plan",
    8: "betrokkene",
    5: "weging",
    9: "actie",
    10: "advies",
    12: "verstrekking",
}
REPLACED, GOING = {1, 2, 7, 8}, {2, 7, 8, 9, 10}


@pytest.mark.artikel("12.6", "10.3")
@pytest.mark.parametrize("n", KINDS)
def test_what_may_be_replaced_added_to_removed_and_shielded(n: int) -> None:
    assert refused(n, **IMPROVED) == ([] if n in REPLACED else [("10.3", "wrong-kind")])
    assert refused(n, **REMOVED) == ([] if n in GOING else [("12.6", "wrong-kind")])
    assert refused(n, **ADDED) == []
    assert refused(n, **SHIELDED) == []


@pytest.mark.artikel("8.3")
def test_the_weegploegs_own_article_stands_behind_a_correction_there() -> None:
    assert refused(6, weegploeg_card(), **IMPROVED) == [("8.3", "wrong-kind")]


@pytest.mark.artikel("12.6")
def test_what_tells_of_a_correction_stays() -> None:
    assert refused(11, **ADDED) == [("10.3", "wrong-kind")]


@pytest.mark.artikel("12.6")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"datum": "2026-10-16"}, [("18.1", "future-date")]),
        ({"record": 1}, [("15.2.b", "copy")]),
        ({"gewijzigd": ["adres"]}, [("15.2.b", "copy")]),
        ({"te_informeren": [POLITIE]}, [("15.2.b", "copy")]),
        ({"velden": None}, [("12.6", "no-field")]),
    ],
)
def test_a_correction_states_its_fields_and_nothing_that_pgaref_fills_in(
    changes: dict[str, object], found: Said
) -> None:
    assert refused(1, **changes) == found


@pytest.mark.artikel("12.6")
def test_what_is_shielded_is_not_shielded_twice() -> None:
    card = casusoverleg_card(records=(replace(entry(2, "signaal"), shielded=9),))
    assert refused(2, card, **SHIELDED) == [("12.6", "shielded")]


def changed(*velden: dict[str, Any], original: dict[str, Any] | None = None) -> dict[str, Any]:
    return corrections.changed(original or stored_signal(0), correction(velden=list(velden)))


@pytest.mark.artikel("12.6")
def test_an_improvement_changes_its_fields_and_no_other() -> None:
    before = stored_signal(0)
    after = changed(
        {"veld": "gedraging", "waarde": "Heeft niets uitgedeeld."},
        {"veld": "betreft", "waarden": ["radicalisering"]},
    )
    assert after == {
        **before,
        "gedraging": "Heeft niets uitgedeeld.",
        "betreft": ["radicalisering"],
    }
    assert before == stored_signal(0)
    changes = [{"veld": "gedraging", "waarde": "x"}, {"veld": "betreft", "waarden": ["y"]}]
    assert corrections.written(correction(velden=changes)) == {"gedraging": "x", "betreft": ["y"]}
    plan = content("plan")
    better = changed({"veld": "maatregelen[1].wat", "waarde": "Een gesprek."}, original=plan)
    assert better["maatregelen"][1]["wat"] == "Een gesprek."
    assert better["maatregelen"][0] == plan["maatregelen"][0]


@pytest.mark.artikel("12.5", "6")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"veld": "bsn", "waarde": "x"}, "no-field"),
        ({"veld": "gegevens", "waarde": "wpg-9"}, "wrong-field"),
        ({"veld": "grondslag", "waarden": ["wpg-18-2"]}, "wrong-field"),
        ({"veld": "inbrenger", "waarde": "politie"}, "wrong-field"),
        ({"veld": "schema", "waarde": "plan/1"}, "wrong-field"),
        ({"veld": "gedraging", "waarden": ["x"]}, "wrong-shape"),
        ({"veld": "betreft", "waarde": "extremisme"}, "wrong-shape"),
        ({"veld": "betreft[0].x", "waarde": "extremisme"}, "no-field"),
        ({"veld": "gedraging[0].x", "waarde": "extremisme"}, "no-field"),
        ({"veld": "betreft[9].x", "waarde": "extremisme"}, "no-field"),
    ],
)
def test_who_gave_what_on_which_ground_is_never_corrected(
    change: dict[str, Any], reason: str
) -> None:
    with pytest.raises(RefusedError) as error:
        changed(change)
    assert said(error.value.refusals) == [("12.5", reason)]


@pytest.mark.artikel("8.5")
def test_a_narrowed_copy_is_corrected_in_the_fields_that_it_has() -> None:
    copied = {"schema": "signaal/1", "gedraging": "x"}
    both = correction(
        velden=[{"veld": "gedraging", "waarde": "y"}, {"veld": "waargenomen_op", "waarde": "z"}]
    )
    assert corrections.narrowed(copied, both)["velden"] == [{"veld": "gedraging", "waarde": "y"}]
    assert corrections.narrowed({}, both)["velden"] == []
    with pytest.raises(ValueError, match="no other path"):
        corrections.narrowed(copied, correction(velden=[{"veld": "A", "waarde": "y"}]))


@pytest.mark.artikel("12.6")
def test_a_correction_keeps_which_fields_changed_and_never_what_they_say() -> None:
    kept = corrections.filed(correction(), 1, "WP-00000000/1", [OM, POLITIE])
    assert kept["gewijzigd"] == ["adres"]
    assert (kept["record"], kept["origineel"]) == (1, "WP-00000000/1")
    assert kept["te_informeren"] == [OM, POLITIE]
    assert "Voorbeeldstraat 2" not in str(kept)
    plain = corrections.filed(correction(**REMOVED), 2, "", [])
    assert plain.keys() == {"schema", "datum", "soort", "reden", "record"}
    # Beside a sealed original nobody knows which record it is.
    noted = corrections.filed(correction(**REMOVED), 0, "WP-00000000/2", [])
    assert noted.keys() == {"schema", "datum", "soort", "reden", "origineel"}


@pytest.mark.artikel("12.6")
def test_who_is_on_the_list_is_told_within_four_weeks() -> None:
    card = weegploeg_card()
    owing = corrections.telling_opened(NOW, card, 9, [OM, POLITIE])
    assert owing.duties == (Duty("ontvangst", 9, TODAY, date(2026, 11, 12)),)
    assert corrections.telling_opened(NOW, card, 9, []) == card
    assert corrections.acknowledged(owing, 9, [OM, POLITIE], {OM}) == owing
    assert corrections.acknowledged(owing, 9, [OM, POLITIE], {OM, POLITIE}).duties == ()


@pytest.mark.artikel("12.6")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"op": "2026-10-16"}, [("18.1", "future-date")]),
        ({"correctie": 9}, [("15.2.b", "copy")]),
        ({"functionaris": "om-1"}, [("12.6", "wrong-officer")]),
        ({"functionaris": "x-1"}, [("15.2.c", "unknown-officer")]),
        ({"partij": HEERLEN, "functionaris": "hrl-1"}, [("12.6", "wrong-party")]),
    ],
)
def test_a_party_acknowledges_by_an_officer_of_its_own(
    changes: dict[str, object], found: Said
) -> None:
    heard = content("ontvangst", **{"op": "2026-10-15", **changes})
    card = weegploeg_card()
    assert said(corrections.acknowledgement_refusals(NOW, card, 9, [POLITIE], heard)) == found


@pytest.mark.artikel("12.6", "18.2")
def test_a_party_that_has_withdrawn_hears_of_it_too() -> None:
    """It was given what is corrected (AVG 19), and nobody of it is in office any more."""
    ended = TODAY - timedelta(days=1)
    gone = replace(NOW.officers["hrl-1"], party_until=ended)
    over = replace(
        NOW,
        officers={**NOW.officers, "hrl-1": gone},
        withdrawals={HEERLEN: Withdrawal(date(2026, 7, 1), ended)},
    )
    heard = content("ontvangst", op="2026-10-15", partij=HEERLEN, functionaris="hrl-1")
    found = corrections.acknowledgement_refusals(over, weegploeg_card(), 9, [HEERLEN], heard)
    assert said(found) == []
    found = corrections.acknowledgement_refusals(
        replace(over, withdrawals={}), weegploeg_card(), 9, [HEERLEN], heard
    )
    assert said(found) == [("15.2.c", "not-in-office")]


@pytest.mark.artikel("12.6", "7.4")
def test_a_weighing_on_a_corrected_signal_is_stale() -> None:
    card = weegploeg_card(state="te-wegen")
    assert said(weighing_needed(card)) == [("12.6", "not-weighed")]
    assert said(weighing_needed(weegploeg_card())) == []


@pytest.mark.artikel("12.6")
def test_what_is_shielded_is_neither_weighed_nor_handed_over() -> None:
    records = (replace(entry(2, "signaal"), shielded=9), entry(3, "signaal"))
    card = weegploeg_card(records=records)
    weighing = content("weging")
    assert ("12.6", "shielded") in said(weighing_refusals(NOW, kader(), card, weighing))
    handed = content("besluit", over_te_dragen=[{"record": 2, "relevantie": "x"}])
    assert said(source_refusals(card, handed, {})) == [("12.6", "shielded")]
    assert said(corrections.shielded_refusals(card, [3, 99], "12.6")) == []
    disclosed = content("verstrekking", gegevens=[{"record": 2, "velden": ["gedraging"]}])
    there = casusoverleg_card(records=records)
    found = chosen_refusals(there, register("casusoverleg"), disclosed)
    assert said(found) == [("12.6", "shielded")]


@pytest.mark.artikel("8.1", "10.1", "13.2")
@pytest.mark.parametrize("sort", ["verbetering", "verwijdering", "aanvulling", "afscherming"])
@pytest.mark.parametrize("state", ["besloten", "gearchiveerd"])
def test_who_corrects_where(sort: str, state: str) -> None:
    card, archived = weegploeg_card(state=state), state == "gearchiveerd"

    def asked(officer: str) -> Said:
        by = OFFICERS[officer]
        opening = sort in corrections.REKEYED
        return said(corrections.author_refusals(NOW, by, card, opening=opening))

    sealed = archived and sort in ("verbetering", "verwijdering")
    assert asked("uit-1") == ([("13.2", "archived")] if sealed else [])
    assert asked("pol-1") == ([] if archived else [("15.2.b", "wrong-role")])
    assert asked("rec-1") == asked("nctv-1") == [("15.2.b", "wrong-role")]
