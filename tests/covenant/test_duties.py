# SPDX-License-Identifier: EUPL-1.2
"""What is owed on a dossier: telling the person concerned (art. 11), checking it (8(3), 10(3)).

And the measures and the evaluation of a plan (9(4)).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant import duties
from pgaref.covenant.model import Card, Duty
from pgaref.errors import Refusal
from tests.covenant.examples import (
    HEERLEN,
    OM,
    POLITIE,
    TODAY,
    casusoverleg_card,
    circumstances,
    content,
    profile,
    said,
    weegploeg_card,
)

NOW = circumstances()
OPENED = date(2026, 8, 31)
NOTICE = duties.notice_opened(profile(), 1, OPENED)
REVIEW = duties.review_opened(profile(), OPENED)
OF_RELATION = duties.notice_opened(profile(), 8, OPENED)
CARD = weegploeg_card(duties=(NOTICE, REVIEW))
Said = list[tuple[str, str]]


@pytest.mark.artikel("11.2", "8.3", "10.3")
def test_both_duties_open_with_a_term() -> None:
    notice = duties.notice_opened(profile(), 1, OPENED)
    review = duties.review_opened(profile(), OPENED)
    assert notice == Duty("informatieplicht", 1, OPENED, date(2026, 9, 30))
    assert review == Duty("controle", 1, OPENED, date(2027, 2, 28))


@pytest.mark.artikel("11.2")
@given(st.dates(date(2026, 8, 1), date(2026, 12, 31)))
def test_a_decision_makes_an_undecided_notice_due_never_later_than_it_was(day: date) -> None:
    deferred = Duty("informatieplicht", 8, OPENED, date(2026, 11, 15), "uitgesteld")
    notice, other, review = duties.due_now((NOTICE, deferred, REVIEW), day)
    assert notice.due == min(day, date(2026, 9, 30))
    assert (other, review) == (deferred, REVIEW)


END = date(2031, 10, 1)


def note(card: Card = CARD, about: int = 1, end: date = END, **changes: Any) -> Said:
    noted = content("informatieplicht", **changes)
    return said(duties.notice_refusals(NOW, card, about, noted, end))


TOLD: dict[str, Any] = {
    "uitkomst": "geinformeerd",
    "op": "2026-10-15",
    "wijze": "Met een brief.",
    "grond": None,
    "afweging": None,
    "herzien_op": None,
}


@pytest.mark.artikel("11.2", "11.3", "11.4")
@pytest.mark.parametrize("outcome", ["uitgesteld", "niet"])
def test_telling_may_be_deferred_or_decided_against(outcome: str) -> None:
    assert note(uitkomst=outcome) == []


@pytest.mark.artikel("11.2", "11.5")
def test_the_person_may_be_told() -> None:
    assert note(**TOLD) == []


@pytest.mark.artikel("11.2")
@pytest.mark.parametrize(
    ("about", "refused"),
    [
        (2, [("11.2", "no-person")]),
        (99, [("11.2", "no-person")]),
    ],
)
def test_a_note_is_about_a_person_concerned(about: int, refused: Said) -> None:
    assert note(about=about) == refused


@pytest.mark.artikel("11.2", "10.2.f")
def test_a_relation_is_a_person_concerned_too() -> None:
    card = casusoverleg_card(duties=(OF_RELATION,))
    assert note(card, 8) == []


@pytest.mark.artikel("11.2")
def test_who_was_told_is_not_told_again() -> None:
    assert note(weegploeg_card(duties=(REVIEW,))) == [("11.2", "informed")]


@pytest.mark.artikel("11.3")
@pytest.mark.parametrize(
    ("consulted", "deciding", "refused"),
    [
        ([HEERLEN, POLITIE], ["pol-1", "om-1", "hrl-1"], [("11.3", "not-consulted")]),
        ([], ["pol-1", "om-1", "hrl-1"], [("11.3", "not-consulted")] * 3),
        ([HEERLEN, OM, POLITIE], ["pol-1", "om-1"], [("11.3", "not-represented")]),
        ([HEERLEN, OM, POLITIE, "x"], ["pol-1", "om-1", "hrl-1"], [("1", "unknown-party")]),
        (
            [HEERLEN, OM, POLITIE],
            ["pol-1", "om-1", "hrl-9"],
            [("15.2.c", "unknown-officer"), ("11.3", "not-represented")],
        ),
    ],
)
def test_the_kernpartijen_consult_and_decide(
    consulted: list[str], deciding: list[str], refused: Said
) -> None:
    consultation = {"datum": "2026-10-15", "partijen": consulted}
    assert note(overleg=consultation, besloten_door=deciding) == refused


@pytest.mark.artikel("11.3")
def test_only_kernpartijen_decide_whether_a_person_is_told() -> None:
    # The card of the casusoverleg has a casuspartij and an externe casuspartner as well.
    assert note(casusoverleg_card(duties=(NOTICE,))) == []


@pytest.mark.artikel("11.3", "18.1")
@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2026-10-15", []),
        ("2026-10-14", [("11.3", "told-before-consulted")]),
        ("2026-10-16", [("18.1", "future-date")]),
    ],
)
def test_telling_follows_the_consultation(day: str, refused: Said) -> None:
    assert note(**{**TOLD, "op": day}) == refused


@pytest.mark.artikel("18.1")
def test_a_consultation_is_not_planned() -> None:
    consultation = {"datum": "2026-10-16", "partijen": [HEERLEN, OM, POLITIE]}
    assert note(overleg=consultation) == [("18.1", "future-date")]


@pytest.mark.artikel("11.5")
@pytest.mark.parametrize("outcome", ["uitgesteld", "niet"])
@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2026-10-16", []),
        ("2027-04-15", []),
        ("2026-10-15", [("11.5", "wrong-review")]),
        ("2027-04-16", [("11.5", "wrong-review")]),
    ],
)
def test_what_is_not_told_is_reviewed_again(outcome: str, day: str, refused: Said) -> None:
    assert note(uitkomst=outcome, herzien_op=day) == refused


@pytest.mark.artikel("11.4", "11.5")
@pytest.mark.parametrize("outcome", ["uitgesteld", "niet"])
def test_a_duty_not_fulfilled_is_due_again_at_its_review(outcome: str) -> None:
    noted = content("informatieplicht", uitkomst=outcome)
    after = duties.notice_noted((NOTICE, OF_RELATION, REVIEW), 1, noted, TODAY)
    again = Duty("informatieplicht", 1, OPENED, date(2026, 11, 15), outcome, TODAY)
    assert after == (again, OF_RELATION, REVIEW)
    # Only a decision not to tell settles it, and no longer than until its review.
    card = weegploeg_card(duties=after)
    before = duties.open_notices(card, date(2026, 11, 14))
    assert before == ((OF_RELATION,) if outcome == "niet" else (again, OF_RELATION))
    assert duties.open_notices(card, date(2026, 11, 15)) == (again, OF_RELATION)


@pytest.mark.artikel("11.5", "13.1", "13.3")
@pytest.mark.parametrize("outcome", ["uitgesteld", "niet"])
@pytest.mark.parametrize(
    ("end", "day", "refused"),
    [
        (date(2026, 12, 1), "2026-12-01", []),
        (date(2026, 12, 1), "2026-12-02", [("11.5", "wrong-review")]),
        # One whose day has come, or has passed, can be told of alone.
        (TODAY, "2026-10-16", [("11.5", "wrong-review")]),
        (date(2026, 10, 1), "2026-10-16", [("11.5", "wrong-review")]),
        # The profile's own term where that is shorter.
        (date(2027, 4, 15), "2027-04-15", []),
        (END, "2027-04-16", [("11.5", "wrong-review")]),
    ],
)
def test_no_deferral_outlasts_the_file(outcome: str, end: date, day: str, refused: Said) -> None:
    assert note(end=end, uitkomst=outcome, herzien_op=day) == refused
    assert note(end=end, **TOLD) == []


@pytest.mark.artikel("11.5", "13.3")
def test_a_refused_review_says_until_when_and_why() -> None:
    def refusal(end: date) -> Refusal:
        noted = content("informatieplicht", herzien_op="2027-05-01")
        (found,) = duties.notice_refusals(NOW, CARD, 1, noted, end)
        return found

    by_end, by_term = refusal(date(2026, 12, 1)), refusal(END)
    assert by_end.message == "herzien_op lies not between today and 2026-12-01"
    assert by_end.hint == f"{CARD.id} is destroyed on 2026-12-01, and no deferral outlasts it"
    assert by_term.message == "herzien_op lies not between today and 2027-04-15"
    assert by_term.hint == ""


@pytest.mark.artikel("11.3", "11.5")
@pytest.mark.parametrize(
    ("noted", "consulted", "refused"),
    [
        (None, "2026-10-01", []),
        (date(2026, 10, 1), "2026-10-02", []),
        (date(2026, 10, 1), "2026-10-01", [("11.3", "stale-consultation")]),
        (date(2026, 10, 1), "2026-09-30", [("11.3", "stale-consultation")]),
        # On the day of the note itself it may be mended.
        (TODAY, "2026-10-15", []),
        (TODAY, "2026-10-14", []),
    ],
)
def test_a_consultation_carries_one_deferral(
    noted: date | None, consulted: str, refused: Said
) -> None:
    deferred = Duty("informatieplicht", 1, OPENED, TODAY, "uitgesteld", noted)
    card = weegploeg_card(duties=(replace(deferred, about=8), deferred))
    consultation = {"datum": consulted, "partijen": [HEERLEN, OM, POLITIE]}
    for outcome in ("uitgesteld", "niet"):
        assert note(card, uitkomst=outcome, overleg=consultation) == refused
    # The obstacle may end as it was foreseen: telling needs no consultation of its own.
    assert note(card, **{**TOLD, "overleg": consultation}) == []


@pytest.mark.artikel("11.3")
def test_a_consultation_filed_in_the_other_file_is_filed_too() -> None:
    former = Duty("informatieplicht", 1, OPENED, TODAY, "uitgesteld", date(2026, 10, 14))
    other = casusoverleg_card(duties=(replace(former, about=8), replace(former, about=1)))
    of_relation = casusoverleg_card(duties=(replace(former, about=8), replace(former, about=99)))
    consultation = {"datum": "2026-10-14", "partijen": [HEERLEN, OM, POLITIE]}
    noted = content("informatieplicht", overleg=consultation)
    found = duties.notice_refusals(NOW, CARD, 1, noted, END, other)
    assert said(found) == [("11.3", "stale-consultation")]
    assert said(duties.notice_refusals(NOW, CARD, 1, noted, END, of_relation)) == []


@pytest.mark.artikel("11.5", "13.1", "13.3")
def test_what_was_put_off_comes_back_before_the_file_ends() -> None:
    end = date(2026, 12, 1)
    late = Duty("informatieplicht", 1, OPENED, date(2027, 1, 1), "niet", TODAY)
    soon = replace(late, about=8, due=date(2026, 11, 1))
    assert duties.ending_with((late, soon, REVIEW), end) == (replace(late, due=end), soon, REVIEW)


@pytest.mark.artikel("11.3", "4")
def test_the_kernpartijen_of_both_files_are_consulted_and_decide() -> None:
    other = casusoverleg_card(parties=(HEERLEN, POLITIE), duties=(NOTICE,))
    alone = {"overleg": {"datum": "2026-10-15", "partijen": [HEERLEN, POLITIE]}}
    noted = content("informatieplicht", **alone, besloten_door=["hrl-1", "pol-1"])
    assert said(duties.notice_refusals(NOW, other, 1, noted, END)) == []
    assert said(duties.notice_refusals(NOW, other, 1, noted, END, CARD)) == [
        ("11.3", "not-consulted"),
        ("11.3", "not-represented"),
    ]


@pytest.mark.artikel("11.2", "11.5")
def test_a_duty_fulfilled_is_gone() -> None:
    noted = content("informatieplicht", **TOLD)
    after = duties.notice_noted((NOTICE, OF_RELATION, REVIEW), 1, noted, TODAY)
    assert after == (OF_RELATION, REVIEW)


def review(card: Card = CARD, **changes: Any) -> Said:
    return said(duties.review_refusals(NOW, card, content("controle", **changes)))


@pytest.mark.artikel("8.3", "10.3")
@pytest.mark.parametrize(
    ("card", "article"), [(weegploeg_card(), "8.3"), (casusoverleg_card(), "10.3")]
)
def test_a_review_is_of_records_of_the_dossier(card: Card, article: str) -> None:
    assert review(card) == []
    assert review(card, gecontroleerd=[1, 99]) == [(article, "no-record")]


@pytest.mark.artikel("8.3")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"volgende_op": "2027-04-16"}, [("8.3", "wrong-term")]),
        ({"volgende_op": "2026-10-15"}, [("8.3", "wrong-term")]),
        ({"volgende_op": "2026-10-16"}, []),
        ({"datum": "2026-10-16"}, [("18.1", "future-date")]),
        ({"door": ["uit-1", "hrl-9"]}, [("15.2.c", "unknown-officer")]),
        # The term runs from the review itself.
        ({"datum": "2026-08-31", "volgende_op": "2027-02-28"}, []),
        ({"datum": "2026-08-31", "volgende_op": "2027-03-01"}, [("8.3", "wrong-term")]),
    ],
)
def test_the_next_review_lies_within_the_term(changes: dict[str, Any], refused: Said) -> None:
    assert review(**changes) == refused


@pytest.mark.artikel("8.3", "10.3")
def test_a_review_opens_the_next_one() -> None:
    after = duties.reviewed((NOTICE, REVIEW), content("controle"))
    assert after == (NOTICE, Duty("controle", 1, TODAY, date(2027, 4, 15)))


PLANNED = duties.planned((NOTICE, REVIEW), 7, 1, content("plan"), TODAY)
FIRST = Duty("maatregel", 1, TODAY, date(2026, 12, 15))
SECOND = Duty("maatregel", 2, TODAY, date(2027, 4, 1))
EVALUATION = Duty("evaluatie", 7, TODAY, date(2027, 1, 15))


@pytest.mark.artikel("9.3", "9.4")
def test_a_plan_owes_its_measures_and_its_evaluation() -> None:
    assert PLANNED == (NOTICE, REVIEW, FIRST, SECOND, EVALUATION)


@pytest.mark.artikel("9.3", "9.4")
def test_measures_of_a_former_plan_stay_until_they_are_done() -> None:
    day = date(2027, 1, 15)
    newer = content("plan", evaluatie_op="2027-06-01")
    after = duties.planned(PLANNED, 12, 3, newer, day)
    assert after == (
        *(NOTICE, REVIEW, FIRST, SECOND),
        Duty("maatregel", 3, day, date(2026, 12, 15)),
        Duty("maatregel", 4, day, date(2027, 4, 1)),
        Duty("evaluatie", 12, day, date(2027, 6, 1)),
    )


@pytest.mark.artikel("9.4", "10.2.e")
@pytest.mark.parametrize(
    ("stand", "left"),
    [
        ("gepland", (FIRST, SECOND)),
        ("loopt", (FIRST, SECOND)),
        ("gereed", (SECOND,)),
        ("vervallen", (SECOND,)),
    ],
)
def test_a_measure_is_owed_until_it_is_done_or_dropped(stand: str, left: tuple[Duty, ...]) -> None:
    # Record 1 is the subject's: a notice about it is not the measure of that number.
    before = (NOTICE, FIRST, SECOND, EVALUATION)
    after = duties.acted(before, content("actie", stand=stand), FIRST.due, TODAY)
    assert after == (NOTICE, *left, EVALUATION)


@pytest.mark.artikel("9.4", "10.2.e")
def test_a_measure_taken_up_again_is_owed_again() -> None:
    day = date(2026, 11, 1)
    after = duties.acted((NOTICE, SECOND), content("actie", stand="loopt"), FIRST.due, day)
    assert after == (NOTICE, SECOND, replace(FIRST, opened=day))


@pytest.mark.artikel("9.4", "10.2.h")
def test_nothing_is_owed_on_a_plan_that_is_closed() -> None:
    assert duties.closed(PLANNED) == (NOTICE, REVIEW)


@pytest.mark.artikel("9.4", "12.6")
def test_a_corrected_plan_moves_its_terms_and_owes_nothing_anew() -> None:
    measures = [{"nummer": n, "gereed_op": f"2027-0{n}-01"} for n in (1, 2)]
    plan = {"maatregelen": measures, "evaluatie_op": "2027-03-01"}
    moved = {
        "maatregelen": [{**measure, "gereed_op": "2027-06-01"} for measure in measures],
        "evaluatie_op": "2027-07-01",
    }
    other = Duty("maatregel", 9, OPENED, OPENED)
    # The second measure was settled before.
    running = (Duty("maatregel", 1, OPENED, date(2027, 1, 1)), other)
    evaluation = Duty("evaluatie", 7, OPENED, date(2027, 3, 1))
    after = duties.replanned((*running, evaluation), 7, plan, moved)
    assert [(d.kind, d.about, d.due.isoformat()) for d in after] == [
        ("maatregel", 1, "2027-06-01"),
        ("maatregel", 9, "2026-08-31"),
        ("evaluatie", 7, "2027-07-01"),
    ]
    assert duties.replanned((*running, evaluation), 7, plan, None) == (other,)
