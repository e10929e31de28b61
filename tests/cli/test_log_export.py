# SPDX-License-Identifier: EUPL-1.2
"""The log as Logboek Dataverwerkingen (LDV 1.0): art. 15(2)(e)."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest

from tests.cli.world import DECIDING, WEIGHING, World, sample

USAGE = 2
REGISTER = "https://register.example.org/verwerkingen"
FIELDS = {
    *("trace_id", "operation_id", "status_code", "name", "start_time", "end_time"),
    *("resource", "attributes"),
}


def exported(world: World, *options: str) -> list[dict[str, Any]]:
    result = world.ok("log", "export", "--ldv", *options)
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.artikel("15.2.e")
def test_every_act_is_a_line_of_the_standard_for_each_dossier(world: World) -> None:
    dossier, casus = world.agendered()
    assert (
        world.do("decide", dossier, content=sample("besluit", datum="2020-01-01")).exit_code == 10
    )
    lines = exported(world, "--register", REGISTER)
    for line in lines:
        assert line.keys() == FIELDS
        assert re.fullmatch(r"[0-9a-f]{32}", line["trace_id"])
        assert re.fullmatch(r"[0-9a-f]{16}", line["operation_id"])
        assert line["end_time"] >= line["start_time"]
    assert len({line["operation_id"] for line in lines}) == len(lines)
    decided = [line for line in lines if line["name"] == "decide" and line["status_code"] == 1]
    assert {line["attributes"]["dpl.core.data_subject_id"] for line in decided} == {dossier, casus}
    assert len({line["trace_id"] for line in decided}) == 1
    activities = {line["attributes"]["dpl.core.processing_activity_id"] for line in decided}
    assert activities == {f"{REGISTER}#weegploeg", f"{REGISTER}#casusoverleg"}
    assert decided[0]["start_time"] == int(
        datetime.fromisoformat(f"{DECIDING}+00:00").timestamp() * 1000
    )
    (refused,) = [line for line in lines if line["name"] == "decide" and line not in decided]
    assert refused["status_code"] == 0
    founding = lines[0]
    assert founding["name"] == "init"
    assert "dpl.core.data_subject_id" not in founding["attributes"]
    assert founding["attributes"]["dpl.core.processing_activity_id"] == f"{REGISTER}#beheer"
    # Exported again they are the same lines, and nobody is named.
    assert exported(world, "--register", REGISTER)[: len(lines)] == lines
    assert not [word for word in ("Voorbeeld", "Verzonnen", "pol-1") if word in json.dumps(lines)]


@pytest.mark.artikel("15.2.e")
def test_only_the_days_asked_for_are_exported_and_that_is_logged(world: World) -> None:
    world.weighed()
    day = WEIGHING[:10]
    lines = exported(world, "--since", day, "--until", day)
    assert {line["name"] for line in lines} == {"weigh"}
    assert lines[0]["attributes"]["dpl.core.processing_activity_id"] == (
        "urn:x-pgaref:limburg-2019#weegploeg"
    )
    shown = world.ok("log", "show", "--act", "log export", "--json").json
    assert [line["phase"] for line in shown] == ["intent", "done"]


def test_a_format_is_named_and_a_register_is_a_uri(world: World) -> None:
    assert world.do("log", "export").exit_code == USAGE
    for wrong in ("register", "https://example.org/r#1", "https://example.org/a b"):
        assert world.do("log", "export", "--ldv", "--register", wrong).exit_code == USAGE
