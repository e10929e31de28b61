# SPDX-License-Identifier: EUPL-1.2
"""A sample of `make adversary`, and that it would find what opens and may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pgaref.storage.dossier import DossierChange
from pgaref.storage.vault import Vault
from tests.reliability.adversary.holdings import confirmed
from tests.reliability.adversary.lawful import NCTV, RECLASSERING
from tests.reliability.adversary.machine import Adversary
from tests.reliability.adversary.play import UnlawfulError
from tests.reliability.adversary.playing import play


@pytest.fixture
def machine() -> Iterator[Adversary]:
    made = Adversary()
    made.start()
    yield made
    made.teardown()


@pytest.mark.artikel("8.4", "10.4", "13.2", "15.2.b")
def test_no_party_ever_opens_what_it_could_never_read() -> None:
    played = play((4, 1))
    assert played.unlawful == ""
    assert played.totals["lawful"] > 100


@pytest.mark.artikel("10.4", "10.5", "13.2")
def test_the_whole_way_with_everybody_watching(machine: Adversary) -> None:
    machine.join(0, NCTV)
    machine.disclose(0)
    machine.leave(0, RECLASSERING)
    machine.work(0, "action")
    machine.correct(0, 1, "verbetering")
    machine.officer_add("politie")
    machine.close(0)
    machine.archive(0, "CO")
    machine.archive(0, "WP")
    machine.reopen(0)
    machine.time_passes(400)
    done = {name for (name, code), often in machine.play.given.items() if code == 0 and often}
    assert done >= {"join", "disclose", "leave", "action", "correct", "close", "archive", "reopen"}
    machine.play.require_readable()


def test_the_model_opens_what_stock_age_opens(machine: Adversary, tmp_path: Path) -> None:
    machine.leave(0, RECLASSERING)
    files = dict(list(machine.play.copies.files.items())[::4])
    for held in machine.play.parties.values():
        assert confirmed(held, files, tmp_path) == len(files)


@pytest.mark.artikel("10.4")
def test_a_leaving_without_new_keys_is_found_out(
    machine: Adversary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DossierChange, "rekey", lambda *_: None)
    with pytest.raises(UnlawfulError, match="reclassering-nederland opens"):
        machine.leave(0, RECLASSERING)


@pytest.mark.artikel("13.2")
def test_an_archive_with_a_key_too_many_is_found_out(
    machine: Adversary, monkeypatch: pytest.MonkeyPatch
) -> None:
    holders = ("politie/pol-1", "gemeente-heerlen/hrl-1", "uitvoerder/uit-1")
    monkeypatch.setattr(Vault, "kernpartij_officers", lambda *_: frozenset(holders))
    machine.archive(0, "WP")
    with pytest.raises(UnlawfulError, match="uitvoerder opens"):
        machine.close(0)
