# SPDX-License-Identifier: EUPL-1.2
"""No word of a restricted record stands in a file that others open with stock age: art. 6(b).

One case with a record of every kind in both files, archived and brought back at last.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from pgaref.covenant.profile import Profile
from tests.cli.reach import Reach
from tests.cli.readers import (
    BEPERKT,
    BEPERKT_OM,
    COLLEGE_AND_OM,
    COLLEGE_ONLY,
    WEEGPLOEG_PRESENT,
    Scene,
    copied,
    made_once,
)
from tests.cli.world import DECIDING, sample, unpacked
from tests.cli.years import content
from tests.covenant.examples import profile

TODAY = date.fromisoformat(DECIDING[:10])
CONTROLLERS = ["politie", "openbaar-ministerie", "gemeente-heerlen", "gemeente-venlo"]
# Whoever has no key of a restricted section, by the word that stands in its records.
OUTSIDE = ("rec-1", "rvk-1", "nctv-1", "nctv-2", "mst-1", "bjl-1", "pol-3", "nobody")
HIDDEN = {COLLEGE_ONLY: ("om-1", *OUTSIDE), COLLEGE_AND_OM: OUTSIDE}
READING = {COLLEGE_ONLY: "beperkt", COLLEGE_AND_OM: "beperkt-om"}
# Register verzoeken apart, and what is filed on a request.
ELSEWHERE = {"correctie", "ontvangst", "melder"}


@dataclass(frozen=True, slots=True)
class Case:
    """The scene at its end, a dossier brought back, and the scene's files before the archive."""

    scene: Scene
    reopened: str
    before: Reach


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    base = tmp_path_factory.mktemp("restricted")
    with pytest.MonkeyPatch.context() as patch:
        scene = copied(made_once(base), base / "home", patch)
        weigh_and_hand_over(scene)
        file_the_rest(scene)
        before = Reach(scene.world)
        yield Case(scene, end(scene), before)


def weigh_and_hand_over(scene: Scene) -> None:
    """A weighing that rests on what the OM reads too, and its handover with reasons."""
    world, weegploeg = scene.world, scene.weegploeg
    weighing = sample("weging", aanwezig=WEEGPLOEG_PRESENT)
    said = {"motivering": f"De {COLLEGE_AND_OM} telt.", "contra_indicaties": "niets"}
    weighing["oordelen"] = [
        {**judged, "signalen": [BEPERKT_OM], **said} for judged in weighing["oordelen"]
    ]
    weighing["conclusie"] = f"Vanwege de {COLLEGE_AND_OM}."
    (n,) = world.made("weigh", weegploeg, content=weighing)["records"]
    parties = [*CONTROLLERS, "reclassering-nederland"]
    why = {"taak": "een taak uit artikel 2", "noodzaak": "voert een maatregel uit"}
    decision = sample(
        "besluit",
        aanwezig=WEEGPLOEG_PRESENT,
        motivering=f"De {COLLEGE_AND_OM} geeft de doorslag.",
        betrekken=[{"partij": party, **why} for party in parties],
        over_te_dragen=[{"record": n, "relevantie": f"Over de {COLLEGE_AND_OM}."}],
    )
    world.ok("decide", weegploeg, content=decision)


def file_the_rest(scene: Scene) -> None:
    """Reviews of what is restricted, and every other kind that there is."""
    world = scene.world
    for dossier in (scene.weegploeg, scene.casus):
        for word, section in READING.items():
            entries = scene.card(dossier).of_kind("signaal")
            n = next(entry.n for entry in entries if entry.section == section)
            reviewed = {"gecontroleerd": [n], "bevinding": f"De {word} nagevraagd."}
            world.ok("review", dossier, content=given("review", dossier, **reviewed))
        decided = {"besloten_door": WEEGPLOEG_PRESENT, "tot": "2026-11-15"}
        world.ok("hold", "add", dossier, content=given("hold add", dossier, **decided))
    consulted = {"datum": DECIDING[:10], "partijen": CONTROLLERS}
    told = {"overleg": consulted, "besloten_door": WEEGPLOEG_PRESENT}
    world.ok("inform", scene.weegploeg, content=given("inform", scene.weegploeg, **told))
    scene.leave(scene.casus, "reclassering-nederland")
    scene.leave(scene.weegploeg, "gemeente-venlo")
    joined = scene.join(scene.weegploeg, "gemeente-venlo")
    assert joined.exit_code == 0, joined.stderr
    asking = sample(
        "verstrekking",
        aan="openbaar-ministerie",
        gegevens=[{"record": 8, "velden": ["naam"]}],
        doel="wegen",
        geheimhouding=None,
        toestemming=sample("verstrekking")["toestemming"][:1],
    )
    world.consented(scene.weegploeg, asking)


def given(act: str, dossier: str, **changes: Any) -> dict[str, Any]:
    return content(act, dossier, TODAY, **changes)


def end(scene: Scene) -> str:
    """Close, archive a year later, and bring the restricted signals back; the new dossier."""
    world = scene.world
    closing = given("close", scene.casus)
    closing["besluit_kernpartijen"]["aanwezig"] = WEEGPLOEG_PRESENT
    world.ok("close", scene.casus, content=closing)
    world.ok("sweep", "--confirm", "2027-10-20", now="2027-10-20T10:00:00")
    order = content("reopen", scene.weegploeg, date(2027, 10, 20))
    order["van"] = WEEGPLOEG_PRESENT
    order["over_te_nemen"] = [
        {"record": n, "noodzaak": "Van belang."} for n in (2, BEPERKT, BEPERKT_OM)
    ]
    return str(world.made("reopen", scene.weegploeg, by="pol-1", content=order)["dossier"])


def kinds(covenant: Profile) -> set[str]:
    registers = [covenant.registers[name] for name in ("weegploeg", "casusoverleg")]
    return {kind for register in registers for s in register.sections for kind in s.kinds}


def readable(reach: Reach, officer: str) -> str:
    """All that an officer opens to the bottom: records, and packages with what their PDF says."""
    texts = []
    for path, text in reach.wholly(reach.identity(officer)).items():
        texts.append(text.decode("utf-8", "replace"))
        if path.startswith("outbox/"):
            pages = PdfReader(io.BytesIO(unpacked(text)["verstrekking.pdf"])).pages
            texts += [page.extract_text() for page in pages]
    return "\n".join(texts)


def test_the_case_has_a_record_of_every_kind(case: Case) -> None:
    scene = case.scene
    dossiers = (scene.weegploeg, scene.casus, case.reopened)
    made = {entry.kind for dossier in dossiers for entry in scene.card(dossier).records}
    assert made | ELSEWHERE == kinds(profile()) | ELSEWHERE
    restricted = {
        entry.kind
        for dossier in dossiers
        for entry in scene.card(dossier).records
        if entry.section in READING.values()
    }
    assert restricted == {"signaal", "weging", "overdracht", "controle"}


@pytest.mark.artikel("6.b", "8.5", "9.3", "10.5", "13.2", "13.4")
@pytest.mark.parametrize("word", HIDDEN)
def test_no_restricted_word_is_read_by_who_has_no_key_of_its_section(case: Case, word: str) -> None:
    now = Reach(case.scene.world)
    for officer in HIDDEN[word]:
        for reach in (case.before, now):
            assert word not in readable(reach, officer), officer
    # They do read what is not restricted, and those of the section read the word.
    assert "Is gezien door politie" in readable(case.before, "rvk-1")
    assert "Is gezien door politie" in readable(case.before, "nctv-1")
    for officer in ("pol-1", "hrl-1", "uit-1"):
        assert word in readable(case.before, officer)
    assert COLLEGE_AND_OM in readable(case.before, "om-1")


@pytest.mark.artikel("6.b", "15.2.e")
def test_no_restricted_word_stands_in_the_vault_unencrypted(case: Case) -> None:
    plain = {
        path: data
        for path, data in case.scene.world.files(log=True).items()
        if not path.endswith(".age")
    }
    assert any(path.startswith("log/") for path in plain)
    for word in HIDDEN:
        assert not [path for path, data in plain.items() if word.encode() in data]


@pytest.mark.artikel("6.b")
def test_each_word_stands_in_records_of_its_own_section_alone(case: Case) -> None:
    opened = case.before.records(case.before.identity("uit-1"))
    for word, section in READING.items():
        holding = {Path(p).parts[-2] for p, text in opened.items() if word.encode() in text}
        assert holding == {section}
