# SPDX-License-Identifier: EUPL-1.2
"""What a review of the log points out: art. 15(2)(e)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pgaref.covenant.logreview import Amount, Operation, Review, findings_refusals, review
from tests.covenant.examples import CO, TODAY, WP, circumstances, content, profile, said

# A Thursday in working hours.
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
NOW = circumstances()


def read(seq: int = 1, time: datetime = NOON, **changes: object) -> Operation:
    """A reading of the weegploeg's dossier, by pol-1."""
    made = Operation(seq, time, time, "pol-1", "politie", "show", "done", False, (WP,), "weegploeg")
    return replace(made, **changes)  # type: ignore[arg-type]


def act(seq: int, time: datetime, **changes: object) -> Operation:
    """A change of the same dossier, by the uitvoerder."""
    made = Operation(seq, time, time, "uit-1", "uitvoerder", "signal", "done", True, (WP,))
    return replace(made, **changes)  # type: ignore[arg-type]


def reviewed(*operations: Operation, today: date = TODAY) -> Review:
    return review(operations, profile(), since=date(2026, 10, 1), until=TODAY, today=today)


@pytest.mark.artikel("15.2.e")
def test_refusals_and_failures_are_listed_and_readings_counted() -> None:
    operations = [
        read(1),
        read(3),
        read(5, purpose="klacht"),
        read(7, ended="refused", reason="wrong-role"),
        act(9, NOON, ended="failed", changed=False),
        read(11, NOON - timedelta(days=1)),
        read(13, dossiers=()),
        read(15, actor="uit-1", party="uitvoerder"),
    ]
    found = reviewed(*operations)
    assert [one.seq for one in found.refused] == [7]
    assert [one.seq for one in found.failed] == [9]
    assert found.reads == {
        ("weegploeg", "politie", "pol-1"): 2,
        ("klacht", "politie", "pol-1"): 1,
        ("weegploeg", "uitvoerder", "uit-1"): 1,
    }


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize(
    ("time", "unusual"),
    [
        ("2026-10-01T06:59", True),
        ("2026-10-01T07:00", False),
        ("2026-10-01T18:59", False),
        ("2026-10-01T19:00", True),
        ("2026-10-02T12:00", False),
        ("2026-10-03T12:00", True),  # a Saturday
        ("2026-10-04T12:00", True),
    ],
)
def test_what_people_do_outside_working_hours_stands_out(time: str, unusual: bool) -> None:
    moment = datetime.fromisoformat(f"{time}:00+00:00")
    assert bool(reviewed(read(time=moment)).unusual_hours) is unusual
    assert bool(reviewed(act(1, moment)).unusual_hours) is unusual
    assert reviewed(act(1, moment, actor="scheduler")).unusual_hours == ()


@pytest.mark.artikel("15.2.e")
def test_more_than_twenty_dossiers_on_a_day_stand_out() -> None:
    names = [f"WP-0000000{letter}" for letter in "ABCDEFGHJKMNPQRSTVWX"]
    assert len(names) == 20
    usual = [read(n, dossiers=(name,)) for n, name in enumerate(names)]
    again = [read(n + 100, dossiers=(name,)) for n, name in enumerate(names)]
    assert reviewed(*usual, *again).unusual_amounts == ()
    next_day = read(300, NOON + timedelta(days=1), dossiers=(CO,))
    assert reviewed(*usual, next_day).unusual_amounts == ()
    found = reviewed(*usual, read(300, dossiers=(CO,)))
    assert found.unusual_amounts == (Amount("pol-1", NOON.date(), 21),)


@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize(
    ("later", "without"),
    [
        ([], True),
        ([act(3, NOON + timedelta(days=30))], False),
        ([act(3, NOON + timedelta(days=31))], True),
        ([act(3, NOON, dossiers=(CO,))], True),
        ([act(3, NOON, changed=False)], True),
        ([act(0, NOON)], True),
    ],
)
def test_a_reading_on_which_no_act_followed_stands_out(
    later: list[Operation], without: bool
) -> None:
    operations = sorted([read(1), *later], key=lambda one: one.seq)
    today = date(2026, 11, 1)
    assert bool(reviewed(*operations, today=today).without_act) is without
    # Not before there was time for one, and not where the reading was the purpose itself.
    assert reviewed(*operations, today=date(2026, 10, 31)).without_act == ()
    klacht = [replace(one, purpose="klacht") if one.seq == 1 else one for one in operations]
    assert reviewed(*klacht, today=today).without_act == ()


@pytest.mark.artikel("15.2.e", "4")
def test_an_officer_of_a_kernpartij_signs_for_a_review() -> None:
    good = content("logcontrole", datum="2026-10-15", tot="2026-10-14")
    for party in ("politie", "openbaar-ministerie", "gemeente-heerlen"):
        assert said(findings_refusals(NOW, party, good)) == []
    for party in ("uitvoerder", "nctv", "reclassering-nederland"):
        assert said(findings_refusals(NOW, party, good)) == [("15.2.e", "wrong-role")]
    turned = content("logcontrole", datum="2026-10-15", van="2026-10-14", tot="2026-10-13")
    assert said(findings_refusals(NOW, "politie", turned)) == [("15.2.e", "early-date")]
    ahead = content("logcontrole", datum="2026-10-16", tot="2026-10-14")
    assert said(findings_refusals(NOW, "politie", ahead)) == [("18.1", "future-date")]
