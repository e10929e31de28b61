# SPDX-License-Identifier: EUPL-1.2
"""The duty to inform, as it comes, waits and comes back: art. 11."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.world import DECIDING, World, sample

KERNPARTIJEN = ["politie", "openbaar-ministerie", "gemeente-heerlen"]


def notice(world: World, dossier: str) -> dict[str, Any] | None:
    """The duty to inform the subject, as the list shows it."""
    listed = world.ok("list", "--json").json
    (card,) = (entry for entry in listed if entry["id"] == dossier)
    owed = [duty for duty in card["duties"] if duty["kind"] == "informatieplicht"]
    return owed[0] if owed else None


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
    again = sample("informatieplicht", uitkomst="niet", herzien_op="2027-01-15")
    world.ok("inform", dossier, content=again)
    world.ok(*shred)
    assert world.ok("certificate", dossier, "--json").json["reason"] == "niet-agenderen"
