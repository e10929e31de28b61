# SPDX-License-Identifier: EUPL-1.2
"""The duty to inform, as it comes, waits and comes back: art. 11."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cli.conftest import Result
from tests.cli.refusals import Cast
from tests.cli.world import DECIDING, World, sample
from tests.cli.years import REFUSED

KERNPARTIJEN = ["politie", "openbaar-ministerie", "gemeente-heerlen"]


def notice(world: World, dossier: str, about: int = 1) -> dict[str, Any] | None:
    """The duty to inform the subject, or a relation, as the list shows it."""
    listed = world.ok("list", "--json").json
    (card,) = (entry for entry in listed if entry["id"] == dossier)
    owed = [duty for duty in card["duties"] if duty["kind"] == "informatieplicht"]
    return next((duty for duty in owed if duty["about"] == about), None)


def put_off(consulted: str, review: str, **changes: Any) -> dict[str, Any]:
    """A deferral, on a consultation, until its review."""
    consultation = {"datum": consulted, "partijen": KERNPARTIJEN}
    return sample("informatieplicht", overleg=consultation, herzien_op=review, **changes)


def due(world: World, dossier: str) -> str:
    """What the agenda says of informing about a dossier: what, and the day."""
    lines = [line.split("\t") for line in world.run("agenda").stdout.splitlines()]
    return next((f"{w} {d}" for d, _, i, w, *_ in lines if i == dossier and "inform" in w), "")


def swept(world: World) -> list[str]:
    """The dossiers of which a sweep ahead warns."""
    steps = world.run("sweep", "--dry-run", "--json").json["steps"]
    return sorted(step["dossier"] for step in steps if step["act"] == "warn")


def told(day: str) -> dict[str, Any]:
    return sample(
        "informatieplicht",
        uitkomst="geinformeerd",
        op=day,
        wijze="Per brief.",
        grond=None,
        afweging=None,
        herzien_op=None,
        overleg={"datum": day, "partijen": KERNPARTIJEN},
    )


@pytest.mark.artikel("7.4", "11.2")
def test_gathering_more_makes_no_notice_due_and_deciding_does(world: World) -> None:
    dossier = world.weighed()
    more = sample("besluit", uitkomst="nadere-informatie", betrekken=None, over_te_dragen=None)
    world.ok("decide", dossier, content=more, now=DECIDING)
    assert notice(world, dossier) == {"kind": "informatieplicht", "about": 1, "due": "2026-11-12"}
    made = world.made("decide", dossier, content=sample("besluit"), now=DECIDING)
    for name in (dossier, made["casusoverleg"]):
        owed = notice(world, name)
        assert owed is not None
        assert owed["due"] == "2026-10-15"


@pytest.mark.artikel("11.3", "11.4")
def test_a_note_on_the_subject_stands_in_both_files(world: World) -> None:
    dossier, casus = world.agendered()
    world.ok("inform", casus, content=sample("informatieplicht"), now=DECIDING)
    for name in (dossier, casus):
        owed = notice(world, name)
        assert owed is not None
        assert (owed["due"], owed["outcome"]) == ("2026-11-15", "uitgesteld")
        shown = world.ok("show", name, "--json").json
        assert [r["kind"] for r in shown["records"]].count("informatieplicht") == 1


@pytest.mark.artikel("11.5")
def test_who_was_not_told_is_told_though_the_file_lies_in_the_archive(world: World) -> None:
    dossier, casus = world.agendered()
    world.ok("inform", dossier, content=sample("informatieplicht"), now=DECIDING)
    world.ok("sweep", "--confirm", "2027-10-20", now="2027-10-20T09:00:00")
    shut = world.do("show", dossier, "--purpose", "controle")
    assert shut.exit_code == 12
    world.ok("inform", dossier, content=told("2027-10-21"), now="2027-10-21T09:00:00")
    assert notice(world, dossier) is None
    assert notice(world, casus) is None
    assert world.ok("check", "--decrypt", by="pol-1").exit_code == 0


@pytest.mark.artikel("11.2", "11.5", "13.3")
def test_a_decision_not_to_tell_settles_it_until_its_review(world: World) -> None:
    dossier = world.declined()
    world.ok("inform", dossier, content=sample("informatieplicht", uitkomst="niet"), now=DECIDING)
    shred = ("shred", dossier, "--reason", "niet-agenderen", "--yes")
    reviewed = world.do(*shred, now="2026-11-15T09:00:00")
    assert reviewed.exit_code == 10
    assert "the person of record 1 is not informed yet (art. 11 lid 2)" in reviewed.stderr
    anew = {"datum": "2026-11-15", "partijen": KERNPARTIJEN}
    again = sample("informatieplicht", uitkomst="niet", herzien_op="2027-01-15", overleg=anew)
    world.ok("inform", dossier, content=again)
    world.ok(*shred)
    assert world.ok("certificate", dossier, "--json").json["reason"] == "niet-agenderen"


@pytest.mark.artikel("11.2", "11.3", "11.4", "11.5")
def test_a_deferral_is_taken_reviewed_and_ended_in_both_files(world: World) -> None:
    dossier, casus = world.agendered()
    both = (dossier, casus)
    assert [due(world, name) for name in both] == ["inform 2026-10-15"] * 2
    world.ok("inform", casus, content=put_off("2026-10-15", "2026-11-15"))
    assert [due(world, name) for name in both] == ["inform, uitgesteld 2026-11-15"] * 2

    def again(review: str, consulted: str) -> Result:
        return world.do("inform", dossier, content=put_off(consulted, review))

    # The review day has come: it is owed again, and the consultation of then is spent.
    world.run.now += timedelta(days=31)
    assert [due(world, name) for name in both] == ["inform 2026-11-15"] * 2
    before = world.files()
    refused = again("2027-05-15", "2026-10-15")
    assert refused.exit_code == REFUSED
    assert "overleg.datum lies not after the former note, of 2026-10-15 (art. 11" in refused.stderr
    assert "hint: consult anew before deferring again" in refused.stderr
    assert world.files() == before
    assert again("2027-05-15", "2026-11-15").exit_code == 0
    assert [due(world, name) for name in both] == ["inform, uitgesteld 2027-05-15"] * 2
    # The obstacle ends before the review: the person is told, and the duty is gone in both.
    world.run.now += timedelta(days=30)
    ended = {**told("2026-12-15"), "overleg": {"datum": "2026-11-15", "partijen": KERNPARTIJEN}}
    world.ok("inform", casus, content=ended)
    assert [due(world, name) for name in both] == ["", ""]
    for name in both:
        kinds = [r["kind"] for r in world.ok("show", name, "--json").json["records"]]
        assert kinds.count("informatieplicht") == 3
    assert world.ok("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("11.3")
def test_a_note_may_be_mended_on_its_own_day(world: World) -> None:
    dossier, _ = world.agendered()
    for review in ("2026-11-15", "2026-12-15"):
        world.ok("inform", dossier, content=put_off("2026-10-15", review), now=DECIDING)
    assert due(world, dossier) == "inform, uitgesteld 2026-12-15"


@pytest.mark.artikel("11.5", "13.3")
def test_of_one_not_agendered_a_deferral_ends_with_the_file(world: World) -> None:
    dossier = world.declined(bewaren_tot="2026-12-01")
    before = world.files()
    for outcome in ("uitgesteld", "niet"):
        late = put_off("2026-10-15", "2026-12-02", uitkomst=outcome)
        refused = world.do("inform", dossier, content=late)
        assert refused.exit_code == REFUSED
        assert "herzien_op lies not between today and 2026-12-01 (art. 11" in refused.stderr
        assert f"hint: {dossier} is destroyed on 2026-12-01" in refused.stderr
    assert world.files() == before
    world.ok("inform", dossier, content=put_off("2026-10-15", "2026-12-01"))
    # Destruction is near: it stays urgent until the person is told, and it lengthens nothing.
    assert due(world, dossier) == "inform, uitgesteld, urgent 2026-12-01"
    assert swept(world) == [dossier]
    world.ok("inform", dossier, content=told("2026-10-15"))
    assert (due(world, dossier), swept(world)) == ("", [])


@pytest.mark.artikel("11.2", "11.5", "13.3")
@pytest.mark.parametrize("outcome", ["uitgesteld", "niet"])
def test_a_decision_that_shortens_the_file_shortens_the_deferral(
    world: World, outcome: str
) -> None:
    dossier = world.weighed()
    note = put_off("2026-10-14", "2027-03-01", uitkomst=outcome)
    world.ok("inform", dossier, content=note)
    decision = sample(
        "besluit",
        uitkomst="niet-agenderen",
        afwijking="Het beeld is niet substantieel genoeg.",
        betrekken=None,
        over_te_dragen=None,
        bewaren_tot="2027-01-31",
    )
    world.ok("decide", dossier, content=decision, now=DECIDING)
    owed = notice(world, dossier)
    assert owed is not None
    assert (owed["due"], owed["outcome"]) == ("2027-01-31", outcome)


@pytest.mark.artikel("11.2", "11.5", "13.3")
def test_who_was_not_agendered_is_owed_the_notice_until_the_file_is_gone(world: World) -> None:
    dossier = world.declined()
    assert due(world, dossier) == "inform 2026-10-15"
    world.run.now += timedelta(days=121)
    assert due(world, dossier) == "inform 2026-10-15"
    world.run.now += timedelta(days=1)
    assert due(world, dossier) == "inform, urgent 2026-10-15"
    world.ok("sweep", "--confirm", "2027-04-15", now="2027-04-15T09:00:00")
    assert dossier not in world.run("agenda").stdout
    assert world.ok("certificate", dossier, "--json").json["reason"] == "not-agendered"


@pytest.mark.artikel("11.2", "10.2.f")
def test_a_relation_has_a_notice_of_its_own(world: World) -> None:
    dossier, casus = world.agendered()
    world.ok("plan", casus, content=sample("plan"))
    made = world.made("relation", casus, content=sample("betrokkene"))
    (number,) = made["records"]
    owed = notice(world, casus, number)
    assert owed is not None
    assert owed["due"] == "2026-11-15"
    # A first disclosure to somebody new makes it due at once.
    world.ok("join", casus, "nctv", content=sample("deelname"), now="2026-10-20T09:00:00")
    owed = notice(world, casus, number)
    assert owed is not None
    assert owed["due"] == "2026-10-20"
    world.ok("inform", casus, content={**told("2026-10-20"), "betreft": number})
    assert notice(world, casus, number) is None
    # The subject is another person, and so is whoever the other file is about.
    assert notice(world, casus) is not None
    assert notice(world, dossier) is not None


@pytest.mark.artikel("11.2", "11.4")
@pytest.mark.parametrize("copied", [False, True])
def test_the_subject_named_by_a_number_is_the_subject_of_both_files(
    world: World, copied: bool
) -> None:
    dossier, casus = world.agendered()
    (number, *_) = world.made("plan", casus, content=sample("plan"))["records"] if copied else [1]
    world.ok("inform", casus, content={**told("2026-10-15"), "betreft": number})
    for name in (dossier, casus):
        assert notice(world, name) is None
        (note,) = (
            record["content"]
            for record in world.ok("show", name, "--json").json["records"]
            if record["kind"] == "informatieplicht"
        )
        assert note["betreft"] == "subject"


@pytest.mark.artikel("11.5")
def test_who_was_not_told_is_told_after_the_plan_was_closed(cast: Cast) -> None:
    world = cast.world
    day = world.today.isoformat()
    world.ok("inform", cast.id("closed"), content=told(day))
    for name in ("closed", "ended"):
        assert notice(world, cast.id(name)) is None
