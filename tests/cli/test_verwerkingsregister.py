# SPDX-License-Identifier: EUPL-1.2
"""The verwerkingsregister: art. 4, 5, 18(4); AVG 30."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pgaref.storage import yamltext
from tests.cli.asking import Asking, make
from tests.cli.conftest import Result
from tests.documents.reading import text

USAGE, INTEGRITY = 2, 13
NAMES = ("Sam Voorbeeld", "Kim Fictief", "Noor Verzonnen", "Uma Verzonnen", "Voorbeeldstraat")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return make(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def world(made: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking.of(made, tmp_path / "home", monkeypatch)


def register(world: Asking, *options: str | Path, **how: Any) -> Result:
    return world.do("verwerkingsregister", *options, **how)


@pytest.mark.artikel("4", "5")
def test_every_point_of_avg_30_is_printed_and_nobody_is_named(world: Asking) -> None:
    printed = register(world)
    assert printed.exit_code == 0, printed.stderr
    value = yamltext.parse(printed.stdout.encode(), "stdout").value
    assert value["versie"] == "1"
    assert "De politie" in value["verantwoordelijken"]
    names = ["weegploeg", "casusoverleg", "verzoeken", "incidenten", "beheer"]
    assert [row["naam"] for row in value["verwerkingen"]] == names
    for row in value["verwerkingen"]:
        assert {
            *("versie", "geldig_van", "omschrijving", "doeleinden", "grondslagen", "betrokkenen"),
            *("gegevens", "ontvangers", "doorgifte", "bewaartermijnen", "beveiliging", "artikel"),
        } < row.keys()
    assert not any(name in printed.stdout for name in NAMES)
    assert world.ok("verwerkingsregister", "--json", by="rec-1").json["versie"] == "1"


@pytest.mark.artikel("18.4")
def test_it_counts_what_there_is_and_what_was_done(world: Asking) -> None:
    counts = world.ok("verwerkingsregister", "--json").json["tellingen"]
    assert counts["dossiers"] == {"casusoverleg": {"lopend": 1}, "weegploeg": {"besloten": 1}}
    acts = counts["handelingen"]
    assert (acts["intake"], acts["signal"], acts["decide"], acts["plan"]) == (1, 1, 1, 1)
    assert counts["geweigerd"] == counts["mislukt"] == 0
    world.do("show", world.wp, by="pol-1")
    world.do("shred", world.wp, "--reason", "niet-agenderen", "--yes")
    after = world.ok("verwerkingsregister", "--json").json["tellingen"]
    assert after["inzagen"]["weegploeg"] == counts.get("inzagen", {}).get("weegploeg", 0) + 1
    assert after["geweigerd"] == 1
    assert (after["van"], after["tot"]) == ("2019-03-01", "2026-10-20")
    early = ("--since", "2026-10-14", "--until", "2026-10-14")
    of_a_day = world.ok("verwerkingsregister", "--json", *early).json["tellingen"]
    assert "plan" not in of_a_day["handelingen"]
    assert of_a_day["handelingen"]["weigh"] == 1


@pytest.mark.artikel("4", "5")
def test_it_is_a_pdf_that_anybody_may_read_and_that_overwrites_nothing(world: Asking) -> None:
    file = world.run.home / "register.pdf"
    made = register(world, "--pdf", file)
    assert (made.exit_code, made.stdout) == (0, f"{file}\n")
    words = text(file.read_bytes())
    for wanted in (
        "Register van verwerkingen",
        "Wet politiegegevens, artikel 20",
        "Weegploeg",
        "vernietigd 5 jaar na de laatste verwerking",
        "geen gegevens naar landen buiten de EER",
    ):
        assert wanted in words
    assert not any(name in words for name in NAMES)
    before = file.read_bytes()
    assert register(world, "--pdf", file).exit_code == USAGE
    assert file.read_bytes() == before
    assert os.stat(file).st_mode & 0o077 == 0


@pytest.mark.artikel("15.2.d")
def test_counts_of_damaged_files_are_not_given(world: Asking) -> None:
    (card,) = (world.vault / "dossiers" / "casusoverleg").glob("*/card.json")
    card.write_bytes(card.read_bytes()[:-2])
    result = register(world)
    assert (result.exit_code, result.stdout) == (INTEGRITY, "")
    assert "pgaref check" in result.stderr


@pytest.mark.artikel("18.2", "4")
def test_who_has_withdrawn_is_no_controller_any_more(world: Asking) -> None:
    world.ok("party", "withdraw", "gemeente-beek", "--on", "2026-10-20", "--yes")
    assert "De gemeente Beek" in world.ok("verwerkingsregister").stdout
    assert (
        "De gemeente Beek\n"
        not in world.ok("verwerkingsregister", now="2027-01-21T09:00:00").stdout
    )
