# SPDX-License-Identifier: EUPL-1.2
"""What quotes restricted data is found, however it is written: art. 6(b)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant import access
from pgaref.covenant.quoting import (
    RUN,
    Kept,
    free_texts,
    quotes,
    quotes_record,
    quoting_refusals,
    words,
)
from pgaref.covenant.signals import intake_refusals
from tests.covenant.examples import (
    KERN,
    PARTICIPANTS,
    circumstances,
    content,
    intake_signal,
    profile,
    register,
    said,
)

SIGNAL = content("signaal", melder=None)
KEPT = Kept("record 6", "6.b", SIGNAL)
QUOTED = SIGNAL["gedraging"]
WORD = st.text("abcdefgé", min_size=1, max_size=6)
TEXTS = st.lists(WORD, min_size=1, max_size=14)
MARKS = st.sampled_from([" ", "  ", ", ", "\n", "-", "; ", " ... "])


def refusals(text: str, *known: dict[str, Any], field: str = "motivering") -> list[tuple[str, str]]:
    return said(quoting_refusals({field: text}, [KEPT], known))


@pytest.mark.artikel("6")
def test_a_record_quotes_a_signal_by_its_words_and_not_by_the_laws_terms_for_its_ground() -> None:
    assert quotes_record({"x": "Kort.", "toelichting": [f"Gezien: {QUOTED}"]}, SIGNAL)
    for text in ("Kort.", "Een gesprek heeft plaatsgevonden.", *SIGNAL["onderbouwing"].values()):
        assert not quotes_record({"toelichting": text}, SIGNAL)
    assert not quotes_record({}, SIGNAL)


@pytest.mark.artikel("6.b")
@pytest.mark.parametrize(
    "text",
    [
        QUOTED,
        QUOTED.upper(),
        f"Er is gezien: {QUOTED} Dat telt mee.",
        "kocht; op 10 -- oktober, SAMEN!",
        "Kocht\nop 10 oktober\nsamen en meer",
        # Full-width letters are the same letters (Unicode NFKC).
        "\uff4b\uff4f\uff43\uff48\uff54 op 10 oktober samen",
        # A whole short field.
        "Dit raakt de Veiligheid van ambtenaren.",
    ],
)
def test_a_quotation_is_found_whatever_its_case_and_punctuation(text: str) -> None:
    assert refusals(text) == [("6.b", "restricted")]


@pytest.mark.artikel("6.b")
@pytest.mark.parametrize(
    "text",
    [
        "Kocht op 10 oktober een fiets",
        "Op 10 oktober samen",
        "2026-10-10",
        "wpg-18-2",
        "veiligheid van alle ambtenaren",
        "samen",
    ],
)
def test_fewer_words_and_codes_are_no_quotation(text: str) -> None:
    assert refusals(text) == []


@pytest.mark.artikel("6.b")
def test_a_refusal_names_field_and_record_and_never_what_is_quoted() -> None:
    (refusal,) = quoting_refusals({"oordelen": [{"motivering": QUOTED}]}, [KEPT, KEPT])
    assert refusal.message == ("field oordelen[0].motivering quotes record 6, which is restricted")
    assert refusal.hint == "say it without those words, or file it where it rests on record 6"


@pytest.mark.artikel("6.b")
def test_what_the_readers_have_already_is_no_quotation() -> None:
    assert refusals(QUOTED, {"gedraging": QUOTED}) == []
    assert refusals(QUOTED, {"gedraging": "Kocht op 10 oktober samen"}) != []


@pytest.mark.artikel("6.b")
def test_the_same_legal_statement_may_be_made_again() -> None:
    stated = {"onderbouwing": SIGNAL["onderbouwing"]}
    assert said(quoting_refusals(stated, [KEPT])) == []
    moved = {"onderbouwing": {"doel": QUOTED}}
    assert said(quoting_refusals(moved, [KEPT])) == [("6.b", "restricted")]


def test_the_public_name_of_a_party_is_nobody_s_words() -> None:
    copied = {"partij": {"naam": "Het Openbaar Ministerie"}, "gevraagd_aan": ["a b", 1, True]}
    assert free_texts(copied) == {"gevraagd_aan[0]": ("a", "b")}


@pytest.mark.artikel("6.b")
@given(TEXTS, TEXTS, TEXTS, st.data())
def test_every_run_is_found_wherever_it_stands(
    before: list[str], kept: list[str], after: list[str], data: st.DataObject
) -> None:
    """Any part of a restricted text that is long enough is a quotation, between any words."""
    if len(kept) < 3:
        return
    length = data.draw(st.integers(min(RUN, len(kept)), len(kept)))
    start = data.draw(st.integers(0, len(kept) - length))
    parts = [*before, *kept[start : start + length], *after]
    text = "".join(word + data.draw(MARKS) for word in parts)
    assert quotes(words(text), words(" ".join(kept)))


@given(TEXTS, TEXTS)
def test_texts_without_a_common_word_quote_nothing(one: list[str], other: list[str]) -> None:
    apart = tuple(f"x{word}" for word in one)
    assert not quotes(apart, tuple(other))


@given(TEXTS, TEXTS)
def test_nothing_that_is_known_is_a_quotation(one: list[str], other: list[str]) -> None:
    assert not quotes(tuple(one), tuple(other), [tuple(one)])


@pytest.mark.artikel("6.b")
@pytest.mark.parametrize(
    ("name", "parties", "section", "hidden", "known"),
    [
        ("weegploeg", KERN, "dossier", ("beperkt-om", "beperkt"), ("dossier",)),
        ("weegploeg", KERN, "beperkt-om", ("beperkt",), ("dossier", "beperkt-om")),
        ("weegploeg", KERN, "beperkt", (), ("dossier", "beperkt")),
        ("weegploeg", KERN, "melder-politie", ("beperkt-om", "beperkt"), ()),
        (
            "casusoverleg",
            PARTICIPANTS,
            "plan",
            ("beperkt-om", "beperkt"),
            ("plan",),
        ),
        (
            "casusoverleg",
            PARTICIPANTS,
            "dossier",
            ("beperkt-om", "beperkt"),
            ("dossier", "netwerk", "voortgang", "plan"),
        ),
        (
            "casusoverleg",
            PARTICIPANTS,
            "beperkt",
            (),
            ("dossier", "netwerk", "voortgang", "plan", "beperkt"),
        ),
    ],
)
def test_what_a_section_s_readers_may_not_all_read_is_hidden_from_it(
    name: str, parties: tuple[str, ...], section: str, hidden: tuple[str, ...], known: Any
) -> None:
    args = (profile(), register(name), parties, section)
    assert access.hidden_from(*args) == hidden
    assert access.known_in(*args) == known


def brought(*changes: dict[str, Any]) -> list[tuple[str, str]]:
    """What an intake of police signals, each with its changes, is refused for."""
    signals = [intake_signal(0, **change) for change in changes]
    taken = content("intake", signalen=signals)
    return said(intake_refusals(circumstances(), register("weegploeg"), taken))


RESTRICTED = {
    "grondslag": ["wpg-18-2"],
    "gegevens": "wpg-9",
    "gedraging": "Huurde vorige week een witte bestelbus.",
}


@pytest.mark.artikel("6.b", "8.2.b", "8.2.c")
def test_no_signal_of_an_intake_quotes_a_restricted_one_beside_it() -> None:
    assert brought({}, RESTRICTED) == []
    quoting = {"gedraging": "Men zegt: huurde vorige week een witte bestelbus."}
    assert brought(quoting, RESTRICTED) == [("6.b", "restricted")]
    assert brought(RESTRICTED, quoting) == [("6.b", "restricted")]
    # Who reported both is no quotation of the restricted one.
    assert brought(RESTRICTED, {**RESTRICTED, "grondslag": ["wpg-18-2", "wpg-16-1"]}) == [
        ("6.b", "restricted")
    ]
