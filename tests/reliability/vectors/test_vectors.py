# SPDX-License-Identifier: EUPL-1.2
"""Every public test vector of age is read as it expects, or not opened for a reason given here."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from tests.reliability.vectors.reading import (
    ARMORED,
    FOLDER,
    HYBRID,
    OPENED,
    PASSPHRASE,
    Vector,
    said_of,
    vectors,
)

ALL = [*vectors()]
# SHA-256 over the files, name and bytes, in their order: they are as they were published.
PUBLISHED = "8833c18ff4e8cf84f42daeca88a3f540df45c31901640503e2a161278e40f2df"


@pytest.mark.parametrize("vector", ALL, ids=[vector.name for vector in ALL])
def test_a_vector_is_read_as_it_expects_or_not_opened(vector: Vector) -> None:
    said = said_of(vector)
    if vector.deviation:
        assert said != OPENED
    else:
        assert said == vector.expected


def test_what_is_read_otherwise_is_so_on_purpose() -> None:
    otherwise = [vector for vector in ALL if said_of(vector) != vector.expected]
    assert Counter(vector.deviation for vector in otherwise) == {
        ARMORED: 8,
        PASSPHRASE: 4,
        HYBRID: 12,
    }


def test_the_vectors_are_those_that_were_published() -> None:
    sum_ = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        sum_.update(path.name.encode() + b"\0" + path.read_bytes())
    assert sum_.hexdigest() == PUBLISHED
