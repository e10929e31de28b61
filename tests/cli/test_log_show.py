# SPDX-License-Identifier: EUPL-1.2
"""`log show`: who did what, when and why, without a name or a word of content."""

from __future__ import annotations

import json

import pytest

from tests.cli.world import DECIDING, SETTING_UP, WEIGHING, World, sample


@pytest.mark.artikel("15.2.e")
def test_the_lines_of_one_dossier_tell_what_was_done_with_it(world: World) -> None:
    dossier = world.weighed()
    world.intake()
    world.ok("show", dossier, by="pol-1")
    lines = world.ok("log", "show", dossier.lower(), "--json").json
    assert [(line["action"], line["actor"]) for line in lines if line["phase"] == "done"] == [
        ("intake", "uit-1"),
        ("weigh", "uit-1"),
        # The second intake looked whether its subject was known.
        ("intake", "uit-1"),
        ("show", "pol-1"),
    ]
    read = lines[-1]
    assert read["purpose"] == "weegploeg"
    assert f"{dossier}/2" in read["records"]


@pytest.mark.artikel("15.2.e")
def test_a_refusal_is_logged_with_its_article_and_shown(world: World) -> None:
    dossier = world.intake()
    assert world.do("decide", dossier, content=sample("besluit"), now=DECIDING).exit_code == 10
    shown = world.ok("log", "show", dossier)
    last = shown.stdout.splitlines()[-1].split("\t")
    assert last[2:6] == ["uit-1", "decide", "refused", dossier]
    assert "art. 7.4" in last[7]


@pytest.mark.artikel("15.2.e")
def test_reading_the_log_is_logged_itself(world: World) -> None:
    first = world.ok("log", "show", "--json", by="pol-1").json
    second = world.ok("log", "show", "--json").json
    assert "log-show" not in {line["action"] for line in first}
    assert [line["actor"] for line in second if line["action"] == "log-show"] == ["pol-1"] * 2


def test_only_the_days_asked_for_are_shown(world: World) -> None:
    world.weighed()
    day = WEIGHING[:10]
    lines = world.ok("log", "show", "--json", "--since", day, "--until", day).json
    assert {line["action"] for line in lines} == {"weigh"}
    before = world.ok("log", "show", "--json", "--until", SETTING_UP[:10]).json
    assert {line["time"][:10] for line in before} == {SETTING_UP[:10]}
    assert "weigh" not in {line["action"] for line in before}


@pytest.mark.artikel("15.2.b")
def test_no_name_and_no_content_is_in_the_log(world: World) -> None:
    world.agendered()
    lines = json.dumps(world.ok("log", "show", "--json").json)
    for word in ("Verzonnen", "Voorbeeld", "pamfletten", "handelt"):
        assert word not in lines


def test_a_record_is_no_dossier(world: World) -> None:
    assert world.do("log", "show", f"{world.intake()}/2").exit_code == 2


@pytest.mark.artikel("15.2.e")
def test_it_says_whether_a_party_opened_a_dossier_since_a_day(world: World) -> None:
    dossier, other = world.intake(), world.intake()
    world.ok("show", dossier, by="pol-1", now=WEIGHING)
    world.ok("show", dossier, by="om-1")
    world.ok("show", other, by="pol-1")
    opened = ("log", "show", dossier, "--party", "politie", "--act", "show", "--json")
    lines = world.ok(*opened, "--since", WEIGHING[:10]).json
    assert {(line["actor"], line["action"]) for line in lines} == {("pol-1", "show")}
    assert {line["op"] for line in lines} == {lines[0]["op"]}
    assert [line["phase"] for line in lines] == ["intent", "done"]
    assert world.ok(*opened, "--since", DECIDING[:10]).json == []
    by_officer = world.ok("log", "show", "--officer", "om-1", "--json").json
    assert {line["actor"] for line in by_officer} == {"om-1"}
    admitted = world.ok("log", "show", "--act", "officer add", "--json").json
    assert {line["action"] for line in admitted} == {"officer-add"}
    assert world.ok("log", "show", "--party", "riec-limburg", "--json").json == []
