# SPDX-License-Identifier: EUPL-1.2
"""What a person concerned is shown, and what is left out with which ground (art. 12(3)-(4))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant import overview as rule
from pgaref.covenant.model import Card, Duty
from pgaref.covenant.naming import Others, others_of
from pgaref.covenant.overview import Overview, Withheld
from tests.covenant.examples import (
    START,
    TODAY,
    casusoverleg_card,
    circumstances,
    content,
    entry,
    stored_signal,
    weegploeg_card,
)

NOW = circumstances()
MELDER = Withheld(4, "melder", "i", "Bescherming van degene die een signaal heeft gemeld.")
OTHER = "Bescherming van de rechten en vrijheden van een ander."
RESTRICTED = "Politiegegevens die alleen aan het college zijn verstrekt."
SUBJECT = {
    "schema": "subject/1",
    "naam": "Sam Voorbeeld",
    "adres": "Voorbeeldstraat 1, 6411 ZZ",
    "woonplaats": "Heerlen",
}


def shown(
    card: Card,
    contents: Mapping[int, Mapping[str, Any]],
    person: int = 1,
    decided: Mapping[int, tuple[str, str]] | None = None,
    others: Others = Others(),  # noqa: B008
) -> Overview:
    return rule.overview(NOW, card, person, contents, decided or {}, others)


def told(
    card: Card, contents: Mapping[int, Mapping[str, Any]], **options: Any
) -> dict[int, dict[str, Any]]:
    found = shown(card, contents, **options)
    return {record.record: dict(record.fields) for record in found.told}


WEEGPLOEG = weegploeg_card()
CONTENTS = {1: SUBJECT, 2: stored_signal(0), 3: stored_signal(1), 6: content("weging")}


@pytest.mark.artikel("8.2.c", "12.3", "12.4")
def test_a_person_sees_what_is_kept_and_never_who_reported_it() -> None:
    assert rule.to_open(NOW, WEEGPLOEG, 1, []) == [1, 2, 3, 6]
    found = shown(WEEGPLOEG, CONTENTS)
    assert [record.record for record in found.told] == [1, 2, 3, 6]
    assert found.withheld == (MELDER, Withheld(5, "melder", "i", MELDER.motivation))
    signal = found.told[1]
    assert signal.origin == "De politie"
    assert dict(signal.fields)["gedraging"] == stored_signal(0)["gedraging"]
    assert dict(signal.fields)["onderbouwing"] == [
        "doel: voorkomen van ernstige verstoring van de openbare orde",
        "zwaarwegend belang: veiligheid van ambtenaren",
    ]


@pytest.mark.artikel("12.3")
def test_no_field_that_names_an_officer_is_told() -> None:
    kinds = {
        "signaal": stored_signal(0),
        **{kind: content(kind) for kind in ("weging", "besluit", "plan", "actie", "advies")},
        **{kind: content(kind) for kind in ("afsluiting", "informatieplicht", "controle")},
    }
    records = tuple(entry(n, kind) for n, kind in enumerate(kinds, start=2))
    card = weegploeg_card(records=(entry(1, "subject"), *records))
    contents = {1: SUBJECT, **dict(enumerate(kinds.values(), start=2))}
    text = str(told(card, contents))
    for officer in ("pol-1", "om-1", "hrl-1", "uit-1"):
        assert officer not in text
    assert "Doelen bereikt." in text
    # A part that is not there is never a blank: pgaref numbers measures when a plan is filed.
    assert "n.v.t.. Nieuwe begeleider" in text
    assert "Wat ertegen pleit: geen bekend" in text


@pytest.mark.artikel("6.b", "12.4")
def test_restricted_data_is_left_out_unseen() -> None:
    card = casusoverleg_card()
    assert rule.to_open(NOW, card, 1, []) == [1, 2, 3, 6, 7]
    contents = {
        1: SUBJECT,
        2: stored_signal(0),
        3: stored_signal(1),
        6: SUBJECT,
        7: {**content("plan"), "maatregelen": []},
    }
    found = shown(card, contents)
    assert [item.record for item in found.withheld] == [4, 5, 8]
    assert found.withheld[0] == Withheld(4, "beperkt", "d", RESTRICTED)
    assert found.withheld[2] == Withheld(8, "derde", "i", OTHER)


@pytest.mark.artikel("12.4")
def test_a_decision_leaves_out_item_by_item_with_its_own_ground() -> None:
    assert rule.to_open(NOW, WEEGPLOEG, 1, [2]) == [1, 3, 6]
    found = shown(WEEGPLOEG, CONTENTS, decided={2: ("c", "Kan nu niet.")})
    assert found.withheld[0] == Withheld(2, "besluit", "c", "Kan nu niet.")
    assert 2 not in {record.record for record in found.told}


@pytest.mark.artikel("12.4")
def test_a_field_that_names_another_person_is_left_out() -> None:
    signal = {**stored_signal(0), "gedraging": "Zei het tegen  KIM\nfictief."}
    found = shown(WEEGPLOEG, {**CONTENTS, 2: signal}, others=Others((("kim", "fictief"),)))
    assert Withheld(2, "derde", "i", OTHER, "gedraging") in found.withheld
    fields = dict(found.told[1].fields)
    assert "gedraging" not in fields
    assert fields["waargenomen_op"] == "2026-09-30"


@pytest.mark.artikel("10.2.g", "12.3", "12.4")
def test_a_relation_sees_its_own_record_and_nothing_of_the_subject() -> None:
    notices = (
        entry(9, "informatieplicht"),
        entry(10, "informatieplicht"),
        entry(11, "correctie"),
        entry(12, "correctie"),
        entry(13, "deelname"),
    )
    card = casusoverleg_card(records=(*casusoverleg_card().records, *notices))
    assert rule.to_open(NOW, card, 8, []) == [8, 9, 10, 11, 12]
    noted = content("informatieplicht")
    corrected = content("correctie")
    contents = {
        8: content("betrokkene"),
        9: {**noted, "betreft": 8},
        10: noted,
        11: {**corrected, "record": 8},
        12: {**corrected, "record": 1},
    }
    found = shown(card, contents, person=8)
    assert [record.record for record in found.told] == [8, 9, 11]
    assert {item.record for item in found.withheld} >= {1, 2, 3, 4, 5, 6, 7}
    assert dict(found.told[0].fields)["naam"] == "Noor Verzonnen"


@pytest.mark.artikel("12.3")
def test_the_subject_sees_no_note_about_a_relation() -> None:
    card = weegploeg_card(
        records=(
            entry(1, "subject"),
            entry(2, "informatieplicht"),
            entry(3, "informatieplicht"),
            entry(4, "correctie"),
        )
    )
    noted = content("informatieplicht")
    contents = {1: SUBJECT, 2: noted, 3: {**noted, "betreft": 8}, 4: content("correctie", record=1)}
    assert list(told(card, contents)) == [1, 2, 4]


@pytest.mark.artikel("12.3", "12.4")
def test_what_no_overview_knows_is_left_out_and_listed() -> None:
    card = weegploeg_card(
        records=(entry(1, "subject"), entry(2, "overdracht"), entry(3, "deelname"))
    )
    found = shown(card, {1: SUBJECT, 2: {}, 3: {}})
    assert found.withheld == (Withheld(2, "derde", "i", OTHER),)


@pytest.mark.artikel("12.4")
@given(st.sets(st.integers(1, 6)))
def test_every_record_is_told_or_listed(kept_back: set[int]) -> None:
    decided = dict.fromkeys(kept_back, ("c", "x"))
    contents = {n: CONTENTS[n] for n in rule.to_open(NOW, WEEGPLOEG, 1, kept_back)}
    found = shown(WEEGPLOEG, contents, decided=decided)
    seen = [record.record for record in found.told]
    out = [item.record for item in found.withheld if not item.field]
    assert sorted((*seen, *out)) == [record.n for record in WEEGPLOEG.records]
    assert kept_back <= set(out)


@pytest.mark.artikel("11.3", "12.4")
@pytest.mark.parametrize(
    ("outcome", "due", "deferred"),
    [
        ("uitgesteld", TODAY + timedelta(1), True),
        ("niet", TODAY + timedelta(1), True),
        # Its review has come.
        ("uitgesteld", TODAY, False),
        ("", TODAY + timedelta(1), False),
    ],
)
def test_a_deferral_in_force_keeps_a_file_back(outcome: str, due: date, deferred: bool) -> None:
    duty = Duty("informatieplicht", 1, START, due, outcome)
    card = weegploeg_card(duties=(Duty("controle", 1, START, due), duty))
    assert rule.deferred(card, 1, TODAY) == (duty if deferred else None)
    assert rule.deferred(card, 8, TODAY) is None


@pytest.mark.artikel("12.4")
def test_a_file_that_is_kept_back_is_listed_whole_with_the_deferrals_ground() -> None:
    found = rule.withheld_whole(WEEGPLOEG, "c", "Kan de groep waarschuwen.")
    assert [item.record for item in found] == [1, 2, 3, 4, 5, 6]
    assert {(item.what, item.ground) for item in found} == {("uitgesteld", "c")}


@pytest.mark.artikel("12.3", "12.4")
def test_a_word_of_a_name_is_for_a_person_to_look_at() -> None:
    others = others_of([{"naam": "Eenheid Proef", "contactgegevens": "000"}], SUBJECT)
    found = shown(WEEGPLOEG, CONTENTS, others=others)
    # In buurthuis De Proef: told, and named for a person to look at.
    assert found.doubtful == ((2, "gedraging"),)
    assert "gedraging" in dict(found.told[1].fields)


@pytest.mark.artikel("12.4")
def test_a_correction_is_told_to_whom_its_record_is() -> None:
    records = (
        entry(1, "subject"),
        entry(2, "signaal"),
        entry(3, "betrokkene", "netwerk"),
        *(entry(n, "correctie") for n in (4, 5, 6, 7)),
    )
    card = casusoverleg_card(records=records)
    said = {"schema": "correctie/1", "datum": "2026-10-15", "soort": "aanvulling", "reden": "x"}
    # Of the signal, of the relation, of a record that is gone, of one in another file.
    about: list[dict[str, Any]] = [{"record": 2}, {"record": 3}, {"record": 99}, {}]
    contents = {1: SUBJECT, 2: stored_signal(0)}
    contents |= {n: {**said, **one} for n, one in enumerate(about, start=4)}
    assert list(told(card, contents)) == [1, 2, 4]
    found = shown(card, contents, decided={2: ("c", "Kan nu niet.")})
    assert [record.record for record in found.told] == [1]
    assert Withheld(4, "besluit", "c", "Kan nu niet.") in found.withheld


@pytest.mark.artikel("6.b", "12.4")
def test_a_decision_whose_reasons_lie_apart_is_left_out_with_them() -> None:
    card = weegploeg_card(records=(entry(1, "subject"), entry(2, "besluit")))
    decision = {**content("besluit"), "beperkt": 3}
    assert shown(card, {1: SUBJECT, 2: decision}).withheld == (
        Withheld(2, "beperkt", "d", RESTRICTED),
    )


@pytest.mark.artikel("12.3")
@pytest.mark.parametrize(
    ("names", "confirmed", "reasons"),
    [
        ([("WP-1", "Sam Voorbeeld")], [], []),
        ([("WP-1", "sam  VOORBEELD")], [], []),
        ([("WP-1", "Noor Verzonnen")], [], ["other-person"]),
        ([("WP-1", "Noor Verzonnen")], ["WP-1"], []),
    ],
)
def test_who_asks_reads_of_itself_alone(
    names: list[tuple[str, str]], confirmed: list[str], reasons: list[str]
) -> None:
    asked = {"betrokkene": SUBJECT, "over": [{"dossier": "WP-1"}]}
    found = rule.wrong_person(asked, names, confirmed)
    assert [refusal.reason for refusal in found] == reasons
    twice = {**asked, "over": [{"dossier": "WP-1"}, {"dossier": "WP-1", "record": 8}]}
    assert "named-twice" in {r.reason for r in rule.wrong_person(twice, names, confirmed)}
