# SPDX-License-Identifier: EUPL-1.2
"""Restricted words leave their section by no act that files a text: art. 6(b)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.refusals import Cast
from tests.cli.story import log_lines
from tests.cli.world import sample
from tests.cli.years import NO_MELDER, content

# Words of docs/voorbeeld/signaal.yaml: record 6 of `agendered`, 4 of `running`.
QUOTED = "Die kocht op 10 oktober samen met een ander wat."
HINT = "say it without those words, or file it where it rests on record {}"
ORDINARY = {
    "grondslag": ["wpg-20"],
    "gegevens": "wpg-8",
    "onderbouwing": {"doel": "voorkomen", "zwaarwegend_belang": "veiligheid"},
}


def changed(name: str, path: str) -> dict[str, Any]:
    """The field of a sample that holds `path`, with the quotation there."""
    value = sample(name)
    top, *rest = path.replace("[0]", ".0").split(".")
    inner: Any = value
    for step in (top, *rest)[:-1]:
        inner = inner[int(step) if step.isdigit() else step]
    inner[(top, *rest)[-1]] = QUOTED
    return {top: value[top]}


CASUS = [
    ("plan running", "plan", "omschrijving"),
    ("plan running", "plan", "maatregelen[0].wat"),
    ("advice running", "advies", "advies"),
    ("join running nctv", "deelname", "noodzaak"),
    ("leave running reclassering-nederland", "vertrek", "reden"),
    ("review running", "controle", "bevinding"),
    ("inform running", "informatieplicht", "afweging.risicos"),
    ("close running", "afsluiting", "besluit_kernpartijen.motivering"),
    ("hold add running", "opschorting", "motivering"),
]


@pytest.mark.artikel("6.b", "9.3", "9.4", "9.5", "10.5", "11.2", "10.3", "10.2.h", "13.1")
@pytest.mark.parametrize(("words", "name", "path"), CASUS)
def test_no_text_of_the_casusoverleg_quotes_a_restricted_record(
    cast: Cast, words: str, name: str, path: str
) -> None:
    changes = changed(name, path) if name not in ("vertrek", "opschorting") else {path: QUOTED}
    if name == "opschorting":
        changes["tot"] = "2027-05-01"
    if name == "afsluiting":
        inner = content("close", "", cast.world.today)["besluit_kernpartijen"]
        changes = {"besluit_kernpartijen": {**inner, "motivering": QUOTED}}
    cast.act(
        words,
        "6.b",
        "restricted",
        f"field {path} quotes record 4, which is restricted",
        hint=HINT.format(4),
        changes=changes,
    )


@pytest.mark.artikel("6.b", "9.4", "10.2.e", "10.2.f", "10.2.g")
@pytest.mark.parametrize(
    ("words", "changes", "path"),
    [
        ("action running", {"toelichting": QUOTED}, "toelichting"),
        ("relation running", {"rol": QUOTED}, "rol"),
    ],
)
def test_no_progress_and_no_relation_does(
    cast: Cast, words: str, changes: dict[str, Any], path: str
) -> None:
    cast.world.act("plan", cast.id("running"))
    message = f"field {path} quotes record 4, which is restricted"
    cast.act(words, "6.b", "restricted", message, changes=changes)


@pytest.mark.artikel("6.b", "7.3", "7.4", "8.2.b", "8.2.d", "8.2.e", "8.3")
@pytest.mark.parametrize(
    ("words", "changes", "path"),
    [
        ("signal agendered", {**ORDINARY, "gedraging": QUOTED}, "gedraging"),
        ("weigh agendered", {"conclusie": QUOTED}, "conclusie"),
        ("review agendered", {"bevinding": QUOTED}, "bevinding"),
    ],
)
def test_no_text_of_the_weegploeg_does(
    cast: Cast, words: str, changes: dict[str, Any], path: str
) -> None:
    message = f"field {path} quotes record 6, which is restricted"
    cast.act(words, "6.b", "restricted", message, hint=HINT.format(6), changes=changes)


@pytest.mark.artikel("6.b", "9.2")
def test_a_text_of_one_file_does_not_quote_what_lies_in_the_other_alone(cast: Cast) -> None:
    world, running = cast.world, cast.id("running")
    secret = "Huurde vorige week een witte bestelbus."
    world.ok("signal", running, content=sample("signaal", gedraging=secret, **NO_MELDER))
    n = world.ok("show", running, "--json").json["records"][-1]["record"]
    cast.act(
        "review agendered",
        "6.b",
        "restricted",
        f"field bevinding quotes record <running>/{n}, which is restricted",
        changes={"bevinding": f"Men zei: {secret}"},
    )


@pytest.mark.artikel("6.b")
def test_what_rests_on_a_restricted_record_may_quote_it_where_it_lies(cast: Cast) -> None:
    world, dossier = cast.world, cast.id("agendered")
    weighing = content("weigh", dossier, world.today, conclusie=QUOTED)
    weighing["oordelen"][0]["signalen"] = [6]
    n = world.made("weigh", dossier, content=weighing)["records"][0]
    shown = world.ok("show", f"{dossier}/{n}", "--json").json["records"][0]
    assert shown["section"] == "beperkt"


@pytest.mark.artikel("6.b", "15.2.e")
def test_what_was_compared_stands_in_the_log(cast: Cast) -> None:
    world, running = cast.world, cast.id("running")
    made = world.act("plan", running).stdout.split()
    commit = log_lines(world.vault)[-2]
    restricted = {f"{running}/4", f"{cast.id('agendered')}/6"}
    assert {*made, *restricted} <= {*commit["records"]}


@pytest.mark.artikel("6.b")
def test_a_dossier_without_restricted_records_pays_nothing(cast: Cast) -> None:
    world, dossier = cast.world, cast.id("weighed")
    made = world.made("review", dossier, content=content("review", dossier, world.today))
    assert log_lines(world.vault)[-2]["records"] == [f"{dossier}/{made['records'][0]}"]
