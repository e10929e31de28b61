# SPDX-License-Identifier: EUPL-1.2
"""The overview of a case with a record of every kind: the subject, and nobody else (art. 12(3)).

AVG 15: all that is kept on the person; 15(4) and UAVG 41: no melder, no third person, nothing that
politie gave to the college alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.asking import text_of
from tests.cli.readers import (
    COLLEGE_AND_OM,
    COLLEGE_ONLY,
    OFFICERS,
    WEEGPLOEG_PRESENT,
    Scene,
    copied,
    made_once,
)
from tests.cli.test_restricted_reach import (
    CONTROLLERS,
    file_the_rest,
    given,
    kinds,
    weigh_and_hand_over,
)
from tests.cli.world import DECIDING, sample
from tests.covenant.examples import profile

TODAY = DECIDING[:10]
SUBJECT, RELATION = "Sam Voorbeeld", "Noor Verzonnen"
DECIDED: dict[str, Any] = {"datum": TODAY, "besloten_door": WEEGPLOEG_PRESENT}
# Only a dossier that was brought back from the archive holds the order to do so.
LATER = {"opdracht"}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    base = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        scene = copied(made_once(base), base / "home", patch)
        weigh_and_hand_over(scene)
        file_the_rest(scene)
        tell_correct_and_close(scene)
        yield scene


def tell_correct_and_close(scene: Scene) -> None:
    """The end of the deferral, a correction that a party acknowledged, and the closing."""
    world = scene.world
    told = {"uitkomst": "geinformeerd", "op": TODAY, "wijze": "In een gesprek."}
    none = {"grond": None, "afweging": None, "herzien_op": None}
    consulted = {"datum": TODAY, "partijen": CONTROLLERS}
    note = given("inform", scene.weegploeg, besloten_door=WEEGPLOEG_PRESENT, overleg=consulted)
    informed = {key: item for key, item in {**note, **told, **none}.items() if item is not None}
    world.ok("inform", scene.weegploeg, content=informed)
    for dossier in (scene.weegploeg, scene.casus):
        beside = {"soort": "aanvulling", "velden": None, "verklaring": "Ik zie het anders."}
        number = scene.card(dossier).of_kind("subject")[0].n
        address = f"{scene.weegploeg}/{number}"
        if dossier == scene.weegploeg:
            changed = sample("correctie", datum=TODAY, **beside)
            done = world.made("correct", address, content=changed)
        (corrected,) = scene.card(dossier).of_kind("correctie")[:1]
        heard = sample("ontvangst", op=TODAY)
        world.ok("acknowledge", f"{dossier}/{corrected.n}", content=heard)
    assert done["copies"]
    closing = given("close", scene.casus)
    closing["besluit_kernpartijen"]["aanwezig"] = WEEGPLOEG_PRESENT
    world.ok("close", scene.casus, content=closing)


def ask(scene: Scene, over: list[dict[str, Any]], person: dict[str, str]) -> str:
    """A request for inzage by a person whose identity is established."""
    asked = sample("verzoek", ontvangen_op=TODAY, betrokkene=person, over=over)
    vz = str(scene.world.made("request", "open", content=asked)["dossier"])
    scene.world.ok("request", "identify", vz, content=sample("identificatie", datum=TODAY))
    return vz


@pytest.fixture(scope="module")
def vz(scene: Scene) -> str:
    over = [{"dossier": scene.weegploeg}, {"dossier": scene.casus}]
    asked = ask(scene, over, sample("verzoek")["betrokkene"])
    scene.world.ok("request", "answer", asked, content=sample("beantwoording", **DECIDED))
    return asked


@pytest.fixture(scope="module")
def text(scene: Scene, vz: str) -> str:
    return text_of(scene.world, scene.world.run.home / f"inzage-{vz}.pdf.age", "uit-1")


def test_the_case_has_a_record_of_every_kind(scene: Scene) -> None:
    found = {
        entry.kind
        for dossier in (scene.weegploeg, scene.casus)
        for entry in scene.card(dossier).records
    }
    assert found == kinds(profile()) - LATER | {"melder"}


@pytest.mark.artikel("12.3")
@pytest.mark.parametrize(
    "told",
    [
        SUBJECT,
        "Is gezien door politie.",
        "Is gezien door gemeente-venlo.",
        "Beide signalen beschrijven wat is gezien.",
        "Aan alle vereiste criteria is voldaan.",
        "Nieuwe begeleider en dagbesteding.",
        "Kennismaking heeft plaatsgevonden.",
        "Ja, met een evaluatie na drie maanden.",
        "Doelen bereikt.",
        "In een gesprek.",
        "Ik zie het anders.",
        "Hoort bij",
        # No code stands on paper: the question of a criterion, a day, an outcome.
        "Berust het beeld op waargenomen gedragingen",
        "geïnformeerd",
        # Concrete recipients, and to whom something was disclosed.
        "De Nationaal Coördinator Terrorismebestrijding en Veiligheid",
        "De Reclassering Nederland",
        "gegevens uit stuk 2",
    ],
)
def test_the_subject_reads_all_that_is_kept_on_it(text: str, told: str) -> None:
    assert told in text


@pytest.mark.artikel("6.b", "8.2.c", "10.2.f", "10.2.g", "12.4")
@pytest.mark.parametrize(
    "untold",
    [
        "Melder van",
        "loket van",
        RELATION,
        "Voorbeeldstraat 3",
        "Oud-mentor",
        COLLEGE_ONLY,
        COLLEGE_AND_OM,
        "Zie wat er is gekocht",
        "artikel 18, tweede lid",
        "wpg-9",
        "wpg-10",
        "beperkt",
        *OFFICERS,
        "uit-1",
    ],
)
def test_nobody_and_nothing_else_stands_in_it(text: str, untold: str) -> None:
    assert untold not in text


@pytest.mark.artikel("12.4")
def test_every_record_is_in_it_or_listed_for_the_uitvoerder(scene: Scene, vz: str) -> None:
    records = scene.world.ok("show", vz, "--json").json["records"]
    by_kind = {record["kind"]: record["content"] for record in records}
    told = {item["stuk"] for item in by_kind["beantwoording"]["stukken"]}
    listed = {item["stuk"] for item in by_kind["inhouding"]["weggelaten"]}
    # Who takes part, left, received or heard stands among the recipients.
    among = {"deelname", "vertrek", "verstrekking", "ontvangst"}
    every = {
        f"{dossier}/{entry.n}"
        for dossier in (scene.weegploeg, scene.casus)
        for entry in scene.card(dossier).records
        if entry.kind not in among
    }
    restricted = {
        f"{dossier}/{entry.n}"
        for dossier in (scene.weegploeg, scene.casus)
        for entry in scene.card(dossier).records
        if entry.section.startswith(("beperkt", "melder"))
    }
    assert told | listed >= every
    assert told & restricted == set()
    assert restricted <= listed


@pytest.mark.artikel("10.2.g", "12.3")
def test_a_relation_reads_its_own_record_alone(scene: Scene) -> None:
    (relation,) = scene.card(scene.casus).of_kind("betrokkene")
    person = {"naam": RELATION, "adres": "Voorbeeldstraat 3, 6411 ZZ", "woonplaats": "Heerlen"}
    asked = ask(scene, [{"dossier": scene.casus, "record": relation.n}], person)
    scene.world.ok("request", "answer", asked, content=sample("beantwoording", **DECIDED))
    text = text_of(scene.world, scene.world.run.home / f"inzage-{asked}.pdf.age", "uit-1")
    assert "Oud-mentor" in text
    # The ground and the source are the covenant's own, where no signal gives them (AVG 15(1)(g)).
    assert "convenant, art. 10 lid 2 onder f" in text
    assert "het casusoverleg, bij het plan van aanpak" in text
    assert "De Reclassering" in text
    for untold in (
        SUBJECT,
        "pamfletten",
        "Is gezien door",
        COLLEGE_ONLY,
        "Melder van",
        "dagbesteding",
        # To whom data of the subject went, and which: that tells of the subject.
        "Nationaal Coördinator",
        "Wet politiegegevens, artikel 20",
        "alleen het plan",
    ):
        assert untold not in text, untold


@pytest.mark.artikel("7.3", "8.4")
def test_a_signed_consent_is_on_the_meeting_paper_without_its_signature(scene: Scene) -> None:
    place = scene.world.run.home / "vergaderstuk.age"
    scene.world.ok(
        *("document", "weegploeg", scene.weegploeg, "-o", str(place), "--purpose", "verzoek")
    )
    paper = text_of(scene.world, place, "uit-1")
    assert "verstrekking" in paper
    assert "functionaris: pol-1" in paper
    assert "SSH SIGNATURE" not in paper
