# SPDX-License-Identifier: EUPL-1.2
"""The targets of `make fuzz` on whole examples, on examples that were changed, and on any bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.errors import IntegrityError
from pgaref.storage import canonical, cards
from tests.reliability.fuzz import targets
from tests.reliability.fuzz.targets import TARGETS, examples

EXAMPLES = {target: examples(target) for target in TARGETS}
Edit = tuple[int, int, bytes]


@st.composite
def changed(draw: st.DrawFn, target: str) -> bytes:
    """An example in which some places were cut out, and something else put there."""
    data = draw(st.sampled_from(EXAMPLES[target]))
    put = st.one_of(
        st.binary(max_size=8), st.sampled_from((b"\n", b"-> ", b"{", b'"', b"&a", b"*a"))
    )
    edits = st.tuples(st.integers(0, len(data)), st.integers(0, 6), put)
    for place, length, text in draw(st.lists(edits, max_size=4)):
        data = data[:place] + text + data[place + length :]
    return data


@pytest.mark.parametrize("target", TARGETS)
def test_whole_examples_are_read(target: str) -> None:
    assert EXAMPLES[target]
    for data in EXAMPLES[target]:
        TARGETS[target](data)


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("target", TARGETS)
@given(data=st.data())
def test_what_was_changed_is_refused_as_it_must_be_or_read_to_the_same_bytes(
    target: str, data: st.DataObject
) -> None:
    TARGETS[target](data.draw(changed(target)))


@pytest.mark.artikel("15.1")
@pytest.mark.parametrize("target", TARGETS)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_refused_as_they_must_be(target: str, data: bytes) -> None:
    TARGETS[target](data)


def test_a_card_that_would_be_written_otherwise_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (data, *_) = EXAMPLES["card"]
    monkeypatch.setattr(cards, "encode", lambda card: b"{}\n")
    with pytest.raises(AssertionError):
        targets.card(data)
    with pytest.raises(IntegrityError):
        cards.decode(data[:-2], "card.json")


def test_a_card_with_more_than_a_card_has_is_none() -> None:
    (data, *_) = EXAMPLES["card"]
    with pytest.raises(IntegrityError):
        cards.decode(canonical.encode({**canonical.decode(data), "naam": "x"}), "card.json")
