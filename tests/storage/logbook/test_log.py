# SPDX-License-Identifier: EUPL-1.2
"""The log: what it says of an act, and every way to forge it that a writer on the disk has."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from pgaref.errors import IntegrityError, KeyUnavailableError, RefusedError
from pgaref.storage import canonical, signing
from pgaref.storage.logbook.authority import verify_signature
from pgaref.storage.logbook.head import Head, recall, remember
from pgaref.storage.transaction import Act
from tests.storage.vaults import CARD, NOW, PARTY, VAULT, Place, act, key_of, signer

DIGEST = "0" * 64
Lines = list[dict[str, object]]


def change_card(place: Place, data: bytes = b"card 2\n", now: datetime = NOW) -> None:
    with place.open(now=now) as store, store.begin(act(), signer("uit-1")) as transaction:
        transaction.put(CARD, data, bound=True)
        transaction.commit()


def refused(place: Place, *, state: str = "state", exclusive: bool = True) -> str:
    """The vault does not open, nothing of it is touched; returns the message."""
    before = {path: path.read_bytes() for path in place.root.rglob("*") if path.is_file()}
    remembered = recall(place.base / state, VAULT)
    with pytest.raises(IntegrityError) as error, place.open(state=state, exclusive=exclusive):
        pass
    after = {path: path.read_bytes() for path in place.root.rglob("*") if path.is_file()}
    assert after == before
    assert recall(place.base / state, VAULT) == remembered
    return error.value.message


def test_an_act_is_three_lines_of_one_operation(place: Place) -> None:
    with place.open() as store:
        subject = act("signal", dossier="WP-2M8TZR4H", ground="wpg-20", article="7.1")
        with store.begin(subject, signer("uit-1")) as transaction:
            transaction.put(CARD, b"card 2\n", bound=True)
            transaction.commit()
    intent, commit, done = place.lines()[3:]
    assert [line["phase"] for line in (intent, commit, done)] == ["intent", "commit", "done"]
    assert {line["op"] for line in (intent, commit, done)} == {4}
    common = {
        "v": 1,
        "vault": VAULT,
        "time": "2026-10-04T09:30:00Z",
        "op": 4,
        "action": "signal",
        "actor": "uit-1",
        "party": "uitvoerder",
        "host": "kantoor",
        "tool": "pgaref 0.1.0",
        "dossier": "WP-2M8TZR4H",
        "ground": "wpg-20",
        "article": "7.1",
    }
    assert {name: intent[name] for name in common} == common
    assert intent.keys() == common.keys() | {"seq", "prev", "phase"}
    assert commit.keys() == intent.keys() | {"plan", "files", "sig"}
    assert done.keys() == intent.keys()


@pytest.mark.parametrize("number", range(6))
def test_an_edited_line_is_found(place: Place, number: int) -> None:
    change_card(place)
    lines = place.lines()
    lines[number]["host"] = "elders"
    place.rewrite(lines)
    refused(place)
    if number < 5 or "sig" in lines[number]:
        refused(place, state="a machine that remembers nothing")


@pytest.mark.parametrize("number", range(6))
def test_a_dropped_line_is_found(place: Place, number: int) -> None:
    change_card(place)
    lines = place.lines()
    del lines[number]
    place.rewrite(lines)
    refused(place)
    if number < 5:
        refused(place, state="a machine that remembers nothing")


def test_swapped_lines_are_found(place: Place) -> None:
    change_card(place)
    lines = place.lines()
    lines[3], lines[5] = lines[5], lines[3]
    place.rewrite(lines)
    refused(place, state="a machine that remembers nothing")


def test_a_line_in_another_spelling_is_found(place: Place) -> None:
    place.log.write_bytes(place.log.read_bytes().replace(b'"v":1', b'"v": 1', 1))
    refused(place, state="a machine that remembers nothing")


def test_a_rolled_back_log_is_not_the_remembered_one(place: Place) -> None:
    older = place.log.read_bytes()
    change_card(place)
    place.log.write_bytes(older)
    (place.root / CARD).write_bytes(b"card 1\n")
    assert "is remembered" in refused(place)


def test_a_log_that_went_another_way_is_not_the_remembered_one(
    place: Place, tmp_path: Path
) -> None:
    other = place.copy(tmp_path / "other")
    change_card(place)
    change_card(other, b"card 3\n")
    change_card(other, b"card 4\n")
    shutil.rmtree(place.root)
    shutil.copytree(other.root, place.root)
    assert "not the one that is remembered" in refused(place)


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("state", ["state", "a machine that remembers nothing"])
def test_a_vault_whose_log_is_gone_is_refused(place: Place, state: str, exclusive: bool) -> None:
    shutil.rmtree(place.root / "log")
    refused(place, state=state, exclusive=exclusive)


def test_a_damaged_memory_is_no_memory_of_nothing(place: Place) -> None:
    (place.base / "state" / f"{VAULT}.json").write_bytes(b"{}\n")
    with pytest.raises(IntegrityError, match="remembered"), place.open():
        pass


def test_memory_only_goes_forward(tmp_path: Path) -> None:
    remember(tmp_path / "state", VAULT, Head(7, "7" * 64))
    remember(tmp_path / "state", VAULT, Head(6, "6" * 64))
    assert recall(tmp_path / "state", VAULT) == Head(7, "7" * 64)
    assert [path.name for path in (tmp_path / "state").iterdir()] == [f"{VAULT}.json"]


def test_a_vault_id_is_no_path(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError):
        recall(tmp_path, "../elsewhere")


def test_a_torn_last_line_never_happened(place: Place) -> None:
    whole = place.log.read_bytes()
    place.log.write_bytes(whole + b'{"action":"intake","actor":"uit-')
    with place.open(exclusive=False) as store:
        assert store.history.seq == 3
    with place.open() as store:
        assert place.log.read_bytes() == whole
        assert store.history.seq == 3
    change_card(place)
    assert len(place.lines()) == 6


def test_a_reader_appends_over_a_torn_line(place: Place) -> None:
    place.log.write_bytes(place.log.read_bytes() + b"torn")
    with place.open(exclusive=False) as store, store.reading(act("show")):
        pass
    assert [line["seq"] for line in place.lines()] == [1, 2, 3, 4, 5]


def forge_commit(place: Place, officer: str = "", **fields: object) -> None:
    who: dict[str, object] = {name: fields[name] for name in ("actor", "action") if name in fields}
    sign = signer(officer) if officer else None
    place.forge({"phase": "intent", **who})
    place.forge({"phase": "commit", "plan": DIGEST, **fields}, sign)
    place.forge({"phase": "done", **who})


def forge_lines(place: Place, *lines: dict[str, object]) -> None:
    for line in lines:
        place.forge(line, signer("uit-1") if line["phase"] == "commit" else None)


EVIL = {PARTY: "1" * 64}
FORGERIES: dict[str, Callable[[Place], None]] = {
    "without a signature": lambda place: forge_commit(place, files=EVIL),
    "signed by somebody who was never admitted": lambda place: forge_commit(
        place, "mal-1", actor="mal-1", files=EVIL
    ),
    "with another's signature": lambda place: forge_commit(place, "mal-1", files=EVIL),
    "by a signer that admits itself": lambda place: forge_commit(
        place, "mal-1", actor="mal-1", signers={"mal-1": key_of("mal-1")}
    ),
    "by a signer that puts its key in another's place": lambda place: forge_commit(
        place, "mal-1", signers={"uit-1": key_of("mal-1")}
    ),
    "as a second founder": lambda place: forge_commit(
        place, "mal-1", actor="mal-1", action="init", signers={"mal-1": key_of("mal-1")}
    ),
    "as the scheduler, of a party file": lambda place: forge_commit(
        place, actor="scheduler", action="archive", files=EVIL
    ),
    "as the scheduler, of a new card": lambda place: forge_commit(
        place, actor="scheduler", action="shred", files={CARD: "1" * 64}
    ),
    "as the scheduler, of a removed party file": lambda place: forge_commit(
        place, actor="scheduler", action="shred", files={PARTY: "-"}
    ),
    "as the scheduler, of a signer": lambda place: forge_commit(
        place, actor="scheduler", action="expire", signers={"mal-1": key_of("mal-1")}
    ),
    "as the scheduler, of an intake": lambda place: forge_commit(place, actor="scheduler"),
    "with an empty signature": lambda place: forge_commit(place, sig=["AAAA"], files=EVIL),
    "without an intent": lambda place: forge_lines(
        place, {"phase": "commit", "plan": DIGEST, "op": 3}
    ),
    "not right after its intent": lambda place: forge_lines(
        place,
        {"phase": "intent"},
        {"phase": "intent"},
        {"phase": "commit", "plan": DIGEST, "op": 4},
    ),
    "without a plan": lambda place: forge_lines(place, {"phase": "intent"}, {"phase": "commit"}),
    "that failed": lambda place: forge_lines(
        place,
        {"phase": "intent"},
        {"phase": "commit", "plan": DIGEST},
        {"phase": "failed", "reason": "interrupted"},
    ),
}


ARCHIVED = CARD.replace("dossiers/", "archive/")
OTHER = CARD.replace("WP-2M8TZR4H", "WP-77SEY3H7")
PROOF = "certificates/WP-2M8TZR4H.json"
OWN = "parties/uitvoerder.yaml"
# By whom, doing what, and what it binds or removes.
REACHES: dict[str, tuple[str, str, dict[str, str]]] = {
    "archives what was never in use": ("", "archive", {ARCHIVED: DIGEST}),
    "archives another dossier than goes": (
        "",
        "archive",
        {OTHER.replace("dossiers/", "archive/"): DIGEST, CARD: "-"},
    ),
    "archives and changes another": ("", "archive", {ARCHIVED: DIGEST, CARD: "-", OTHER: DIGEST}),
    "archives and removes a party file": ("", "archive", {ARCHIVED: DIGEST, CARD: "-", PARTY: "-"}),
    "archives into a plain file": ("", "archive", {"archive/vault.json": DIGEST, CARD: "-"}),
    "destroys without proof": ("", "shred", {CARD: "-"}),
    "proves what it does not destroy": ("", "shred", {PROOF: DIGEST}),
    "destroys what was never there": ("", "shred", {OTHER: "-", PROOF: DIGEST}),
    "destroys with the proof of another": (
        "",
        "shred",
        {CARD: "-", "certificates/WP-77SEY3H7.json": DIGEST},
    ),
    "destroys the package of another": (
        "",
        "shred",
        {CARD: "-", PROOF: DIGEST, "outbox/nctv/WP-77SEY3H7-2.age": "-"},
    ),
    "destroys as a person, without proof": ("uit-1", "shred", {CARD: "-"}),
    "binds a party file by casework": ("uit-1", "signal", {PARTY: DIGEST}),
    "binds settings by casework": ("uit-1", "signal", {"vault.json": DIGEST}),
    "binds settings as an officer is admitted": ("uit-1", "officer-add", {"vault.json": DIGEST}),
    "binds the covenant with the criteria": (
        "uit-1",
        "referentiekader-apply",
        {"convenant.yaml": DIGEST},
    ),
    "binds a card as an officer is admitted": ("uit-1", "officer-add", {OWN: DIGEST, CARD: DIGEST}),
    "binds a proof by casework": ("uit-1", "close", {PROOF: DIGEST}),
    "binds a card by reading": ("uit-1", "show", {CARD: DIGEST}),
    "binds a card that is in use by an intake": ("uit-1", "intake", {CARD: DIGEST}),
    "binds a new card in the archive by casework": ("uit-1", "hold-add", {ARCHIVED: DIGEST}),
    "binds what is no card by casework": (
        "uit-1",
        "signal",
        {"dossiers/weegploeg/WP-2M8TZR4H/x": DIGEST},
    ),
    "removes a card by casework": ("uit-1", "close", {CARD: "-"}),
    "speaks for two parties": ("uit-1", "officer-add", {OWN: DIGEST, PARTY: DIGEST}),
    "founds again": ("uit-1", "init", {"vault.json": DIGEST}),
    "speaks for another party": ("pol-1", "officer-add", {OWN: DIGEST}),
}


def admit_to_politie(place: Place) -> None:
    """Let pol-1 sign for politie."""
    with place.open() as store, store.begin(act("officer-add"), signer("uit-1")) as transaction:
        transaction.signers["pol-1"] = key_of("pol-1")
        transaction.put(PARTY, b"politie 2\n")
        transaction.commit()


@pytest.mark.artikel("15.1")
@pytest.mark.artikel("15.2.e")
@pytest.mark.parametrize(("actor", "action", "files"), REACHES.values(), ids=REACHES.keys())
def test_a_commit_that_reaches_too_far_is_found(
    place: Place, actor: str, action: str, files: dict[str, str]
) -> None:
    admit_to_politie(place)
    fields = {"actor": actor or "scheduler", "action": action, "files": files}
    fields["party"] = "politie" if actor == "pol-1" else "uitvoerder"
    signers = {"signers": {"uit-1": key_of("uit-1")}} if action == "init" else {}
    forge_commit(place, actor, **fields, **signers)
    assert refused(place).startswith("log line 8: ")
    refused(place, state="a machine that remembers nothing")


SIGNERS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "in another's name": ("pol-1", "politie", PARTY, {"uit-1": key_of("pol-1")}),
    "who may sign already": ("uit-1", "uitvoerder", PARTY, {"pol-1": key_of("mal-1")}),
    "in the scheduler's name": ("uit-1", "uitvoerder", PARTY, {"scheduler": key_of("mal-1")}),
    "of another party": ("pol-1", "politie", OWN, {"uit-2": key_of("mal-1")}),
    "for a party that is not one's own": ("pol-1", "uitvoerder", OWN, {"uit-2": key_of("mal-1")}),
    "who ends, of another party": ("pol-1", "politie", PARTY, {"uit-1": "-"}),
}


@pytest.mark.artikel("15.2.c")
@pytest.mark.parametrize(("actor", "party", "path", "signers"), SIGNERS.values(), ids=SIGNERS)
def test_a_signer_whom_the_actor_may_not_change_is_found(
    place: Place, actor: str, party: str, path: str, signers: dict[str, str]
) -> None:
    admit_to_politie(place)
    files = {path: DIGEST}
    forge_commit(
        place, actor, actor=actor, party=party, action="officer-add", files=files, signers=signers
    )
    assert refused(place).startswith("log line 8: ")


@pytest.mark.artikel("15.2.c")
def test_a_party_admits_its_own_officers(place: Place) -> None:
    admit_to_politie(place)
    subject = Act("officer-add", "pol-1", "politie", "kantoor", "pgaref 0.1.0")
    with place.open() as store, store.begin(subject, signer("pol-1")) as transaction:
        transaction.signers["pol-2"] = key_of("pol-2")
        transaction.put(PARTY, b"politie 3\n")
        transaction.commit()
    with place.open(state="elsewhere") as store:
        assert store.history.signers.keys() == {"uit-1", "pol-1", "pol-2"}
        binding = store.history.bindings[PARTY]
    assert (binding.actor, binding.action) == ("pol-1", "officer-add")
    assert (binding.key, binding.time) == (key_of("pol-1"), "2026-10-04T09:30:00Z")


@pytest.mark.artikel("13.2")
def test_an_archived_card_remembers_what_the_active_one_had(place: Place) -> None:
    with place.open() as store:
        active = store.history.bindings[CARD]
        subject = act("archive", actor="scheduler")
        with store.begin(subject, None) as transaction:
            folder = ARCHIVED.removesuffix("/card.json")
            transaction.folder(folder, {"card.json": b"sealed"}, bound=["card.json"])
            transaction.remove_folder(CARD.removesuffix("/card.json"))
            transaction.commit()
        assert store.history.bindings[ARCHIVED].former == active
        assert store.history.bindings[ARCHIVED].key == ""
        with store.begin(act("hold-add"), signer("uit-1")) as transaction:
            transaction.put(ARCHIVED, b"held")
            transaction.commit()
    with place.open(state="elsewhere") as store:
        assert store.history.bindings[ARCHIVED].former == active
        assert store.history.bindings[ARCHIVED].key == key_of("uit-1")


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
@pytest.mark.parametrize("state", ["state", "a machine that remembers nothing"])
def test_a_forged_commit_is_found(place: Place, forge: Callable[[Place], None], state: str) -> None:
    forge(place)
    refused(place, state=state)
    refused(place, state=state, exclusive=False)


LINES: dict[str, dict[str, object]] = {
    "that ends what is not open": {"phase": "done", "op": 1},
    "with a free text": {"phase": "intent", "reason": "was niet thuis"},
    "with an unknown field": {"phase": "intent", "naam": "x"},
    "with files but no commit": {"phase": "intent", "files": EVIL},
    "with a path that leaves": {"phase": "commit", "plan": DIGEST, "files": {"../x": DIGEST}},
    "of another vault": {"phase": "intent", "vault": "other"},
    "of an earlier time": {"phase": "intent", "time": "2026-10-04T09:29:59Z"},
    "of a day that is none": {"phase": "intent", "time": "2026-11-31T09:29:59Z"},
    "of another year": {"phase": "intent", "time": "2027-01-01T00:00:00Z"},
    "of another version": {"phase": "intent", "v": 2},
    "of an unknown phase": {"phase": "perhaps"},
    "with a number skipped": {"phase": "intent", "seq": 5},
    "that does not say why": {"phase": "failed"},
}


@pytest.mark.parametrize("fields", LINES.values(), ids=LINES.keys())
def test_a_line_that_does_not_fit_is_found(place: Place, fields: dict[str, object]) -> None:
    place.forge(fields)
    refused(place)


def test_a_line_in_the_file_of_another_year_is_found(place: Place) -> None:
    place.log.rename(place.log.with_name("2025.jsonl"))
    refused(place)


def admit(place: Place, officer: str, **ended: str) -> None:
    """A second officer of the uitvoerder; `ended`: who leaves by the same act."""
    subject = act("officer-revoke" if ended else "officer-add")
    with place.open() as store, store.begin(subject, signer("uit-1")) as transaction:
        transaction.signers |= {officer: key_of(officer), **ended}
        transaction.put("parties/uitvoerder.yaml", officer.encode(), bound=True)
        transaction.commit()


@pytest.mark.artikel("15.2.c")
def test_an_officer_who_ended_may_not_sign(place: Place) -> None:
    admit(place, "uit-2", **{"uit-1": "-"})
    with place.open() as store:
        assert store.history.signers == {"uit-2": key_of("uit-2")}
    with pytest.raises(KeyUnavailableError):
        change_card(place)
    with place.open() as store, store.begin(act(actor="uit-2"), signer("uit-2")) as transaction:
        transaction.put(CARD, b"card 2\n")
        transaction.commit()
    with place.open(state="elsewhere") as store:
        assert store.bound(CARD) == b"card 2\n"


def test_signatures_before_the_remembered_head_are_not_looked_at_again(place: Place) -> None:
    change_card(place)
    asked: list[str] = []

    def verify(data: bytes, sig: object, public_key: str, namespace: str) -> bool:
        asked.append(public_key)
        return True

    with place.open(verify=verify):
        pass
    assert asked == []
    with place.open(verify=verify, state="elsewhere"):
        pass
    assert len(asked) == 2


def test_time_never_goes_back(place: Place) -> None:
    change_card(place, now=NOW - timedelta(seconds=120))
    assert {line["time"] for line in place.lines()} == {"2026-10-04T09:30:00Z"}
    lines = place.log.read_bytes()
    with pytest.raises(RefusedError) as error:
        change_card(place, b"card 3\n", now=NOW - timedelta(seconds=121))
    assert [refusal.reason for refusal in error.value.refusals] == ["clock-behind"]
    assert place.log.read_bytes() == lines


def test_time_spent_waiting_for_the_lock_is_no_clock_behind(place: Place) -> None:
    with (
        place.open(wait=60, now=NOW - timedelta(seconds=180), exclusive=False) as store,
        store.reading(act("show")),
    ):
        pass
    assert place.lines()[-1]["phase"] == "done"


def test_a_clock_in_another_zone_is_written_in_utc(place: Place) -> None:
    change_card(place, now=datetime.fromisoformat("2026-10-04T12:00:00+02:00"))
    assert place.lines()[-1]["time"] == "2026-10-04T10:00:00Z"


def test_a_new_year_is_a_new_file_and_one_chain(place: Place) -> None:
    change_card(place, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert sorted(path.name for path in (place.root / "log").iterdir()) == [
        "2026.jsonl",
        "2027.jsonl",
    ]
    change_card(place, b"card 3\n", now=datetime(2027, 1, 1, tzinfo=UTC) - timedelta(seconds=5))
    with place.open(now=datetime(2027, 1, 2, tzinfo=UTC), state="elsewhere") as store:
        assert store.history.seq == 9
        assert [line["seq"] for line in store.log.lines()] == list(range(1, 10))
    place.log.write_bytes(place.log.read_bytes() + b"torn")
    refused(place)


@pytest.mark.parametrize("left", [b"", b"half a li"])
def test_a_planted_file_of_a_later_year_costs_no_line(place: Place, left: bytes) -> None:
    (place.root / "log" / "2099.jsonl").write_bytes(left)
    (place.root / "log" / "2099.jsonl").chmod(0o600)
    before = (place.root / "log" / "2026.jsonl").read_bytes()
    if left:
        with pytest.raises(IntegrityError, match=r"log/2099\.jsonl: of a later year"):
            change_card(place)
    else:
        change_card(place)
    kept = (place.root / "log" / "2026.jsonl").read_bytes()
    assert kept.startswith(before)
    assert len(kept.splitlines()) == len(before.splitlines()) + (0 if left else 3)


def test_readers_append_at_the_same_time(place: Place) -> None:
    def read() -> None:
        for _ in range(5):
            with place.open(exclusive=False) as store, store.reading(act("show")):
                pass

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    with place.open() as store:
        assert store.history.seq == 3 + 4 * 5 * 2
        assert store.history.open == {}


def test_no_line_that_a_later_reading_refuses_gets_in(place: Place) -> None:
    before = place.log.read_bytes()
    with place.open() as store:
        for wrong in (act("two words"), act(reason="geïmproviseerd")):
            with pytest.raises((IntegrityError, ValueError)), store.begin(wrong, None):
                pass
    assert place.log.read_bytes() == before


# --- with stock ssh-keygen, jq and sha256sum ---------------------------------------------------


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Place, Path]:
    """A vault with real signatures, and its officer's key."""
    place, key = Place(tmp_path / "signed"), tmp_path / "uit-1.sign"
    public = signing.generate(key)
    place.root.mkdir(parents=True)
    with (
        place.open(verify=verify_signature) as store,
        store.begin(act("init"), lambda data: signing.sign(data, key, "pgaref-log")) as transaction,
    ):
        transaction.signers["uit-1"] = public
        transaction.put("vault.json", b"vault\n", bound=True)
        transaction.commit()
    return place, key


def test_real_signatures_are_verified_by_one_who_remembers_nothing(
    signed: tuple[Place, Path],
) -> None:
    place, _ = signed
    with place.open(verify=verify_signature, state="elsewhere", exclusive=False) as store:
        assert store.bound("vault.json") == b"vault\n"


def test_a_real_signature_over_another_line_is_found(signed: tuple[Place, Path]) -> None:
    place, _ = signed
    lines = place.lines()
    lines[1]["host"] = "elders"
    place.rewrite(lines[:2])
    with (
        pytest.raises(IntegrityError, match="line 2: wrong signature"),
        place.open(verify=verify_signature, state="elsewhere"),
    ):
        pass


def test_a_key_that_was_not_admitted_signs_nothing(
    signed: tuple[Place, Path], tmp_path: Path
) -> None:
    place, _ = signed
    other = tmp_path / "other.sign"
    signing.generate(other)
    before = place.files()

    def attempt() -> None:
        with (
            place.open(verify=verify_signature) as store,
            store.begin(
                act(), partial(signing.sign, key=other, namespace="pgaref-log")
            ) as transaction,
        ):
            transaction.put("vault.json", b"other\n")
            transaction.commit()

    with pytest.raises(KeyUnavailableError, match="wrong signature"):
        attempt()
    assert place.files() == before
    assert [line.get("reason") for line in place.lines()[3:]] == [None, "no-key"]


AUDIT = r"""
set -eu
printf 'pgaref log 1\nvault %s\n' "$VAULT" | sha256sum | cut -d' ' -f1 > head
while IFS= read -r line; do
    printf '%s' "$line" | jq -cS . | cmp -s - <(printf '%s\n' "$line")
    test "$(printf '%s' "$line" | jq -r .prev)" = "$(cat head)"
    printf '%s\n' "$line" | sha256sum | cut -d' ' -f1 > head
    if test "$(printf '%s' "$line" | jq -r .phase)" = commit; then
        printf '%s' "$line" | jq -r '.signers // {} | to_entries[]
            | "\(.key) namespaces=\"pgaref-log\" \(.value)"' >> signers
        { echo '-----BEGIN SSH SIGNATURE-----'
          printf '%s' "$line" | jq -r '.sig[]'
          echo '-----END SSH SIGNATURE-----'; } > sig
        printf '%s' "$line" | jq -cS 'del(.sig)' | ssh-keygen -Y verify -q -f signers \
            -I "$(printf '%s' "$line" | jq -r .actor)" -n pgaref-log -s sig
    fi
done < "$LOG"
"""


def test_an_auditor_needs_jq_sha256sum_and_ssh_keygen_only(
    signed: tuple[Place, Path], tmp_path: Path
) -> None:
    place, _ = signed
    audit = tmp_path / "audit"
    audit.mkdir()

    def verdict() -> int:
        (audit / "signers").write_bytes(b"")
        variables = {"LOG": str(place.log), "VAULT": VAULT, "PATH": os.environ["PATH"]}
        return subprocess.run(
            ["bash", "-c", AUDIT], cwd=audit, env=variables, capture_output=True, check=False
        ).returncode

    assert verdict() == 0
    with place.open(verify=verify_signature) as store:
        assert (audit / "head").read_text().strip() == store.history.head
    lines = [json.loads(line) for line in place.log.read_bytes().splitlines()]
    lines[1]["host"] = "elders"
    place.log.write_bytes(b"".join(map(canonical.encode, lines)))
    assert verdict() != 0
