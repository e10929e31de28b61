# SPDX-License-Identifier: EUPL-1.2
"""How long a dossier is kept (art. 13): the tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pgaref.covenant.duties import notice_opened
from pgaref.covenant.model import Card, Duty, Hold, RecordEntry, Section
from pgaref.covenant.pending import Lookup
from pgaref.covenant.retention import (
    Act,
    Due,
    Guard,
    Step,
    archiving,
    destruction,
    dues,
    guards,
    heartbeat_due,
    last_day,
    overdue_days,
    plan,
    unreadable_sections,
    valid_hold,
)
from tests.covenant.examples import (
    OFFICERS,
    START,
    VZ,
    WP,
    casusoverleg_card,
    circumstances,
    entry,
    profile,
    request_card,
    weegploeg_card,
)

KERN_OFFICERS = ["gemeente-heerlen/hrl-1", "openbaar-ministerie/om-1", "politie/pol-1"]
DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def processed(last: str, **changes: Any) -> Card:
    return weegploeg_card(opened=day(last), last_processed=day(last), **changes)


def declined(first: str, **changes: Any) -> Card:
    decision = {"state": "besloten", "outcome": "niet-agenderen", "declined": day(first)}
    return processed(first, **{**decision, **changes})


def steps(card: Card, today: str) -> list[tuple[str, str, str]]:
    found = plan([card], profile(), day(today), KERN_OFFICERS)
    return [(step.act.value, step.due.isoformat(), step.article) for step in found]


@pytest.mark.artikel("13.1", "13.2")
@pytest.mark.parametrize(
    ("last", "archive", "destroy"),
    [
        ("2026-10-20", "2027-10-20", "2031-10-20"),
        ("2028-02-29", "2029-02-28", "2033-02-28"),
        ("2027-02-28", "2028-02-28", "2032-02-28"),
        ("2026-12-31", "2027-12-31", "2031-12-31"),
    ],
)
def test_archived_one_year_and_destroyed_five_years_after_last_processing(
    last: str, archive: str, destroy: str
) -> None:
    card = processed(last, state="besloten")
    destroyed = Due(day(destroy), f"last processing {last} + 5 years", "13.1", "term-ended")
    archived = Due(day(archive), f"last processing {last} + 1 year", "13.2", "term-ended")
    assert destruction(card, profile()) == destroyed
    assert archiving(card, profile()) == archived
    assert dues(card, profile()) == {"archive": archived, "destroy": destroyed}
    assert steps(card, (day(archive) - DAY).isoformat()) == []
    assert steps(card, archive) == [("archive", archive, "13.2")]
    assert steps(card, (day(destroy) - DAY).isoformat()) == [("archive", archive, "13.2")]
    assert steps(card, destroy) == [("destroy", destroy, "13.1")]


@pytest.mark.artikel("13.3")
@pytest.mark.parametrize(
    ("first", "until", "destroy"),
    [
        ("2026-10-20", None, "2027-04-20"),
        ("2026-08-31", None, "2027-02-28"),
        ("2027-08-31", None, "2028-02-29"),
        ("2026-10-20", "2027-01-01", "2027-01-01"),
        ("2026-10-20", "2027-04-20", "2027-04-20"),
        # What lies after the maximum lengthens nothing.
        ("2026-10-20", "2028-01-01", "2027-04-20"),
    ],
)
def test_not_agendered_is_kept_six_months_at_most(
    first: str, until: str | None, destroy: str
) -> None:
    card = declined(first, keep_until=until and day(until))
    assert {name: due.day for name, due in dues(card, profile()).items()} == {
        "destroy": day(destroy)
    }
    assert destruction(card, profile()).code == "not-agendered"
    assert steps(card, (day(destroy) - DAY).isoformat()) == []
    assert steps(card, destroy) == [("destroy", destroy, "13.3")]
    reason = destruction(card, profile()).reason
    own_end = until is not None and until < "2027-04-20"
    kept, maximum = f"niet-agenderen, kept until {until}", f"niet-agenderen {first} + 6 months"
    assert reason == (kept if own_end else maximum)


@pytest.mark.artikel("13.3")
def test_a_dossier_agendered_after_all_is_kept_like_any_other() -> None:
    card = declined("2026-10-20", outcome="agenderen", keep_until=day("2027-01-01"))
    assert destruction(card, profile()).day == day("2031-10-20")
    assert archiving(card, profile()) is not None


@pytest.mark.artikel("13.2")
def test_what_is_archived_is_not_archived_again() -> None:
    card = processed("2026-10-20", state="gearchiveerd")
    assert archiving(card, profile()) is None
    assert [due.day for due in dues(card, profile()).values()] == [day("2031-10-20")]
    assert steps(card, "2030-01-01") == []


HOLD = Hold(7, "verzoek", day("2027-03-01"), day("2027-05-31"))


@pytest.mark.artikel("12.3", "13.1")
def test_a_step_that_is_blocked_names_the_request_that_it_conflicts_with() -> None:
    card = declined("2026-10-20", holds=(replace(HOLD, request=VZ),))
    (blocked,) = plan([card], profile(), day("2027-05-01"), KERN_OFFICERS)
    until = "until 2027-05-31 or until that is settled"
    assert blocked.reasons[0] == f"hold: verzoek {VZ}, record 7, {until}"


def settled(on: str, **changes: Any) -> Card:
    return request_card(
        **{
            "state": "afgesloten",
            "decided": day(on),
            "duties": (),
            "last_processed": day(on),
            **changes,
        }
    )


def finding(*cards: Card) -> Lookup:
    return {card.id: card for card in cards}.get


@pytest.mark.artikel("12.4", "13.1")
@pytest.mark.parametrize(
    ("about", "due", "article"),
    [
        # Nobody can object any more, and there is no file.
        ((), "2026-12-09", "12.4"),
        ((declined("2026-10-20"),), "2027-04-20", "12.4"),
        (
            (declined("2026-10-20"), casusoverleg_card(last_processed=day("2026-01-10"))),
            "2031-01-10",
            "12.4",
        ),
        # Never longer than any other file.
        ((casusoverleg_card(last_processed=day("2027-06-01")),), "2031-10-20", "13.1"),
    ],
)
def test_a_settled_request_ends_with_its_files_or_when_nobody_can_object(
    about: tuple[Card, ...], due: str, article: str
) -> None:
    found = destruction(settled("2026-10-20"), profile(), finding(*about))
    assert (found.day, found.article) == (day(due), article)
    assert dues(settled("2026-10-20"), profile(), finding(*about))["destroy"] == found


@pytest.mark.artikel("13.1")
def test_an_open_request_is_kept_like_any_other_file() -> None:
    assert destruction(request_card(), profile()).article == "13.1"
    # What has no lookup of other dossiers sees the term for objection alone.
    assert destruction(settled("2026-10-20"), profile()).day == day("2026-12-09")


def held(until: str, since: str = "2026-10-15", **changes: Any) -> tuple[Hold, ...]:
    made = {"record": 9, "basis": "bevel", "since": day(since), "until": day(until)}
    return (Hold(**{**made, **changes}),)


ON_REQUEST = {"basis": "verzoek", "request": VZ}


@pytest.mark.artikel("12.3", "13.3")
@pytest.mark.parametrize(
    ("today", "due", "holds", "gone"),
    [
        # The answer is due on 29 October.
        ("2026-10-15", "2026-10-20", (), "2026-10-20"),
        ("2026-10-15", "2026-10-29", (), "2026-10-29"),
        # Answered before it is destroyed.
        ("2026-10-15", "2026-10-30", (), ""),
        ("2026-10-15", "2026-10-20", held("2026-12-01", **ON_REQUEST), ""),
        ("2026-10-15", "2026-10-20", held("2026-10-18", **ON_REQUEST), "2026-10-20"),
        # A hold that ends before the answer is due saves nothing.
        ("2026-10-15", "2026-10-20", held("2026-10-28"), "2026-10-29"),
        ("2026-10-15", "2026-10-20", held("2026-10-29"), ""),
        # Its day has come: it goes in this very sweep, and that is said.
        ("2026-10-15", "2026-10-15", (), "2026-10-15"),
        # Overdue: nobody knows when it is answered, and what goes within 60 days is in danger.
        ("2026-10-30", "2026-10-31", (), "2026-10-31"),
        ("2026-10-30", "2026-12-29", (), "2026-12-29"),
        ("2026-10-30", "2026-12-30", (), ""),
        ("2026-10-30", "2026-10-30", (), "2026-10-30"),
        ("2026-10-30", "2026-10-31", held("2026-10-30"), "2026-10-31"),
        ("2026-10-30", "2026-10-31", held("2026-10-31"), ""),
    ],
)
def test_a_sweep_warns_of_a_file_that_goes_while_a_request_about_it_is_open(
    today: str, due: str, holds: tuple[Hold, ...], gone: str
) -> None:
    about = declined("2026-09-01", keep_until=day(due), holds=holds)
    lookup = finding(about, request_card())
    found = plan([request_card()], profile(), day(today), KERN_OFFICERS, lookup)
    said = [(step.act.value, step.due.isoformat(), step.reasons) for step in found]
    reason = f"request {VZ} is open; {about.id} is destroyed on {gone}"
    assert said == ([("warn", gone, (reason,))] if gone else [])


OWED = Duty("uitvoering", 3, START, day("2026-11-09"))
ANSWER, EXECUTE = f"request {VZ} is not answered", f"the decision in {VZ}/3 is not carried out"


@pytest.mark.artikel("12.3", "12.6", "13.1", "13.2")
@pytest.mark.parametrize(
    ("card", "reason", "article"),
    [
        (request_card(), ANSWER, "12.3"),
        (settled("2026-10-01", duties=(OWED,)), EXECUTE, "12.6"),
    ],
)
def test_a_request_that_somebody_waits_for_is_neither_archived_nor_destroyed(
    card: Card, reason: str, article: str
) -> None:
    about = casusoverleg_card(last_processed=day("2026-10-01"))
    for today, days in (
        ("2027-09-30", []),
        ("2027-10-01", ["2027-10-01"]),
        ("2031-10-01", ["2031-10-01", "2027-10-01"]),
    ):
        found = list(plan([card], profile(), day(today), KERN_OFFICERS, finding(about)))
        blocked = [step for step in found if step.act is not Act.WARN]
        assert [(s.act, s.due.isoformat()) for s in blocked] == [(Act.BLOCKED, d) for d in days]
        assert {(s.reasons[0], s.article) for s in blocked} <= {(reason, article)}


@pytest.mark.artikel("12.6", "13.1")
def test_what_can_no_longer_be_carried_out_keeps_no_file() -> None:
    card = settled("2026-10-01", duties=(OWED,))
    (step,) = plan([card], profile(), day("2026-11-20"), KERN_OFFICERS)
    assert (step.act, step.due) == (Act.DESTROY, day("2026-11-20"))


@pytest.mark.artikel("12.4", "13.1")
def test_a_settled_request_stays_through_the_last_day_to_object_by_post() -> None:
    # Six weeks and a week for the post, of the day that it was recorded and not of its own date.
    card = settled("2026-09-01", last_processed=day("2026-10-20"))
    assert steps(card, "2026-12-08") == []
    assert steps(card, "2026-12-09") == [("destroy", "2026-12-09", "12.4")]


@pytest.mark.artikel("12.4", "13.1")
@pytest.mark.parametrize(
    ("about", "due"),
    [
        (declined("2026-10-20", holds=held("2027-06-30", "2027-04-01")), "2027-07-01"),
        # One that ended before, or that rests on the request itself, keeps nothing.
        (declined("2026-10-20", holds=held("2027-04-19", "2027-04-01")), "2027-04-20"),
        (declined("2026-10-20", holds=held("2027-06-30", **ON_REQUEST)), "2027-04-20"),
        # Another one's open request does.
        (
            declined("2026-10-20", holds=held("2027-06-30", basis="verzoek", request="VZ-1")),
            "2027-07-01",
        ),
        # It is needed as long as its file, beyond its own maximum too.
        (
            casusoverleg_card(last_processed=day("2026-10-21"), holds=held("2031-12-31")),
            "2032-01-01",
        ),
    ],
)
def test_a_settled_request_outlives_a_hold_on_its_file(about: Card, due: str) -> None:
    card = settled("2026-10-20")
    lookup = finding(card, about, replace(request_card(), id="VZ-1"))
    assert destruction(card, profile(), lookup).day == day(due)


@pytest.mark.artikel("12.3", "13.1")
@pytest.mark.parametrize(
    ("request_on", "act"),
    [
        (request_card(), "blocked"),
        (settled("2026-10-20"), "destroy"),
        # Damaged: the hold lasts to its own last day.
        (None, "blocked"),
    ],
)
def test_a_hold_on_a_request_ends_when_that_is_settled(request_on: Card | None, act: str) -> None:
    card = declined("2026-10-20", holds=held("2027-06-30", **ON_REQUEST))
    lookup = finding(*([request_on] if request_on else []))
    (step,) = plan([card], profile(), day("2027-05-01"), KERN_OFFICERS, lookup)
    assert step.act == act
    assert (valid_hold(card, day("2027-05-01"), lookup) is None) == (act == "destroy")


@pytest.mark.artikel("13.2")
def test_what_the_uitvoerder_alone_reads_ends_in_the_archive_and_blocks_nothing() -> None:
    records = (*request_card().records, entry(3, "inhouding", "ingehouden"))
    card = settled("2026-10-20", records=records)
    assert unreadable_sections(card, profile(), KERN_OFFICERS) == ()


@pytest.mark.artikel("12.5", "13.1", "13.3")
def test_a_hold_stops_destruction_while_it_lasts() -> None:
    card = declined("2026-10-20", holds=(HOLD,))
    assert steps(card, "2027-04-19") == []
    assert steps(card, "2027-04-20") == [("blocked", "2027-04-20", "13.3")]
    assert steps(card, "2027-05-31") == [("blocked", "2027-04-20", "13.3")]
    assert steps(card, "2027-06-01") == [("destroy", "2027-04-20", "13.3")]
    assert overdue_days(destruction(card, profile()).day, day("2027-06-01")) == 42
    assert overdue_days(destruction(card, profile()).day, day("2027-04-20")) == 0
    assert overdue_days(destruction(card, profile()).day, day("2027-01-01")) == 0
    (blocked,) = plan([card], profile(), day("2027-05-01"), KERN_OFFICERS)
    assert blocked.reasons == (
        "hold: verzoek, record 7, until 2027-05-31",
        "niet-agenderen 2026-10-20 + 6 months",
    )


@pytest.mark.artikel("12.5", "13.2")
def test_a_hold_does_not_stop_archiving() -> None:
    hold = replace(HOLD, since=day("2031-10-01"), until=day("2031-12-31"))
    card = processed("2026-10-20", holds=(hold,), state="besloten")
    assert steps(card, "2031-10-20") == [
        ("blocked", "2031-10-20", "13.1"),
        ("archive", "2027-10-20", "13.2"),
    ]


@pytest.mark.artikel("13.1")
def test_of_several_holds_the_longest_valid_one_counts() -> None:
    longer = replace(HOLD, record=8, until=day("2027-06-30"))
    ended = replace(HOLD, record=9, until=day("2027-04-01"))
    card = weegploeg_card(holds=(HOLD, longer, ended))
    assert valid_hold(card, day("2027-05-01")) == longer
    assert valid_hold(card, day("2027-07-01")) is None
    assert valid_hold(weegploeg_card(), day("2027-05-01")) is None


@pytest.mark.artikel("13.2")
def test_a_section_that_nobody_could_read_in_the_archive_blocks_archiving() -> None:
    card = processed("2026-10-20", state="besloten")
    assert unreadable_sections(card, profile(), KERN_OFFICERS) == ()
    # The police's melder is read by the police and by the uitvoerder, who reads nothing there.
    others = [name for name in KERN_OFFICERS if not name.startswith("politie")]
    assert unreadable_sections(card, profile(), [*others, "uitvoerder/uit-1"][:2]) == (
        "melder-politie",
    )
    (blocked,) = plan([card], profile(), day("2027-10-20"), others)
    assert blocked == Step(
        WP,
        Act.BLOCKED,
        day("2027-10-20"),
        (
            "no officer of a kernpartij reads section melder-politie",
            "last processing 2026-10-20 + 1 year",
        ),
        "13.2",
    )


@pytest.mark.artikel("13.2", "18.2")
def test_melders_of_a_party_that_withdrew_block_nothing() -> None:
    card = processed("2026-10-20", state="besloten")
    alone = replace(card.sections["melder-politie"], keys={"uitvoerder/uit-1": "0" * 64})
    left = replace(card, sections={**card.sections, "melder-politie": alone})
    assert unreadable_sections(left, profile(), KERN_OFFICERS) == ()
    # Of any other section it does.
    dossier = replace(left, sections={**left.sections, "dossier": alone})
    assert unreadable_sections(dossier, profile(), KERN_OFFICERS) == ("dossier",)


@pytest.mark.artikel("13.2")
def test_an_empty_section_blocks_nothing() -> None:
    card = weegploeg_card(records=(entry(1, "subject"),))
    assert unreadable_sections(card, profile(), ["politie/pol-1"]) == ()
    nobody = weegploeg_card(
        records=(RecordEntry(1, "dossier", "subject", 1, "", ""),),
        sections={"dossier": Section("age1x")},
    )
    assert unreadable_sections(nobody, profile(), KERN_OFFICERS) == ("dossier",)


@pytest.mark.artikel("7.4")
@pytest.mark.parametrize(
    ("state", "outcome", "today", "warned"),
    [
        ("te-wegen", "", "2027-01-20", False),
        ("te-wegen", "", "2027-01-21", True),
        ("gewogen", "", "2027-01-21", True),
        ("besloten", "agenderen", "2027-01-21", False),
        # Weighed anew after a decision: not undecided.
        ("gewogen", "niet-agenderen", "2027-01-21", False),
    ],
)
def test_an_undecided_dossier_is_reported_past_the_decision_term(
    state: str, outcome: str, today: str, warned: bool
) -> None:
    card = processed("2026-10-20", state=state, outcome=outcome)
    assert steps(card, today) == ([("warn", "2027-01-20", "7.4")] if warned else [])


@pytest.mark.artikel("11.2", "11.5", "13.3")
def test_an_open_duty_to_inform_is_urgent_from_60_days_before_destruction() -> None:
    notice = notice_opened(profile(), 1, day("2026-10-20"))
    card = declined("2026-10-20", duties=(notice,))
    warning = [("warn", "2026-11-20", "11.2")]
    assert steps(card, "2027-02-18") == []
    assert steps(card, "2027-02-19") == warning
    assert steps(card, "2027-04-19") == warning
    # It never lengthens a maximum.
    assert steps(card, "2027-04-20") == [("destroy", "2027-04-20", "13.3")]
    later = replace(notice, outcome="niet", due=day("2027-04-20"))
    for settled in (later, replace(notice, kind="controle")):
        assert steps(replace(card, duties=(settled,)), "2027-04-19") == []


@pytest.mark.artikel("11.5", "12.5")
def test_a_held_dossier_still_warns_of_its_open_duty() -> None:
    duty = Duty("informatieplicht", 1, START, START, "uitgesteld")
    card = declined("2026-10-20", holds=(HOLD,), duties=(duty,))
    assert [act for act, *_ in steps(card, "2027-05-01")] == ["blocked", "warn"]


@pytest.mark.artikel("11.5", "12.5", "13.1")
@pytest.mark.parametrize(
    ("today", "holds", "last"),
    [
        ("2031-10-19", (), "2031-10-20"),
        # A hold may be let go: what is put off does not count on it.
        ("2031-10-19", (Hold(9, "bevel", START, date(2031, 12, 1)),), "2031-10-20"),
        ("2031-10-20", (Hold(9, "bevel", START, date(2031, 12, 1)),), "2031-12-02"),
        ("2031-11-20", (Hold(9, "bevel", START, date(2031, 12, 1)),), "2031-12-02"),
        # The sweep of the next night takes it away.
        ("2031-10-20", (), "2031-10-20"),
        ("2031-11-20", (Hold(9, "bevel", START, date(2031, 11, 19)),), "2031-10-20"),
    ],
)
def test_nothing_is_put_off_beyond_the_last_day_of_the_file(
    today: str, holds: tuple[Hold, ...], last: str
) -> None:
    card = processed("2026-10-20", holds=holds)
    assert last_day(card, profile(), day(today)) == day(last)


@pytest.mark.artikel("13.2")
def test_a_casusoverleg_follows_the_same_terms() -> None:
    card = casusoverleg_card(last_processed=day("2026-10-27"))
    now = circumstances()
    kern = [f"{o.party}/{o.id}" for o in OFFICERS.values() if now.readers_of(o.party)]
    (step,) = plan([card], profile(), day("2027-10-27"), kern)
    assert (step.act, step.due) == (Act.ARCHIVE, day("2027-10-27"))


def made(act: Act, number: int) -> list[Step]:
    return [Step(WP, act, START, (), "13.1") for _ in range(number)]


@pytest.mark.artikel("15.2")
@pytest.mark.parametrize(
    ("due", "last_line", "dossiers", "reasons"),
    [
        (made(Act.DESTROY, 1), "2026-10-15", 10, []),
        # 100 days: up to and including, not beyond.
        (made(Act.DESTROY, 1), "2026-07-07", 10, []),
        (made(Act.DESTROY, 1), "2026-07-06", 10, ["clock-ahead"]),
        (made(Act.ARCHIVE, 1), "2026-07-06", 10, ["clock-ahead"]),
        # Nothing is due; nothing else goes on either.
        (made(Act.WARN, 50) + made(Act.BLOCKED, 50), "2020-01-01", 100, ["clock-ahead"]),
        ([], "2020-01-01", 0, ["clock-ahead"]),
        (made(Act.WARN, 50) + made(Act.BLOCKED, 50), "2026-10-15", 100, []),
        # A quarter of the dossiers, from ten on.
        (made(Act.DESTROY, 9), "2026-10-15", 9, []),
        (made(Act.DESTROY, 10), "2026-10-15", 40, []),
        (made(Act.DESTROY, 10), "2026-10-15", 39, ["unusual-share"]),
        (made(Act.DESTROY, 5) + made(Act.ARCHIVE, 5), "2026-10-15", 39, ["unusual-share"]),
        (made(Act.DESTROY, 5) + made(Act.WARN, 50), "2026-10-15", 39, []),
        (made(Act.DESTROY, 30), "2020-01-01", 30, ["clock-ahead", "unusual-share"]),
    ],
)
def test_what_looks_like_a_mistake_is_not_done_without_a_person(
    due: list[Step], last_line: str, dossiers: int, reasons: list[str]
) -> None:
    found = guards(
        due, profile(), dossiers=dossiers, today=day("2026-10-15"), last_line=day(last_line)
    )
    assert [guard.reason for guard in found] == reasons


def test_a_guard_says_what_it_saw() -> None:
    found = guards(
        made(Act.DESTROY, 30),
        profile(),
        dossiers=40,
        today=day("2026-10-15"),
        last_line=day("2025-10-15"),
    )
    assert found == (
        Guard("clock-ahead", "the clock is 365 days ahead of the log's last line"),
        Guard("unusual-share", "30 of 40 dossiers are due at once"),
    )


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize(
    ("last_line", "due"),
    [
        ("2026-10-15", False),
        ("2026-09-18", False),
        ("2026-09-17", True),
        ("2026-07-07", True),
    ],
)
def test_a_quiet_vault_gets_a_line_before_it_looks_like_a_jump(last_line: str, due: bool) -> None:
    today = day("2026-10-15")
    assert heartbeat_due(profile(), today=today, last_line=day(last_line)) == due
    assert guards([], profile(), dossiers=100, today=today, last_line=day(last_line)) == ()
