# SPDX-License-Identifier: EUPL-1.2
"""A transaction happens whole or not at all, and the log says which."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from pgaref.errors import (
    InputError,
    IntegrityError,
    KeyUnavailableError,
    Refusal,
    RefusedError,
    UsageError,
    VaultLockedError,
)
from pgaref.storage.files.tree import Tree
from pgaref.storage.journal import FILE, Plan, Step, decode
from pgaref.storage.transaction import Act, Sign, Transaction
from tests.storage.vaults import CARD, PARTY, Place, act, signer

DOSSIER = "dossiers/weegploeg/WP-2M8TZR4H"
ARCHIVED = "archive/weegploeg/WP-2M8TZR4H"
SIGNAL = act()
BY_OFFICER = signer("uit-1")
WRAP = "keys/weegploeg/WP-2M8TZR4H/dossier/politie/pol-1.age"
PACKAGE = "outbox/politie/WP-2M8TZR4H-2.age"
CERTIFICATE = "certificates/WP-2M8TZR4H.json"
SHRED = act("shred")


def change(
    place: Place,
    body: Callable[[Transaction], object],
    subject: Act = SIGNAL,
    sign: Sign | None = BY_OFFICER,
) -> None:
    """One act: `body` plans, then it is committed."""
    with place.open() as store, store.begin(subject, sign) as transaction:
        body(transaction)
        transaction.commit()


def phases(place: Place) -> list[str]:
    """Of the lines after those of the founding."""
    return [str(line["phase"]) for line in place.lines()[3:]]


def unchanged(place: Place, before: dict[str, bytes]) -> bool:
    return place.files() == before and list((place.root / "journal").iterdir()) == []


def test_what_was_put_is_there_and_bound(place: Place) -> None:
    with place.open() as store:
        with store.begin(act("disclose"), signer("uit-1")) as transaction:
            transaction.put(CARD, b"card 2\n", bound=True)
            transaction.put(PACKAGE, b"package", bound=True)
            transaction.put("drafts/x.age", b"draft")
            transaction.commit()
            assert (transaction.op, transaction.commit_seq) == (4, 5)
        assert store.history.bindings[CARD].seq == 5
        assert store.bound(CARD) == b"card 2\n"
        assert store.bound(PACKAGE) == b"package"
        assert "drafts/x.age" not in store.history.bindings
    assert phases(place) == ["intent", "commit", "done"]
    assert list((place.root / "journal").iterdir()) == []


def test_all_it_makes_is_the_owners_only(place: Place) -> None:
    for path in place.root.rglob("*"):
        assert stat.S_IMODE(path.lstat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_what_the_log_binds_stays_bound(place: Place) -> None:
    change(place, lambda transaction: transaction.put(CARD, b"card 2\n"))
    with place.open() as store:
        assert store.bound(CARD) == b"card 2\n"

    def shred(transaction: Transaction) -> None:
        transaction.remove(CARD)
        transaction.put(CERTIFICATE, b"gone", bound=True)

    change(place, shred, SHRED)
    with place.open() as store:
        assert CARD not in store.history.bindings


@pytest.mark.parametrize("data", [b"forged", None])
def test_a_bound_file_that_changed_or_went_is_not_believed(
    place: Place, data: bytes | None
) -> None:
    (place.root / PARTY).unlink()
    if data is not None:
        (place.root / PARTY).write_bytes(data)
    with place.open() as store:
        assert store.bound("vault.json") == b"vault\n"
        for path in (PARTY, "not/in/the/log"):
            with pytest.raises(IntegrityError, match=path):
                store.bound(path)


def test_a_folder_appears_with_all_that_is_in_it(place: Place) -> None:
    files = {"card.json": b"card", "dossier/0001.age": b"1", "a/b/c.age": b"c"}
    change(
        place,
        lambda transaction: transaction.folder(
            "dossiers/casusoverleg/CO-4PWE81SJ", files, bound=["card.json"]
        ),
    )
    made = place.root / "dossiers/casusoverleg/CO-4PWE81SJ"
    assert {
        path.relative_to(made).as_posix(): path.read_bytes()
        for path in made.rglob("*")
        if path.is_file()
    } == files


def test_a_folder_goes_with_all_that_is_in_it(place: Place) -> None:
    def body(transaction: Transaction) -> None:
        transaction.remove_folder("keys/weegploeg/WP-2M8TZR4H")
        transaction.remove(CARD, bound=True)
        transaction.remove_folder(DOSSIER)
        transaction.remove_folder("drafts/never/was")
        transaction.put(CERTIFICATE, b"gone", bound=True)

    change(place, body, SHRED)
    assert sorted(place.files()) == [
        "certificates/",
        CERTIFICATE,
        "dossiers/",
        "dossiers/weegploeg/",
        "keys/",
        "keys/weegploeg/",
        "parties/",
        PARTY,
        "vault.json",
    ]
    with place.open() as store:
        assert sorted(store.history.bindings) == [CERTIFICATE, PARTY, "vault.json"]


def test_steps_are_taken_in_the_order_of_the_calls(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    for name in ("rename", "remove", "remove_folder"):
        real = getattr(Tree, name)

        def note(tree: Tree, *paths: str, real: Callable[..., None] = real) -> None:
            taken.append(paths[-1])
            real(tree, *paths)

        monkeypatch.setattr(Tree, name, note)

    def body(transaction: Transaction) -> None:
        transaction.remove(WRAP)
        transaction.put("z", b"z")
        transaction.remove_folder(DOSSIER)
        transaction.put("a", b"a")
        transaction.put(CERTIFICATE, b"gone", bound=True)

    change(place, body, SHRED)
    steps = [path for path in taken if not path.startswith(("journal/", ".new-", "3f1c0d2e"))]
    assert steps == [
        WRAP,
        "z",
        f"{DOSSIER}/beperkt/0002.age",
        CARD,
        f"{DOSSIER}/dossier/0001.age",
        f"{DOSSIER}/dossier",
        f"{DOSSIER}/beperkt",
        DOSSIER,
        "a",
        CERTIFICATE,
    ]


def test_the_archive_may_lie_elsewhere(place: Place, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with place.open(archive=disk) as store, store.begin(act("archive"), signer("uit-1")) as moved:
        moved.folder(ARCHIVED, {"card.json": b"c"}, bound=["card.json"])
        moved.remove_folder(DOSSIER)
        moved.commit()
    assert (disk / "weegploeg/WP-2M8TZR4H/card.json").read_bytes() == b"c"
    assert not (place.root / "archive").exists()
    with pytest.raises(IntegrityError), place.open(archive=tmp_path / "unplugged"):
        pass


def test_without_commit_nothing_changes_and_the_log_says_done(place: Place) -> None:
    before = place.files()
    with place.open() as store, store.begin(act(), signer("uit-1")) as transaction:
        transaction.put(CARD, b"card 2\n")
        transaction.remove_folder("keys")
    assert unchanged(place, before)
    assert phases(place) == ["intent", "done"]


ENDINGS = [
    (
        RefusedError(Refusal("x", "10.5", "no-consent"), Refusal("y", "6.b", "ground")),
        "refused",
        "no-consent",
        "10.5",
    ),
    (RefusedError(Refusal("x")), "refused", "refused", None),
    (IntegrityError("x"), "failed", "integrity", "7.1"),
    (KeyUnavailableError("x"), "failed", "no-key", "7.1"),
    (InputError("x"), "failed", "input", "7.1"),
    (KeyboardInterrupt(), "failed", "interrupted", "7.1"),
    (UsageError("x"), "failed", "failed", "7.1"),
    (ZeroDivisionError(), "failed", "failed", "7.1"),
]


@pytest.mark.parametrize(("error", "phase", "reason", "article"), ENDINGS)
@pytest.mark.parametrize("kind", ["change", "reading"])
def test_an_act_that_is_cut_short_is_told_in_a_code(
    place: Place, kind: str, error: BaseException, phase: str, reason: str, article: str | None
) -> None:
    before = place.files()
    subject = act(article="7.1", dossier="WP-2M8TZR4H")

    def read() -> None:
        with place.open(exclusive=False) as store, store.reading(subject):
            raise error

    def stop(transaction: Transaction) -> None:
        transaction.put(CARD, b"card 2\n")
        raise error

    with pytest.raises(type(error)) as caught:
        read() if kind == "reading" else change(place, stop, subject)
    assert caught.value is error
    assert unchanged(place, before)
    intent, end = place.lines()[3:]
    assert intent["phase"] == "intent"
    assert (end["phase"], end["reason"], end.get("article")) == (phase, reason, article)
    assert end["dossier"] == "WP-2M8TZR4H"


def test_an_error_after_the_commit_undoes_nothing(place: Place) -> None:
    def stop(transaction: Transaction) -> None:
        transaction.put(CARD, b"card 2\n")
        transaction.commit()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change(place, stop)
    assert (place.root / CARD).read_bytes() == b"card 2\n"
    assert phases(place) == ["intent", "commit", "done"]


def test_what_was_read_stands_on_the_last_line(place: Place) -> None:
    with place.open(exclusive=False) as store:
        with store.reading(act("show", purpose="weegploeg")) as reading:
            reading.records = ("WP-2M8TZR4H/1", "WP-2M8TZR4H/2")
        known = Act("show", "pol-1", "politie", "h", "t", records=("WP-2M8TZR4H/1",))
        with store.reading(known):
            pass
    records = [line.get("records") for line in place.lines()[3:]]
    assert records == [None, ["WP-2M8TZR4H/1", "WP-2M8TZR4H/2"], *[["WP-2M8TZR4H/1"]] * 2]


@pytest.mark.artikel("15.2.e")
def test_what_was_opened_stands_on_the_last_line_whatever_came_of_it(place: Place) -> None:
    """Of an act that changed nothing, was refused, or failed; and nothing that it would make."""
    opened = ["WP-2M8TZR4H/1", "WP-2M8TZR4H/2", "WP-2M8TZR4H/1"]
    with place.open() as store:
        for error in (None, RefusedError(Refusal("x")), InputError("x")):
            caught = contextlib.suppress(RefusedError, InputError)
            with caught, store.begin(SIGNAL, BY_OFFICER) as transaction:
                transaction.opened += opened
                transaction.records.append("WP-2M8TZR4H/9")
                if error:
                    raise error
        with contextlib.suppress(RefusedError), store.reading(act("show")) as reading:
            reading.records = ("WP-2M8TZR4H/3",)
            reading.opened += opened
            raise RefusedError(Refusal("x"))
        with store.reading(act("show")) as reading:
            reading.records = ("WP-2M8TZR4H/2",)
            reading.opened += opened
    ends = [line for line in place.lines()[3:] if line["phase"] != "intent"]
    assert [line["phase"] for line in ends] == ["done", "refused", "failed", "refused", "done"]
    read = ["WP-2M8TZR4H/1", "WP-2M8TZR4H/2"]
    assert [line["records"] for line in ends] == [*[read] * 4, [*reversed(read)]]


@pytest.mark.artikel("15.2.e")
def test_a_change_tells_what_it_made_and_then_what_it_opened(place: Place) -> None:
    def body(transaction: Transaction) -> None:
        transaction.put(CARD, b"card 2\n")
        transaction.opened.append("WP-2M8TZR4H/1")
        transaction.records.append("WP-2M8TZR4H/3")

    change(place, body)
    _, commit, done = place.lines()[3:]
    assert commit["records"] == done["records"] == ["WP-2M8TZR4H/3", "WP-2M8TZR4H/1"]


def test_a_reader_changes_nothing(place: Place) -> None:
    with (
        place.open(exclusive=False) as store,
        pytest.raises(ValueError, match="shared"),
        store.begin(act(), signer("uit-1")),
    ):
        pass
    assert phases(place) == []


def test_acts_do_not_nest(place: Place) -> None:
    with (
        place.open() as store,
        store.begin(act(), signer("uit-1")),
        pytest.raises(ValueError, match="one act"),
        store.reading(act("show")),
    ):
        pass
    assert phases(place) == ["intent", "done"]


def test_two_commands_at_once(place: Place) -> None:
    with place.open(exclusive=False):
        with place.open(exclusive=False):
            pass
        with pytest.raises(VaultLockedError), place.open():
            pass
    with place.open(), pytest.raises(VaultLockedError), place.open(exclusive=False):
        pass


def in_the_way(name: str) -> Callable[[Place], None]:
    """A stranger, planted while the transaction is being put together."""

    def plant(place: Place) -> None:
        path = place.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if name.endswith("/") else path.write_bytes(b"planted")

    return plant


OBSTACLES: dict[str, tuple[Callable[[Transaction], object], Callable[[Place], None]]] = {
    "a folder where a file comes": (
        lambda transaction: transaction.put("drafts/x", b"x"),
        in_the_way("drafts/x/"),
    ),
    "a folder where a file goes": (
        lambda transaction: transaction.remove("drafts/x"),
        in_the_way("drafts/x/"),
    ),
    "a file where a folder comes": (
        lambda transaction: transaction.folder("dossiers/x", {"a": b"a"}),
        in_the_way("dossiers/x"),
    ),
    "a folder where a folder comes": (
        lambda transaction: transaction.folder("dossiers/x", {"a": b"a"}),
        in_the_way("dossiers/x/"),
    ),
    "a file in a folder that goes": (
        lambda transaction: transaction.remove_folder(DOSSIER),
        in_the_way(f"{DOSSIER}/dossier/planted"),
    ),
    "a file where the parent of a file comes": (
        lambda transaction: transaction.put("drafts/x/y", b"x"),
        in_the_way("drafts"),
    ),
}


@pytest.mark.parametrize(("body", "plant"), OBSTACLES.values(), ids=OBSTACLES.keys())
def test_what_stands_in_the_way_is_found_before_the_commit(
    place: Place, body: Callable[[Transaction], object], plant: Callable[[Place], None]
) -> None:
    seen: list[dict[str, bytes]] = []

    def surprised(transaction: Transaction) -> None:
        transaction.put("parties/new.yaml", b"new")
        body(transaction)
        plant(place)
        seen.append(place.files())

    with pytest.raises(IntegrityError):
        change(place, surprised)
    before = seen[0]
    assert unchanged(place, before)
    assert phases(place) == ["intent", "failed"]


def test_a_stranger_in_a_folder_that_goes_is_not_removed(place: Place) -> None:
    (place.root / DOSSIER / "link").symlink_to("/etc")
    with pytest.raises(IntegrityError, match="neither file nor folder"):
        change(place, lambda transaction: transaction.remove_folder(DOSSIER))
    assert (place.root / CARD).exists()


MISTAKES: list[Callable[[Transaction], object]] = [
    lambda transaction: transaction.put("drafts/x", b"again"),
    lambda transaction: transaction.remove("drafts/x"),
    lambda transaction: transaction.put("drafts/x/y", b"below a file"),
    lambda transaction: transaction.folder("dossiers/x", {}),
    lambda transaction: transaction.folder("dossiers/x", {"a": b"a"}, bound=["b"]),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_name_is_planned_once(place: Place, mistake: Callable[[Transaction], object]) -> None:
    def twice(transaction: Transaction) -> None:
        transaction.put("drafts/x", b"x")
        mistake(transaction)

    with pytest.raises(ValueError, match=r"planned already|holds files"):
        change(place, twice)


@pytest.mark.parametrize("sign", [None, signer("mal-1")])
def test_an_officers_act_without_the_officers_key_leaves_nothing(
    place: Place, sign: Sign | None
) -> None:
    before = place.files()
    with pytest.raises(KeyUnavailableError):
        change(place, lambda transaction: transaction.put("drafts/x/y", b"x"), sign=sign)
    assert unchanged(place, before)
    assert [line.get("reason") for line in place.lines()[3:]] == [None, "no-key"]


def test_the_scheduler_archives_and_destroys_unsigned_and_no_more(place: Place) -> None:
    def as_scheduler(action: str, body: Callable[[Transaction], object]) -> None:
        change(place, body, act(action, actor="scheduler"), sign=None)

    before = place.files()
    with pytest.raises(KeyUnavailableError):
        as_scheduler("archive", lambda transaction: transaction.put(PARTY, b"forged"))
    with pytest.raises(KeyUnavailableError):
        as_scheduler("intake", lambda transaction: transaction.put("drafts/x", b"x"))
    assert unchanged(place, before)

    def archive(transaction: Transaction) -> None:
        transaction.folder(ARCHIVED, {"card.json": b"c"}, bound=["card.json"])
        transaction.remove_folder(DOSSIER)

    def shred(transaction: Transaction) -> None:
        transaction.remove_folder(ARCHIVED)
        transaction.put(CERTIFICATE, b"gone", bound=True)

    as_scheduler("archive", archive)
    as_scheduler("shred", shred)
    with place.open(state="elsewhere") as store:
        assert sorted(store.history.bindings) == [CERTIFICATE, PARTY, "vault.json"]


@pytest.mark.parametrize("name", ["write", "extend", "rename", "sync", "make_folder", "remove"])
@pytest.mark.parametrize("nth", range(8))
def test_a_full_disk_at_any_call_is_whole_or_undone(
    place: Place, monkeypatch: pytest.MonkeyPatch, name: str, nth: int
) -> None:
    real, calls = getattr(Tree, name), iter(range(100))

    def full(tree: Tree, *arguments: object) -> object:
        if next(calls) == nth:
            raise OSError(28, "no space left on device")
        return real(tree, *arguments)

    def body(transaction: Transaction) -> None:
        transaction.put("drafts/new/x", b"x")
        transaction.folder("dossiers/new", {"a/b": b"a", "c": b"c"})
        transaction.put(CARD, b"card 2\n")
        transaction.remove_folder("keys/weegploeg/WP-2M8TZR4H")

    before = place.files()
    with monkeypatch.context() as patch:
        patch.setattr(Tree, name, full)
        with contextlib.suppress(OSError):
            change(place, body)
    with place.open() as store:
        with store.begin(act("check"), signer("uit-1")):
            pass
        assert store.history.open == {}
    whole = (place.root / CARD).read_bytes() == b"card 2\n"
    assert whole == ("commit" in phases(place))
    if not whole:
        assert unchanged(place, before)
    assert ".new-" not in " ".join(place.files())
    assert list((place.root / "journal").iterdir()) == []


def test_a_plan_holds_paths_and_digests_and_reads_back() -> None:
    plan = Plan(
        7, ("a",), (Step(FILE, "a/b", "0" * 64), Step("folder", "c", files={"d": "1" * 64}))
    )
    assert decode(plan.encode(), 7) == plan
    assert plan.staged("a/b") == "a/.new-7-b"
    for wrong in (plan.encode()[:-1], b"{}\n", plan.encode().replace(b'"op":7', b'"op":8')):
        with pytest.raises(ValueError, match=r"canonical JSON|plan|step"):
            decode(wrong, 7)


def test_nothing_is_held_open(place: Place) -> None:
    before = len(os.listdir("/proc/self/fd"))
    change(place, lambda transaction: transaction.put(CARD, b"card 2\n"))
    assert len(os.listdir("/proc/self/fd")) == before
