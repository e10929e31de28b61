# SPDX-License-Identifier: EUPL-1.2
"""What the schemas of the vault's own files say is what storage reads and writes."""

from __future__ import annotations

import pytest

from pgaref.covenant.identifiers import parse_address
from pgaref.storage import (
    canonical,
    cards,
    certificates,
    journal,
    parties,
    records,
    vault,
    yamltext,
)
from pgaref.storage.logbook import base, line
from pgaref.storage.logbook.history import History
from tests.schemas.samples import samples

SAMPLES = samples()


@pytest.mark.parametrize("place", range(len(SAMPLES["card"])))
def test_a_card(place: int) -> None:
    data = canonical.encode(SAMPLES["card"][place])
    assert cards.encode(cards.decode(data, "card.json")) == data


@pytest.mark.parametrize("place", range(len(SAMPLES["log"])))
def test_a_log_line(place: int) -> None:
    assert line.parse(canonical.encode(SAMPLES["log"][place]), 1) == SAMPLES["log"][place]


def test_the_plan_in_the_journal() -> None:
    (sample,) = SAMPLES["journal"]
    data = canonical.encode(sample)
    assert journal.decode(data, sample["op"]).encode() == data


@pytest.mark.artikel("15.2.e")
def test_where_a_log_begins() -> None:
    (sample,) = SAMPLES["base"]
    read = base.Base(sample["year"], "", sample)
    history = History(sample["vault"])
    base.resume(history, read)
    assert canonical.decode(base.encode(history, sample["year"])) == sample


def test_the_settings_of_a_vault() -> None:
    (sample,) = SAMPLES["vault"]
    read = vault.read_settings(canonical.encode(sample))
    assert (read.id, read.archive, read.created) == tuple(
        sample[name] for name in ("id", "archive", "created")
    )
    assert {"keys_days": read.keys_days, "rest_days": read.rest_days} == sample["backup"]


def test_a_certificate() -> None:
    (sample,) = SAMPLES["certificate"]
    assert certificates.decode(canonical.encode(sample), "certificate") == sample
    assert sample["method"] == certificates.METHOD


@pytest.mark.artikel("15.2.c")
def test_a_party_file_and_the_roster() -> None:
    (party,) = SAMPLES["partij"]
    data = yamltext.dump(party)
    assert yamltext.parse(parties.encode(parties.decode(data, "x")), "x").value == party
    (roster,) = SAMPLES["roster"]
    names = parties.decode_roster(yamltext.dump(roster), "x")
    assert yamltext.parse(parties.encode_roster(names), "x").value == roster


def test_the_envelope_of_a_record() -> None:
    (sample,) = SAMPLES["envelope"]
    address = parse_address(sample["record"])
    assert address is not None
    where = ("x", sample["vault"], address, sample["section"])
    read = records.decode(yamltext.dump(sample), *where)
    written = records.encode(read, sample["vault"], bytes.fromhex(sample["salt"]))
    assert yamltext.parse(written, "x").value == sample
