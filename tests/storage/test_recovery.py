# SPDX-License-Identifier: EUPL-1.2
"""Killed at any call: the next command completes or undoes what was begun, and the log tells it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from pgaref.errors import IntegrityError
from pgaref.storage.files.tree import Tree
from pgaref.storage.journal import FILE, Plan, Step
from pgaref.storage.store import Store
from pgaref.storage.transaction import Transaction
from tests.storage.faults import killed_at
from tests.storage.vaults import CARD, PARTY, Place, act, signer

DOSSIER = "dossiers/weegploeg/WP-2M8TZR4H"
ARCHIVED = "archive/weegploeg/WP-2M8TZR4H"
WRAPS = "keys/weegploeg/WP-2M8TZR4H/dossier"
STAGED_WRAP = f"{WRAPS}/politie/.new-4-pol-1.age"


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed process gave to the kernel is not lost, unlike without power."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def everything(transaction: Transaction) -> None:
    """A transaction with every kind of step."""
    transaction.put(f"{WRAPS}/openbaar-ministerie/om-1.age", b"wrap")
    transaction.put(f"{WRAPS}/politie/pol-1.age", b"other wrap")
    transaction.folder(ARCHIVED, {"card.json": b"c", "dossier/0001.age": b"1"}, bound=["card.json"])
    transaction.remove(f"{DOSSIER}/dossier/0001.age")
    transaction.remove_folder(DOSSIER)
    transaction.commit()


def act_on(place: Place, body: Callable[[Transaction], object]) -> None:
    with place.open() as store, store.begin(act("archive"), signer("uit-1")) as transaction:
        body(transaction)


def look_in(place: Place) -> None:
    """The next command: recovers, and changes nothing of its own."""
    act_on(place, lambda transaction: None)


def check_whole_or_undone(place: Place, before: dict[str, bytes], after: dict[str, bytes]) -> bool:
    """Whether it was carried out; whatever else than whole or undone fails."""
    lines = [line for line in place.lines() if line["op"] == 4]
    phases = [line["phase"] for line in lines]
    whole = "commit" in phases
    assert place.files() == (after if whole else before)
    if whole:
        assert phases == ["intent", "commit", "done"]
    elif phases != ["intent", "done"]:  # killed before its own intent: the next command's
        assert phases == ["intent", "failed"]
        assert lines[-1]["reason"] == "interrupted"
    with place.open(state="a machine that remembers nothing") as store:
        assert store.history.open == {}
        for path in store.history.bindings:
            store.bound(path)
    assert list((place.root / "journal").iterdir()) == []
    return whole


@pytest.fixture
def after(place: Place, tmp_path: Path) -> dict[str, bytes]:
    """The files as the undisturbed transaction leaves them."""
    undisturbed = place.copy(tmp_path / "undisturbed")
    act_on(undisturbed, everything)
    return undisturbed.files()


@pytest.mark.parametrize("torn", [False, True])
def test_killed_at_any_call_of_a_transaction(
    place: Place, tmp_path: Path, after: dict[str, bytes], torn: bool
) -> None:
    before, outcomes = place.files(), []
    for nth in range(10_000):
        victim = place.copy(tmp_path / f"victim-{nth}")
        died = killed_at(nth, lambda: act_on(victim, everything), torn=torn)  # noqa: B023
        look_in(victim)
        outcomes.append(check_whole_or_undone(victim, before, after))
        shutil.rmtree(victim.base)
        if not died:
            break
    assert len(outcomes) > 30
    assert outcomes == sorted(outcomes)  # undone up to the commit point, whole from there on
    assert {True, False} == set(outcomes)


def test_killed_at_any_call_of_the_recovery(
    place: Place, tmp_path: Path, after: dict[str, bytes]
) -> None:
    before, tried = place.files(), 0
    for nth in range(0, 10_000, 4):  # every fourth: each is tried with all of its recovery
        victim = place.copy(tmp_path / f"victim-{nth}")
        died = killed_at(nth, lambda: act_on(victim, everything), torn=True)  # noqa: B023
        committed = b'"phase":"commit","plan"' in victim.log.read_bytes().rpartition(b'"op":4')[2]
        for second in range(10_000):
            again = victim.copy(tmp_path / f"again-{nth}-{second}")
            recovering = killed_at(second, lambda: look_in(again), torn=True)  # noqa: B023
            look_in(again)
            whole = check_whole_or_undone(again, before, after)
            assert whole or not committed
            shutil.rmtree(again.base)
            tried += 1
            if not recovering:
                break
        shutil.rmtree(victim.base)
        if not died:
            break
    assert tried > 100


def crashed(place: Place, phase: str) -> None:
    """Kill a transaction right after its `phase` line (intent: with everything staged)."""
    for nth in range(10_000):
        attempt = place.copy(place.base.with_name("attempt"))
        assert killed_at(nth, lambda: act_on(attempt, everything))  # noqa: B023
        staged = (attempt.root / "archive/weegploeg/.new-4-WP-2M8TZR4H/dossier/0001.age").exists()
        staged = staged and (attempt.root / STAGED_WRAP).exists()
        if staged and attempt.lines()[-1]["phase"] == phase:
            shutil.rmtree(place.base)
            attempt.base.rename(place.base)
            return
        shutil.rmtree(attempt.base)


def replace_by_link(path: Path, target: Path) -> None:
    path.unlink()
    path.symlink_to(target)


def damage(place: Place) -> dict[str, Callable[[], object]]:
    staged = place.root / "archive/weegploeg/.new-4-WP-2M8TZR4H"
    journal = place.root / "journal/4.json"
    wrap = place.root / STAGED_WRAP
    return {
        "a staged file missing": wrap.unlink,
        "a staged file changed": lambda: wrap.write_bytes(b"forged"),
        "a staged file replaced by a link": lambda: replace_by_link(wrap, place.root),
        "a file of a staged folder missing": (staged / "card.json").unlink,
        "a file of a staged folder changed": lambda: (staged / "card.json").write_bytes(b"forged"),
        "a file added to a staged folder": lambda: (staged / "planted").write_bytes(b"planted"),
        "a staged folder missing": lambda: shutil.rmtree(staged),
        "a folder in the way": (staged.parent / "WP-2M8TZR4H").mkdir,
        "a file added to a folder that goes": lambda: (place.root / DOSSIER / "new").write_bytes(
            b"x"
        ),
        "the plan missing": journal.unlink,
        "the plan changed": lambda: journal.write_bytes(
            Plan(4, (), (Step("remove", "vault.json"),)).encode()
        ),
        "the plan torn": lambda: journal.write_bytes(journal.read_bytes()[:-40]),
    }


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize("what", damage(Place(Path())).keys())
def test_what_was_committed_but_is_damaged_is_not_acted_upon(
    place: Place, what: str, exclusive: bool
) -> None:
    crashed(place, "commit")
    damage(place)[what]()
    before = snapshot(place)
    with pytest.raises(IntegrityError), place.open(exclusive=exclusive):
        pass
    assert snapshot(place) == before


def snapshot(place: Place) -> dict[str, bytes | str]:
    return {
        str(path): os.readlink(path) if path.is_symlink() else path.read_bytes()
        for path in place.root.rglob("*")
        if path.is_symlink() or path.is_file()
    }


UNCOMMITTED = [what for what in damage(Place(Path())) if " staged " in f" {what} "]


@pytest.mark.parametrize("what", UNCOMMITTED)
def test_what_was_staged_but_not_committed_goes_whatever_became_of_it(
    place: Place, what: str
) -> None:
    before = place.files()
    crashed(place, "intent")
    damage(place)[what]()
    look_in(place)
    assert place.files() == before
    assert place.lines()[4]["reason"] == "interrupted"


def test_a_reader_recovers_first(place: Place, after: dict[str, bytes]) -> None:
    crashed(place, "commit")
    with place.open(exclusive=False) as store:
        assert store.bound(f"{ARCHIVED}/card.json") == b"c"
        with store.reading(act("show", actor="pol-1")):
            pass
        with pytest.raises(ValueError, match="shared"), store.begin(act(), signer("uit-1")):
            pass
    assert check_whole_or_undone(place, {}, after)
    ends = [(line["op"], line["actor"], line.get("reason")) for line in place.lines()[5:]]
    assert ends == [(4, "pol-1", "recovered"), (7, "pol-1", None), (7, "pol-1", None)]


def test_who_found_the_interrupted_act_stands_on_its_last_line(place: Place) -> None:
    crashed(place, "intent")
    with place.open() as store, store.begin(act("sweep", actor="scheduler"), None):
        pass
    end = place.lines()[4]
    assert (end["op"], end["phase"], end["action"], end["actor"], end["reason"]) == (
        4,
        "failed",
        "archive",
        "scheduler",
        "interrupted",
    )


def test_one_who_recovers_and_does_nothing_leaves_the_rest_to_the_next(
    place: Place, after: dict[str, bytes]
) -> None:
    crashed(place, "commit")
    plan = {"journal/4.json": (place.root / "journal/4.json").read_bytes()}
    for _ in range(2):
        with place.open():
            assert place.files() == after | plan
    look_in(place)
    assert check_whole_or_undone(place, {}, after)


def test_a_reading_that_was_killed_gets_its_end_from_the_next_writer(place: Place) -> None:
    def read() -> None:
        with place.open(exclusive=False) as store, store.reading(act("show")):
            os.kill(os.getpid(), signal.SIGKILL)

    assert killed_at(10_000, read)
    with place.open(exclusive=False) as store:
        assert list(store.history.open) == [4]
        with store.reading(act("show")):
            pass
        assert list(store.history.open) == [4]
    look_in(place)
    assert place.lines()[6]["reason"] == "interrupted"


PLANTED = {
    "a plan of nobody": Plan(99, (), (Step("remove", PARTY), Step(FILE, CARD, "0" * 64))).encode(),
    "no plan": b"planted",
    "nothing": b"",
}


@pytest.mark.parametrize("data", PLANTED.values(), ids=PLANTED.keys())
@pytest.mark.parametrize("number", [1, 99])
def test_a_planted_plan_is_not_carried_out(place: Place, number: int, data: bytes) -> None:
    before = place.files()
    (place.root / "journal" / f"{number}.json").write_bytes(data)
    with place.open(exclusive=False):
        pass
    assert place.files() == before
    assert list((place.root / "journal").iterdir()) == []


def test_the_plan_of_an_act_that_is_done_is_not_carried_out_again(
    place: Place, tmp_path: Path
) -> None:
    plans: list[bytes] = []

    def note(store: Store) -> None:
        with store.begin(act(), signer("uit-1")) as transaction:
            transaction.remove("drafts/x")
            real = Tree.remove

            def keep(tree: Tree, path: str) -> None:
                if path == "journal/4.json":
                    plans.append(tree.read(path))
                real(tree, path)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Tree, "remove", keep)
                transaction.commit()

    with place.open() as store:
        note(store)
        with store.begin(act(), signer("uit-1")) as transaction:
            transaction.put("drafts/x", b"made later")
            transaction.commit()
    before = place.files()
    (place.root / "journal/4.json").write_bytes(plans[0])
    look_in(place)
    assert place.files() == before


def test_a_planted_plan_that_leaves_the_vault_reaches_nothing(place: Place) -> None:
    outside = place.base / "outside"
    outside.mkdir()
    (outside / ".new-99-x").write_bytes(b"kept")
    for path in ("../outside/x", str(outside / "x")):
        plan = Plan(99, (), (Step(FILE, path, "0" * 64),))
        (place.root / "journal/99.json").write_bytes(plan.encode())
        with pytest.raises(IntegrityError), place.open():
            pass
    assert (outside / ".new-99-x").read_bytes() == b"kept"


def test_a_founding_that_was_killed_can_be_done_again(tmp_path: Path) -> None:
    for nth in range(10_000):
        place = Place(tmp_path / f"place-{nth}")
        died = killed_at(nth, place.found)
        place.root.mkdir(exist_ok=True, parents=True)
        with place.open() as store:
            if not store.history.bindings:
                assert not (place.root / "vault.json").exists()
        if not died:
            break
