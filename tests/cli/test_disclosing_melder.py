# SPDX-License-Identifier: EUPL-1.2
"""Who reported a signal, told inside the weegploeg to a kernpartij: art. 8(2)(c), 8(4)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from pgaref.storage import yamltext
from tests.cli.reach import Reach
from tests.cli.refusals import Cast
from tests.cli.world import World, sample, unpacked
from tests.cli.years import MELDER

CONSENT = MELDER["toestemming"][0]


def melder(**changes: Any) -> dict[str, Any]:
    """What discloses the police's melder to the OM, with some fields changed."""
    return sample("verstrekking", **{**MELDER, **changes})


@pytest.mark.artikel("8.2.c", "8.4", "11.2")
@pytest.mark.parametrize("state", ["te-wegen", "gewogen", "besloten"])
def test_a_kernpartij_gets_a_melder_with_the_consent_of_who_brought_it(
    world: World, state: str
) -> None:
    making = {"te-wegen": world.intake, "gewogen": world.weighed, "besloten": world.declined}
    dossier = making[state]()
    made = world.consented(dossier, melder(), "--json").json
    assert made["package"] == f"outbox/openbaar-ministerie/{dossier}-{made['record']}.age"
    assert made["readers"] == ["openbaar-ministerie/om-1"]
    package = world.opened_with_stock_age(made["key"], made["package"], "om-1")
    assert package is not None
    files = unpacked(package)
    told = yamltext.parse(files["verstrekking.yaml"], "package").value
    (chosen,) = told["gegevens"]
    naam = {"naam": "Kim Fictief", "contactgegevens": "kim.fictief@example.org"}
    assert chosen == {"record": 4, "soort": "melder", "velden": naam}
    assert [*told["wpg"]] == ["samenwerkingsverband", "voorwaarden"]
    pages = PdfReader(io.BytesIO(files["verstrekking.pdf"])).pages
    printed = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "De partij die het signaal heeft ingebracht, heeft daarmee ingestemd" in printed
    assert "kim.fictief@example.org" in printed
    # Nobody else learns it: not from the record, and not from the package.
    reach = Reach(world)
    for officer, knows in {"om-1": True, "hrl-1": False, "rec-1": False, "nctv-1": False}.items():
        opened = reach.wholly(reach.identity(officer)).values()
        assert any(b"kim.fictief" in text for text in opened) is knows
    shown = world.ok("show", f"{dossier}/{made['record']}", "--json").json["records"][0]
    assert shown["section"] == "dossier"
    assert [(w["record"], w["signaal"], w["aan"]) for w in shown["content"]["wpg"]] == [
        (4, 2, "openbaar-ministerie")
    ]
    assert "Fictief" not in str(shown)
    card = next(c for c in world.ok("list", "--json").json if c["id"] == dossier)
    due = [d["due"] for d in card["duties"] if d["kind"] == "informatieplicht"]
    assert all(day <= world.run.now.date().isoformat() for day in due)
    assert world.do("check", "--decrypt").exit_code == 0


@pytest.mark.artikel("8.4", "8.2.c", "6.b", "13.2")
def test_the_package_goes_with_the_archive(cast: Cast) -> None:
    world, dossier = cast.world, cast.id("weighed")
    made = world.consented(dossier, melder(), "--json").json
    assert (world.vault / made["package"]).exists()
    world.ok("archive", dossier)
    assert not (world.vault / made["package"]).exists()
    assert not (world.vault / made["key"]).exists()
    assert world.do("check").exit_code == 0


@pytest.mark.artikel("6.b", "8.2.c", "8.4", "10.5")
@pytest.mark.parametrize(
    ("words", "changes", "article", "reason", "message"),
    [
        (
            "disclose weighed",
            {"aan": "nctv"},
            "8.4",
            "wrong-party",
            "nctv is no kernpartij, and nobody else learns who reported a signal",
        ),
        (
            "disclose weighed",
            {"aan": "reclassering-nederland"},
            "8.4",
            "wrong-party",
            "reclassering-nederland is no kernpartij, and nobody else learns who reported a signal",
        ),
        (
            "disclose weighed",
            {"aan": "politie"},
            "8.2.c",
            "own-melder",
            "record 4 was brought by politie, which reads it itself",
        ),
        (
            "disclose weighed",
            {"gegevens": [{"record": 2, "velden": ["gedraging"]}]},
            "8.2.c",
            "wrong-kind",
            "record 2 is a signaal, and that is not disclosed",
        ),
        (
            "disclose weighed",
            {"doel": "opstellen"},
            "8.2.c",
            "wrong-purpose",
            "opstellen is no purpose of disclosing from this file",
        ),
        (
            "disclose running",
            {"aan": "nctv", "doel": "wegen"},
            "10.5",
            "wrong-purpose",
            "wegen is no purpose of disclosing from this file",
        ),
        (
            "disclose weighed",
            {"noodzaak": "Kim Fictief moet worden gehoord."},
            "8.2.c",
            "melder",
            "noodzaak names the melder of record 4",
        ),
        (
            "disclose weighed",
            {"toestemming": [{**CONSENT, "partij": "gemeente-heerlen", "functionaris": "hrl-1"}]},
            "8.2.c",
            "no-consent",
            "politie has not consented",
        ),
        # The melder of a signal of Wpg 9, whoever consents.
        (
            "disclose agendered",
            {
                "aan": "gemeente-heerlen",
                "grondslag": ["wpg-18-2"],
                "gegevens": [{"record": 7, "velden": ["naam"]}],
            },
            "6.b",
            "restricted",
            "record 7 is restricted and never leaves its section",
        ),
        (
            "disclose weighed",
            {"grondslag": ["wpg-18-2"]},
            "6.b",
            "wrong-ground",
            "record 4 rests on record 2, which rests on wpg-20, and grondslag states none of it",
        ),
        ("disclose archived", {}, "8.2.c", "wrong-state", ""),
    ],
)
def test_nobody_else_gets_it_and_nothing_else_goes(
    cast: Cast, words: str, changes: dict[str, Any], article: str, reason: str, message: str
) -> None:
    if words == "disclose running":
        cast.world.ok("join", cast.id("running"), "nctv", content=sample("deelname"))
        changes = {**sample("verstrekking"), **changes}
    else:
        changes = {**MELDER, **changes}
    cast.act(words, article, reason, *([message] if message else []), changes=changes)


@pytest.mark.artikel("6.b", "10.5")
def test_what_the_wpg_asks_is_not_stated_by_hand(cast: Cast) -> None:
    world, dossier = cast.world, cast.id("weighed")
    n = world.consented(dossier, melder(), "--json").json["record"]
    stored = world.ok("show", f"{dossier}/{n}", "--json").json["records"][0]["content"]
    again = world.do("disclose", dossier, content=stored)
    assert again.exit_code == 10
    assert "wpg is laid down by pgaref itself (art. 6 onder b)" in again.stderr
    assert "hint: leave it out" in again.stderr
