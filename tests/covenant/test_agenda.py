# SPDX-License-Identifier: EUPL-1.2
"""Which terms run, how urgent they are and what settles them: art. 7-13."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant import duties
from pgaref.covenant.agenda import KINDS, Entry, agenda, within
from pgaref.covenant.model import Card, Duty, Hold, State
from pgaref.covenant.retention import destruction, ending
from tests.covenant.examples import (
    CO,
    KERN,
    START,
    WP,
    casusoverleg_card,
    entry,
    profile,
    sections,
    weegploeg_card,
)

VZ = "VZ-00000000"
DAY = timedelta(days=1)
# Terms of START, 1 October 2026.
ARCHIVE, DESTROY = "2027-10-01", "2031-10-01"
SWEEP = "pgaref sweep"
Row = tuple[str, str, str, str]


def day(text: str) -> date:
    return date.fromisoformat(text)


def duty(kind: str, about: int, due: str, outcome: str = "") -> Duty:
    return Duty(kind, about, START, day(due), outcome)


def decided(**changes: Any) -> Card:
    return weegploeg_card(**{"state": "besloten", "outcome": "agenderen", **changes})


def declined(first: str, **changes: Any) -> Card:
    return decided(outcome="niet-agenderen", declined=day(first), **changes)


def request_card(**changes: Any) -> Card:
    records = (entry(1, "verzoek", "verzoek"),)
    there = sections("verzoeken", KERN)
    card = Card(VZ, "verzoeken", "lopend", 4, START, START, KERN, there, records)
    return replace(card, **{"concerns": (WP,), **changes})


def rows(cards: Iterable[Card], today: str) -> list[Row]:
    """What, by when, article, command of each term, in order; without the terms of art. 13."""
    found = agenda(cards, profile(), day(today))
    return [
        (e.what, e.due.isoformat(), e.article, e.command)
        for e in found
        if e.what not in ("archive", "destroy")
    ]


def words(card: Card, today: str) -> list[str]:
    return [what for what, *_ in rows([card], today)]


# The kinds of duties


@pytest.mark.artikel("8.3", "9.4", "10.3", "11.2", "12.3", "12.6")
@pytest.mark.parametrize(
    ("card", "about", "kind", "expected"),
    [
        (decided, 1, "informatieplicht", ("inform", "11.2", f"pgaref inform {WP} FILE")),
        (casusoverleg_card, 1, "informatieplicht", ("inform", "11.2", f"pgaref inform {CO} FILE")),
        (
            casusoverleg_card,
            8,
            "informatieplicht",
            ("inform /8", "11.2", f"pgaref inform {CO} FILE"),
        ),
        (decided, 1, "controle", ("review", "8.3", f"pgaref review {WP} FILE")),
        (casusoverleg_card, 1, "controle", ("review", "10.3", f"pgaref review {CO} FILE")),
        (casusoverleg_card, 2, "maatregel", ("action 2", "9.4", f"pgaref action {CO} FILE")),
        (
            casusoverleg_card,
            7,
            "evaluatie",
            ("evaluation", "9.4", f"pgaref plan {CO} FILE, or: pgaref close {CO} FILE"),
        ),
        (
            request_card,
            1,
            "verzoek",
            ("answer", "12.3", f"pgaref request identify {VZ} FILE"),
        ),
        (request_card, 4, "uitvoering", ("correction", "12.6", f"pgaref show {VZ}")),
        (decided, 9, "ontvangst", ("tell /9", "12.6", f"pgaref acknowledge {WP}/9 FILE")),
        # Of a kind that is not known no term is lost.
        (decided, 9, "later", ("later", "8.4", f"pgaref show {WP}")),
    ],
)
def test_a_duty_stands_there_with_its_article_and_what_settles_it(
    card: Any, about: int, kind: str, expected: tuple[str, str, str]
) -> None:
    what, article, command = expected
    owing = card(duties=(duty(kind, about, "2026-12-01"),))
    assert rows([owing], "2026-11-01") == [(what, "2026-12-01", article, command)]


@pytest.mark.artikel("12.3")
def test_a_request_is_decided_once_it_is_known_who_asks() -> None:
    records = (entry(1, "verzoek", "verzoek"), entry(2, "identificatie", "verzoek"))
    owing = request_card(records=records, duties=(duty("verzoek", 1, "2026-12-01"),))
    ((_, _, _, command),) = rows([owing], "2026-11-01")
    # The card does not tell what is asked; each of the three can be typed as it stands.
    assert command.split(", or: ") == [
        f"pgaref request {way} {VZ} FILE" for way in ("answer", "correct", "refuse")
    ]


@pytest.mark.artikel("12.6")
def test_no_command_of_the_agenda_is_a_pipeline_or_names_a_record_that_is_none() -> None:
    for kind in KINDS.values():
        for command in (kind.command, *(kind.first or ())[1:]):
            assert "|" not in command
            assert not re.search(r"\bID\b|/N\b", command)


@pytest.mark.artikel("8.3", "9.4", "11.5", "13.2")
@pytest.mark.parametrize(
    ("state", "kind", "shown"),
    [
        ("lopend", "controle", True),
        ("afgesloten", "controle", True),
        ("gearchiveerd", "controle", False),
        ("gearchiveerd", "maatregel", False),
        ("afgesloten", "maatregel", False),
        ("gearchiveerd", "evaluatie", False),
        # Who was not told is told, wherever the file lies.
        ("gearchiveerd", "informatieplicht", True),
        ("afgesloten", "informatieplicht", True),
        ("gearchiveerd", "ontvangst", True),
    ],
)
def test_what_can_no_longer_be_done_is_not_asked(state: str, kind: str, shown: bool) -> None:
    owing = casusoverleg_card(state=state, duties=(duty(kind, 1, "2026-12-01"),))
    assert bool(words(owing, "2026-11-01")) is shown


@pytest.mark.artikel("9.4")
def test_every_kind_has_an_act_of_the_covenant() -> None:
    for kind in KINDS.values():
        assert profile().act(kind.act) is not None


@pytest.mark.artikel("5")
def test_a_covenant_that_lacks_an_act_still_has_the_article_of_its_register() -> None:
    lacking = replace(profile(), acts=())
    owing = casusoverleg_card(duties=(duty("maatregel", 1, "2026-12-01"),))
    (found,) = (e for e in agenda([owing], lacking, START) if e.what == "action 1")
    assert found.article == "10.1"


# Informing


@pytest.mark.artikel("11.2", "11.4", "11.5")
@pytest.mark.parametrize("outcome", ["uitgesteld", "niet"])
@pytest.mark.parametrize(
    ("today", "what", "overdue"),
    [
        ("2026-11-14", "inform, {}", False),
        # Its review day has come: it is owed again.
        ("2026-11-15", "inform", False),
        ("2026-11-16", "inform", True),
    ],
)
def test_a_notice_put_off_is_told_apart_until_its_review(
    outcome: str, today: str, what: str, overdue: bool
) -> None:
    card = decided(duties=(duty("informatieplicht", 1, "2026-11-15", outcome),))
    first, *_ = agenda([card], profile(), day(today))
    assert (first.what, first.overdue) == (what.format(outcome), overdue)
    assert first.article == "11.5"
    assert first.key == "informatieplicht-1"


@pytest.mark.artikel("11.2", "13.3")
@pytest.mark.parametrize(
    ("outcome", "today", "what", "article"),
    [
        ("", "2027-02-18", "inform", "11.2"),
        ("", "2027-02-19", "inform, urgent", "11.2"),
        ("uitgesteld", "2027-02-18", "inform, uitgesteld", "11.5"),
        ("uitgesteld", "2027-02-19", "inform, uitgesteld, urgent", "11.2"),
        # A decision not to tell settles it until its review.
        ("niet", "2027-02-19", "inform, niet", "11.5"),
    ],
)
def test_a_notice_is_urgent_from_60_days_before_destruction(
    outcome: str, today: str, what: str, article: str
) -> None:
    card = declined("2026-10-20", duties=(duty("informatieplicht", 1, "2027-04-20", outcome),))
    found = agenda([card], profile(), day(today))
    (informing,) = (e for e in found if e.what.startswith("inform"))
    assert (informing.what, informing.article) == (what, article)
    assert informing.urgent == what.endswith("urgent")


@pytest.mark.artikel("11.2")
def test_what_is_urgent_stands_with_what_is_overdue() -> None:
    urgent = declined("2026-10-20", duties=(duty("informatieplicht", 1, "2027-04-20"),))
    other = casusoverleg_card(
        duties=(duty("maatregel", 1, "2027-03-01"), duty("maatregel", 2, "2027-02-01"))
    )
    found = agenda([other, urgent], profile(), day("2027-02-20"))
    assert [e.what for e in found][:3] == ["action 2", "inform, urgent", "action 1"]


@pytest.mark.artikel("11.2", "10.2.f")
def test_a_person_of_whom_there_is_no_record_is_not_taken_for_the_subject() -> None:
    card = decided(duties=(duty("informatieplicht", 99, "2026-11-15"),))
    assert words(card, "2026-11-01") == ["inform /99"]


# The terms of the dossier itself


@pytest.mark.artikel("7.4")
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("outcome", ["", "agenderen"])
def test_an_undecided_dossier_is_to_be_decided(state: State, outcome: str) -> None:
    card = weegploeg_card(state=state.value, outcome=outcome)
    wanted = ("decide", "2027-01-01", "7.4", f"pgaref decide {WP} FILE")
    waits = state in (State.TE_WEGEN, State.GEWOGEN) and not outcome
    assert rows([card], "2027-02-01") == ([wanted] if waits else [])


def ends(card: Card, today: str) -> list[tuple[str, str, int, str]]:
    """The terms of art. 13: what, by when, days left, article."""
    found = agenda([card], profile(), day(today))
    return [
        (e.what, e.due.isoformat(), e.days_left, e.article) for e in found if e.command == SWEEP
    ]


@pytest.mark.artikel("13.1", "13.2", "13.3")
def test_archiving_and_destruction_are_terms_too() -> None:
    today = "2027-09-01"
    archive, destroy = ("archive", ARCHIVE, 30, "13.2"), ("destroy", DESTROY, 1491, "13.1")
    assert ends(decided(), today) == [archive, destroy]
    assert ends(decided(state="gearchiveerd"), today) == [destroy]
    assert ends(declined("2027-08-20"), today) == [("destroy", "2028-02-20", 172, "13.3")]


@pytest.mark.artikel("12.4", "13.1")
def test_a_settled_request_ends_with_the_file_that_it_is_about() -> None:
    settled = request_card(decided=day("2026-11-01"), state="afgesloten")
    about = {WP: declined("2027-04-01")}
    found = agenda([settled], profile(), day("2026-11-02"), about.get)
    assert [(e.what, e.due.isoformat()) for e in found] == [
        ("archive", ARCHIVE),
        ("destroy", "2027-10-01"),
    ]


@pytest.mark.artikel("12.3", "12.6", "13.2")
@pytest.mark.parametrize(
    ("kind", "what", "changes"),
    [
        ("verzoek", "answer", {}),
        ("uitvoering", "correction", {"decided": START, "state": "afgesloten"}),
    ],
)
def test_a_request_that_somebody_waits_for_stays_overdue_and_is_not_archived(
    kind: str, what: str, changes: dict[str, Any]
) -> None:
    waiting = request_card(duties=(duty(kind, 1, "2026-10-29"),), **changes)
    about = {WP: decided()}
    found = agenda([waiting], profile(), day("2027-11-01"), about.get)
    assert [(e.what, e.overdue) for e in found] == [(what, True), ("destroy", False)]


@pytest.mark.artikel("12.3", "12.5")
def test_a_hold_on_a_request_lasts_while_that_is_open() -> None:
    held = Hold(9, "verzoek", START, day("2026-12-01"), VZ)
    for request, said in (
        (request_card(), [f"hold /9, while {VZ} is open"]),
        (request_card(decided=day("2026-10-10")), []),
    ):
        found = agenda([decided(holds=(held,))], profile(), day("2026-11-01"), {VZ: request}.get)
        holds = [e for e in found if e.what.startswith("hold")]
        assert [e.what for e in holds] == said
        assert {e.key for e in holds} <= {"hold-9"}


HOLD = Hold(9, "procedure", day("2031-09-01"), day("2031-12-01"))


@pytest.mark.artikel("12.5", "13.1")
@pytest.mark.parametrize(
    ("holds", "today", "due", "overdue"),
    [
        ((), "2031-09-30", DESTROY, False),
        ((), DESTROY, DESTROY, False),
        ((), "2031-10-02", DESTROY, True),
        ((HOLD,), "2031-09-30", "2031-12-02", False),
        ((HOLD,), "2031-12-01", "2031-12-02", False),
        # The hold has ended: the maximum wins, and has passed.
        ((HOLD,), "2031-12-02", DESTROY, True),
        # One that ends before the maximum stops nothing.
        ((replace(HOLD, until=day("2031-09-30")),), "2031-09-15", DESTROY, False),
        ((replace(HOLD, until=day("2031-09-30")),), "2031-10-02", DESTROY, True),
        # The longest of several, and one that takes over from another.
        ((HOLD, replace(HOLD, until=day("2031-11-01"))), "2031-10-05", "2031-12-02", False),
        (
            (HOLD, Hold(11, "bevel", day("2031-12-01"), day("2032-02-01"))),
            "2031-12-01",
            "2032-02-02",
            False,
        ),
    ],
)
def test_a_destruction_is_not_overdue_while_a_hold_stops_it(
    holds: tuple[Hold, ...], today: str, due: str, overdue: bool
) -> None:
    card = decided(state="gearchiveerd", holds=holds)
    (end,) = (e for e in agenda([card], profile(), day(today)) if e.what == "destroy")
    assert (end.due.isoformat(), end.overdue) == (due, overdue)
    assert ending(card, profile(), day(today)).day == end.due
    assert destruction(card, profile()).day == day(DESTROY)


@pytest.mark.artikel("12.5", "13.1")
@pytest.mark.parametrize(
    ("today", "shown"), [("2031-11-01", True), ("2031-12-01", True), ("2031-12-02", False)]
)
def test_a_hold_ends_and_is_renewed_or_let_go(today: str, shown: bool) -> None:
    card = decided(state="gearchiveerd", holds=(HOLD,))
    renew = f"pgaref hold add {WP} FILE, or: pgaref hold release {WP}/9 --reason CODE"
    wanted = ("hold /9", "2031-12-01", profile().terms.hold.article, renew)
    assert rows([card], today) == ([wanted] if shown else [])


# What must hold of every agenda


KIND_NAMES = st.sampled_from([*KINDS, "later"])
DATES = st.dates(date(2026, 1, 1), date(2033, 1, 1))
DUTIES = st.builds(
    Duty, KIND_NAMES, st.integers(1, 12), DATES, DATES, st.sampled_from(["", "uitgesteld", "niet"])
)
HOLDS = st.builds(Hold, st.integers(1, 12), st.just("bevel"), DATES, DATES)
OWING = st.lists(DUTIES, max_size=6).map(tuple)
CARDS = st.builds(
    lambda make, owing, holds, state, outcome, last: make(
        duties=owing, holds=holds, state=state.value, outcome=outcome, last_processed=last,
        declined=last if outcome == "niet-agenderen" else None,
    ),
    st.sampled_from([weegploeg_card, casusoverleg_card, request_card]),
    OWING,
    st.lists(HOLDS, max_size=2).map(tuple),
    st.sampled_from(State),
    st.sampled_from(["", "agenderen", "niet-agenderen"]),
    DATES,
)  # fmt: skip


def urgency(term: Entry) -> tuple[bool, date]:
    return (not (term.days_left < 0 or term.urgent), term.due)


@pytest.mark.artikel("13.1", "15.2.e")
@given(st.lists(CARDS, max_size=5), DATES)
def test_an_agenda_is_in_order_and_counts_the_days(cards: list[Card], today: date) -> None:
    found = agenda(cards, profile(), today)
    assert list(found) == sorted(found, key=urgency)
    for term in found:
        assert term.due == today + term.days_left * DAY
        assert term.overdue == (term.due < today)
        assert term.article


@pytest.mark.artikel("8.3", "9.4", "11.2", "13.1")
@given(CARDS, DATES)
def test_no_term_is_lost(card: Card, today: date) -> None:
    found = agenda([card], profile(), today)
    left = [duty.due for duty in card.duties if may_be_settled(card, duty)]
    left += [hold.until for hold in card.holds if today <= hold.until]
    own = [e for e in found if e.command == SWEEP or e.what == "decide"]
    assert sorted(e.due for e in found if e not in own) == sorted(left)
    assert [e.what for e in own].count("destroy") == 1


def may_be_settled(card: Card, duty: Duty) -> bool:
    acts = {
        duties.NOTICE: "inform", duties.REVIEW: "review", duties.MEASURE: "plan",
        duties.EVALUATION: "plan", duties.REQUEST: "request answer", duties.EXECUTION: "correct",
        duties.TELLING: "acknowledge",
    }  # fmt: skip
    rule = profile().act(acts.get(duty.kind, "show"), card.register)
    return rule is None or rule.states == () or card.state in rule.states


@pytest.mark.artikel("13.1")
@given(st.lists(CARDS, max_size=5), DATES, st.integers(0, 400))
def test_what_is_due_later_is_left_out_and_what_is_overdue_never(
    cards: list[Card], today: date, days: int
) -> None:
    found = agenda(cards, profile(), today)
    near = within(found, days)
    assert near == tuple(e for e in found if e.due <= today + days * DAY)
    assert {e for e in found if e.overdue} <= set(near)


PLAIN = re.compile(r"[a-z0-9/ ,-]+")
COMMAND = re.compile(r"pgaref [a-z |]+( (ID|[A-Z]{2}-[0-9]{8})(/(N|[0-9]+))?)?[ A-Za-z0-9/:,|-]*")


@pytest.mark.artikel("15.1", "15.2.b")
@given(st.lists(CARDS, max_size=5), DATES)
def test_an_agenda_says_ids_numbers_and_words_of_the_covenant_alone(
    cards: list[Card], today: date
) -> None:
    for term in agenda(cards, profile(), today):
        assert PLAIN.fullmatch(term.what)
        assert COMMAND.fullmatch(term.command)
        assert not any(party in term.what + term.command for party in profile().parties)


@pytest.mark.artikel("9.4")
@given(st.lists(DUTIES, max_size=6, unique_by=lambda d: (d.kind, d.about)), DATES, DATES)
def test_a_term_keeps_its_key_whatever_becomes_of_its_day(
    owing: list[Duty], one: date, other: date
) -> None:
    moved = [replace(duty, due=other) for duty in owing]
    keys = [
        sorted(e.key for e in agenda([casusoverleg_card(duties=tuple(some))], profile(), one))
        for some in (owing, moved)
    ]
    assert keys[0] == keys[1]


@pytest.mark.artikel("15.2.g")
def test_what_counts_in_hours_stands_above_what_is_overdue() -> None:
    """The 72 hours of AVG 33(1) run through nights and weekends: nothing stands before them."""
    today = day("2026-10-15")
    due = today + 2 * DAY
    clock = Duty("melding", 1, today, due, at=f"{due}T08:00:00Z")
    late = Duty("controle", 1, today - 40 * DAY, today - 10 * DAY)
    cards = [weegploeg_card(duties=(late,)), weegploeg_card(id="IN-00000000", duties=(clock,))]
    found = agenda(cards, profile(), today)
    assert [entry.what for entry in found[:2]] == ["notify", "review"]
    assert (found[0].overdue, found[1].overdue) == (False, True)
