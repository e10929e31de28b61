# SPDX-License-Identifier: EUPL-1.2
"""Who opens what: the design's table, held against every file of a vault, with Debian's `age`."""

from __future__ import annotations

import hashlib
import subprocess

import pytest

from pgaref.storage import age, yamltext
from tests.cli.reach import Reach
from tests.cli.readers import (
    BEPERKT,
    BEPERKT_OM,
    CARDLESS,
    COLLEGE_AND_OM,
    COLLEGE_ONLY,
    EXPIRED,
    IDENTITIES,
    PARTY,
    STRANGER,
    WEIGHED_RESTRICTED,
    Scene,
    made_once,
    signals,
)
from tests.cli.world import sample, unpacked

# The design's table of sections and readers, word for word but for registers that come later.
TABLE = {
    ("weegploeg", "dossier"): "politie om gemeente uitvoerder",
    ("weegploeg", "melder-politie"): "politie uitvoerder",
    ("weegploeg", "melder-openbaar-ministerie"): "om uitvoerder",
    ("weegploeg", "melder-gemeente-heerlen"): "heerlen uitvoerder",
    ("weegploeg", "melder-gemeente-venlo"): "venlo uitvoerder",
    ("weegploeg", "beperkt"): "politie gemeente uitvoerder",
    ("weegploeg", "beperkt-om"): "politie gemeente om uitvoerder",
    ("casusoverleg", "dossier"): "politie om gemeente casuspartij uitvoerder",
    ("casusoverleg", "netwerk"): "politie om gemeente casuspartij uitvoerder",
    ("casusoverleg", "voortgang"): "politie om gemeente casuspartij uitvoerder",
    ("casusoverleg", "plan"): "politie om gemeente casuspartij extern uitvoerder",
    ("casusoverleg", "beperkt"): "politie gemeente uitvoerder",
    ("casusoverleg", "beperkt-om"): "politie gemeente om uitvoerder",
}
# Who reads for whom: everybody in office with a key whose party was named on these dossiers.
WHO = {
    "politie": {"pol-1", "pol-2"},
    "om": {"om-1"},
    "gemeente": {"hrl-1", "vnl-1"},
    "heerlen": {"hrl-1"},
    "venlo": {"vnl-1"},
    "casuspartij": {"rec-1", "rvk-1"},
    "extern": {"nctv-1", "nctv-2"},
    "uitvoerder": {"uit-1"},
}
READERS = {place: set().union(*(WHO[w] for w in text.split())) for place, text in TABLE.items()}
READING = sorted(set().union(*READERS.values()))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return made_once(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def reach(scene: Scene) -> Reach:
    return Reach(scene.world)


def readable(scene: Scene, officer: str) -> set[str]:
    """The paths of the records that the table lets an officer read."""
    return {
        path
        for dossier in (scene.weegploeg, scene.casus)
        for path, entry in scene.records(dossier).items()
        if officer in READERS[scene.card(dossier).register, entry.section]
    }


def all_records(scene: Scene) -> set[str]:
    return {*scene.records(scene.weegploeg), *scene.records(scene.casus)}


def place_of(path: str) -> tuple[str, str]:
    """Register and section of a record's path."""
    _, register, _, section, _ = path.split("/")
    return register, section


def showing(reach: Reach, text: str) -> dict[str, set[tuple[str, str]]]:
    """Officer -> register and section of the records that show a text, in all that one opens."""
    found = {
        officer: {
            place_of(path)
            for path, plaintext in reach.records(reach.identity(officer)).items()
            if text.encode() in plaintext
        }
        for officer in IDENTITIES
    }
    return {officer: places for officer, places in found.items() if places}


@pytest.mark.artikel("8.4", "8.2.c", "10.4", "10.5", "6.b")
def test_a_key_file_lies_there_for_the_readers_of_the_table_and_for_nobody_else(
    scene: Scene,
) -> None:
    found = {
        (scene.card(dossier).register, section): holders
        for dossier in (scene.weegploeg, scene.casus)
        for section, holders in scene.holders(dossier).items()
    }
    assert found == READERS


def test_no_section_of_the_table_is_empty_here(scene: Scene) -> None:
    assert {place_of(path) for path in all_records(scene)} == set(TABLE)


def test_the_card_lists_exactly_the_key_files_that_there_are(scene: Scene) -> None:
    for dossier in (scene.weegploeg, scene.casus):
        card = scene.card(dossier)
        for name, section in card.sections.items():
            folder = f"keys/{card.register}/{dossier}/{name}"
            there = {
                path.removeprefix(f"{folder}/").removesuffix(".age"): hashlib.sha256(data)
                for path, data in scene.world.files().items()
                if path.startswith(f"{folder}/")
            }
            assert {holder: sha.hexdigest() for holder, sha in there.items()} == section.keys


@pytest.mark.artikel("8.4", "8.2.c", "10.4", "10.5", "6.b")
@pytest.mark.parametrize("officer", READING)
def test_stock_age_prints_every_record_of_the_table_in_two_steps(
    scene: Scene, officer: str
) -> None:
    opened = set()
    for dossier in (scene.weegploeg, scene.casus):
        for path, entry in scene.records(dossier).items():
            key = scene.key(dossier, entry.section, officer)
            text = scene.world.opened_with_stock_age(key, path, officer)
            if text is not None:
                opened.add(path)
                assert hashlib.sha256(text).hexdigest() == entry.digest
                assert text
                assert len(text) % 1024 == 0
    assert opened == readable(scene, officer)


def test_the_pipe_of_the_design_works_in_a_shell_as_it_stands_there(scene: Scene) -> None:
    entry = next(e for e in scene.card(scene.weegploeg).records if e.n == BEPERKT)
    key = scene.key(scene.weegploeg, "beperkt", "pol-1")
    record = scene.record(scene.weegploeg, entry)
    line = f"age -d -i {scene.world.identity('pol-1')} {key} | age -d -i - {record} | sha256sum"
    done = subprocess.run(["sh", "-c", line], cwd=scene.vault, capture_output=True, check=True)
    assert done.stdout.split()[0].decode() == entry.digest


@pytest.mark.artikel("8.4", "8.2.c", "10.4", "10.5", "6.b")
@pytest.mark.parametrize("officer", IDENTITIES)
def test_an_identity_and_all_that_it_leads_to_open_exactly_the_records_of_the_table(
    scene: Scene, reach: Reach, officer: str
) -> None:
    found = reach.records(reach.identity(officer))
    assert set(found) == readable(scene, officer)
    # Not even pgaref's own files name one who reads nothing here.
    if officer in {*EXPIRED, *CARDLESS, STRANGER}:
        assert not [path for path in scene.world.files() if officer in path]


@pytest.mark.parametrize("officer", IDENTITIES)
def test_an_identity_opens_its_own_key_files_and_no_record_directly(
    reach: Reach, officer: str
) -> None:
    keys = {
        path for path in reach.directly(reach.identity(officer)) if path != "parties/roster.age"
    }
    assert keys == {path for path in reach.paths if path.endswith(f"/{officer}.age")}
    assert all(path.startswith("keys/") for path in keys)


def test_a_section_key_opens_the_records_of_its_section_and_no_other_file(
    scene: Scene, reach: Reach
) -> None:
    seen = set()
    for dossier in (scene.weegploeg, scene.casus):
        register = scene.card(dossier).register
        for section, secret in scene.secrets(dossier, "uit-1").items():
            folder = f"dossiers/{register}/{dossier}/{section}/"
            own = {path for path in all_records(scene) if path.startswith(folder)}
            assert set(reach.directly(secret)) == own
            seen |= own
            for officer in READERS[register, section]:
                assert scene.secrets(dossier, officer)[section] == secret
    assert seen == all_records(scene)


def test_every_key_file_and_record_is_encrypted_to_one_recipient(scene: Scene) -> None:
    for path, data in scene.world.files().items():
        if path.endswith(".age") and path != "parties/roster.age":
            header = data.split(b"\n--- ", 1)[0]
            assert header.count(b"\n-> X25519 ") == 1
            assert b"\n-> scrypt " not in header


@pytest.mark.artikel("8.2.c")
@pytest.mark.parametrize("party", sorted({signal["inbrenger"] for signal in signals()}))
def test_a_melder_is_known_to_the_bringing_party_and_the_uitvoerder(
    reach: Reach, party: str
) -> None:
    readers = {officer for officer in READING if PARTY[officer] in (party, "uitvoerder")}
    for text in (f"Melder van {party}", f"loket van {party}"):
        section = ("weegploeg", f"melder-{party}")
        assert showing(reach, text) == {officer: {section} for officer in readers}


@pytest.mark.artikel("6.b", "8.5", "10.4")
def test_restricted_data_lies_in_its_restricted_section_of_both_files_and_nowhere_else(
    reach: Reach,
) -> None:
    college = {("weegploeg", "beperkt"), ("casusoverleg", "beperkt")}
    college_and_om = {("weegploeg", "beperkt-om"), ("casusoverleg", "beperkt-om")}
    readers = {"uit-1", "pol-1", "pol-2", "hrl-1", "vnl-1"}
    assert showing(reach, COLLEGE_ONLY) == dict.fromkeys(readers, college)
    assert showing(reach, COLLEGE_AND_OM) == dict.fromkeys({*readers, "om-1"}, college_and_om)


@pytest.mark.artikel("6.b", "8.5")
def test_what_is_said_of_a_restricted_record_at_the_handover_lies_beside_it(reach: Reach) -> None:
    readers = {"uit-1", "pol-1", "pol-2", "hrl-1", "vnl-1"}
    for n in (BEPERKT, WEIGHED_RESTRICTED):
        where = {("weegploeg", "beperkt")}
        assert showing(reach, f"Nodig, stuk {n}.") == dict.fromkeys(readers, where)
    where = {("weegploeg", "beperkt-om")}
    assert showing(reach, f"Nodig, stuk {BEPERKT_OM}.") == dict.fromkeys({*readers, "om-1"}, where)
    assert showing(reach, "Nodig, stuk 2.").keys() == {*readers, "om-1"}


@pytest.mark.artikel("6.b", "8.2.c")
def test_nothing_of_a_record_stands_in_the_vault_unencrypted(scene: Scene) -> None:
    words = [COLLEGE_ONLY, COLLEGE_AND_OM, "Melder van", "loket van", "Sam Voorbeeld", "Is gezien"]
    for path, data in scene.world.files(log=True).items():
        assert not [word for word in words if word.encode() in data], path


@pytest.mark.artikel("10.5", "6.b")
def test_a_package_opens_for_the_recipient_s_officers_alone(scene: Scene, reach: Reach) -> None:
    (package,) = scene.card(scene.casus).packages
    path = f"outbox/nctv/{scene.casus}-{package.n}.age"
    keys = {
        officer: f"keys/outbox/nctv/{scene.casus}-{package.n}/{officer}.age"
        for officer in ("nctv-1", "nctv-2")
    }
    assert {p for p in reach.paths if "outbox/" in p} == {path, *keys.values()}
    for officer in IDENTITIES:
        opened = reach.wholly(reach.identity(officer))
        assert (path in opened) is (officer in keys)
        assert {p for p in opened if "outbox/" in p} <= {path, keys.get(officer, "")}
    for officer, key in keys.items():
        assert scene.world.opened_with_stock_age(key, path, officer) == opened_package(reach, path)
        sha256 = hashlib.sha256((scene.vault / key).read_bytes()).hexdigest()
        assert package.keys[f"nctv/{officer}"] == sha256
    assert hashlib.sha256((scene.vault / path).read_bytes()).hexdigest() == package.sha256


def opened_package(reach: Reach, path: str) -> bytes:
    return reach.wholly(reach.identity("nctv-1"))[path]


@pytest.mark.artikel("10.5")
def test_a_package_holds_exactly_the_fields_that_were_chosen(scene: Scene, reach: Reach) -> None:
    (package,) = scene.card(scene.casus).packages
    text = opened_package(reach, f"outbox/nctv/{scene.casus}-{package.n}.age")
    content = sample("verstrekking")
    files = unpacked(text)
    assert files.keys() == {"verstrekking.yaml", "verstrekking.pdf"}
    given = yamltext.parse(files["verstrekking.yaml"], "package").value
    # Of what the law lays down about police data: the partnership and what binds the recipient.
    assert {*given["wpg"]} == {"samenwerkingsverband", "voorwaarden"}
    assert given == {
        "verstrekking": f"{scene.casus}/{package.n}",
        "datum": "2026-10-15",
        **{
            name: content[name]
            for name in ("aan", "grondslag", "soort_gegevens", "doel", "noodzaak", "geheimhouding")
        },
        "gegevens": [
            {
                "record": 2,
                "soort": "signaal",
                "velden": {
                    "waargenomen_op": "2026-10-10",
                    "gedraging": "Is gezien door politie.",
                },
            }
        ],
        "wpg": given["wpg"],
    }


@pytest.mark.artikel("10.5")
def test_an_externe_casuspartner_reads_the_plan_and_its_package_and_nothing_more(
    reach: Reach,
) -> None:
    text = b"".join(reach.wholly(reach.identity("nctv-1")).values())
    assert b"Nieuwe begeleider" in text
    # The subject's name goes with the plan; relation, progress, signals, weighings do not.
    assert b"Sam Voorbeeld" in text
    for word in ("Noor Verzonnen", "Kennismaking", "contra_indicaties", "gemeente-venlo."):
        assert word.encode() not in text, word


def test_the_readers_that_the_scene_knows_of_are_all_whom_the_vault_knows(scene: Scene) -> None:
    listed = scene.world.vault.glob("parties/*.yaml")
    officers = [o for p in listed for o in yamltext.parse(p.read_bytes(), p.name).value["officers"]]
    assert {officer["id"] for officer in officers} == set(PARTY)
    known = {officer["recipient"] for officer in officers if "recipient" in officer}
    for officer in PARTY:
        identity = age.load_identity(scene.world.identity(officer).read_bytes())
        assert (identity.recipient in known) is (officer not in CARDLESS)
