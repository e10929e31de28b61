# SPDX-License-Identifier: EUPL-1.2
"""A sample of `make together`; what --wait and exit code 14 promise; readers of a dead writer."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.cli.small import Case
from tests.cli.world import sample
from tests.reliability.hostile.trying import prepared
from tests.reliability.together.work import (
    LOCKED,
    TogetherError,
    give,
    planned,
    require_nothing_lost,
    work_together,
)
from tests.storage.faults import killed_at

READERS = ("list", "show", "find", "check", "log verify")
WRITERS = ("intake", "action")


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Case, Callable[[], None]]]:
    with prepared() as (case, _, back):
        yield case, back


@pytest.fixture
def case(place: tuple[Case, Callable[[], None]]) -> Iterator[Case]:
    made, back = place
    planned(made)
    yield made
    back()


@contextmanager
def held(case: Case, kind: int) -> Iterator[None]:
    """Somebody else's command on the vault: `flock vault/lock` does as much."""
    with case.path("lock").open("rb") as lock:
        fcntl.flock(lock, kind)
        yield


@pytest.mark.artikel("15.1")
def test_nothing_is_lost_where_many_work_at_once_and_some_are_killed(case: Case) -> None:
    done = work_together(case, users=4, seconds=5, seed=1)
    assert {one.exit_code for one in done} >= {0}
    require_nothing_lost(case, done)


@pytest.mark.artikel("15.1")
def test_without_waiting_a_writer_says_that_the_vault_is_locked_and_changes_nothing(
    case: Case,
) -> None:
    before = case.world.files(log=True)
    for kind, names in ((fcntl.LOCK_SH, WRITERS), (fcntl.LOCK_EX, WRITERS + READERS)):
        with held(case, kind):
            for name in names:
                done = give(case, name, wait="0")
                assert (done.exit_code, done.stdout) == (LOCKED, ""), name
                assert done.stderr == (
                    "pgaref: error: another command holds the vault\n"
                    "hint: try again, or give --wait SECONDS\n"
                )
    assert case.world.files(log=True) == before


def test_readers_do_not_wait_for_each_other(case: Case) -> None:
    with held(case, fcntl.LOCK_SH):
        assert {give(case, name, wait="0").exit_code for name in READERS} == {0}


def test_who_waits_gets_the_lock_in_time_or_says_so_after_it(case: Case) -> None:
    started = time.monotonic()
    with held(case, fcntl.LOCK_EX):
        assert give(case, "action", wait="1").exit_code == LOCKED
    assert time.monotonic() - started > 1
    assert give(case, "action", wait="1").exit_code == 0


@pytest.mark.artikel("15.1")
def test_a_reader_after_a_writer_that_died_sees_all_of_its_work_or_nothing(case: Case) -> None:
    content = sample("actie", op="2027-04-15")
    for name, nth in zip(READERS, range(3, 18, 3), strict=True):
        before = give(case, "show").stdout
        assert killed_at(nth, lambda: case.world.do("action", case.casus, content=content))
        assert give(case, name).exit_code == 0
        after = give(case, "show").stdout
        assert after.count("actie") - before.count("actie") in (0, 1)
        assert case.findings("--decrypt") == {}


def test_a_lost_record_is_found_out(case: Case) -> None:
    done = [give(case, "intake"), give(case, "action")]
    require_nothing_lost(case, done)
    (path,) = case.vault.glob(f"dossiers/*/{done[0].stdout.split()[0].partition('/')[0]}/card.json")
    path.unlink()
    with pytest.raises(TogetherError):
        require_nothing_lost(case, done)
