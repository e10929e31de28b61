# SPDX-License-Identifier: EUPL-1.2
"""Whose consent is asked, what it binds and what proves it: art. 8(2)(c), 10(5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant import consent
from pgaref.covenant.model import Package
from tests.covenant.examples import (
    HEERLEN,
    NCTV,
    OFFICERS,
    OM,
    POLITIE,
    RECLASSERING,
    VENLO,
    casusoverleg_card,
    circumstances,
    content,
    entry,
    register,
    said,
    weegploeg_card,
)

NOW, CARD, CASUSOVERLEG = circumstances(), casusoverleg_card(), register("casusoverleg")
WEEGPLOEG = register("weegploeg")
SIGNERS = ("pol-1", "om-1", "hrl-1", "rec-1")
ARMOR = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n"
Said = list[tuple[str, str]]
NO_CONSENT, UNKNOWN = ("10.5", "no-consent"), ("15.2.c", "unknown-officer")


def signed(**changes: Any) -> dict[str, Any]:
    """The sample with a signature for each consent."""
    disclosed = content("verstrekking", **changes)
    disclosed["toestemming"] = [
        {"handtekening": ARMOR, **given} for given in disclosed["toestemming"]
    ]
    return disclosed


def refusals(disclosed: dict[str, Any], *right: str) -> Said:
    verdicts = dict.fromkeys(right or SIGNERS, True)
    return said(consent.consent_refusals(NOW, CARD, CASUSOVERLEG, disclosed, verdicts))


@pytest.mark.artikel("10.5")
def test_every_covenant_party_on_the_dossier_consents_and_no_external_one() -> None:
    assert refusals(signed()) == []
    for party in (HEERLEN, OM, POLITIE, RECLASSERING):
        disclosed = signed()
        disclosed["toestemming"] = [c for c in disclosed["toestemming"] if c["partij"] != party]
        assert refusals(disclosed) == [NO_CONSENT]


@pytest.mark.artikel("10.5")
@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"functionaris": "om-1"}, [NO_CONSENT]),
        ({"functionaris": "pol-9"}, [UNKNOWN]),
        ({"functionaris": "pol-0"}, [("15.2.c", "not-in-office")]),
        ({"op": "2026-10-16"}, [("18.1", "future-date")]),
        ({"partij": "iemand"}, [NO_CONSENT] * 2),
    ],
)
def test_a_consent_is_given_by_an_officer_of_the_party(
    change: dict[str, str], refused: Said
) -> None:
    disclosed = signed()
    disclosed["toestemming"][0] |= change
    assert refusals(disclosed) == refused


@pytest.mark.artikel("10.5")
def test_who_has_a_signing_key_on_record_signs() -> None:
    disclosed = signed()
    del disclosed["toestemming"][0]["handtekening"]
    (refusal,) = consent.consent_refusals(
        NOW, CARD, CASUSOVERLEG, disclosed, dict.fromkeys(SIGNERS, True)
    )
    assert said([refusal]) == [("10.5", "no-signature")]
    assert refusal.message == "pol-1 has not signed"
    assert refusal.hint == (
        "pgaref disclose CO-00000000 FILE --consent-text >TEXT; "
        "ssh-keygen -Y sign -n pgaref-consent -f KEY TEXT; then --signature TEXT.sig"
    )


@pytest.mark.artikel("10.5")
@pytest.mark.parametrize("verdicts", [{}, {"pol-1": False}])
def test_a_signature_that_nobody_verified_or_that_is_wrong_is_refused(
    verdicts: dict[str, bool],
) -> None:
    right = dict.fromkeys(SIGNERS[1:], True)
    found = consent.consent_refusals(NOW, CARD, CASUSOVERLEG, signed(), {**right, **verdicts})
    assert said(found) == [("10.5", "bad-signature")]


@pytest.mark.artikel("10.5")
@pytest.mark.parametrize(("signature", "refused"), [({}, []), ({"handtekening": ARMOR}, 1)])
def test_who_has_no_signing_key_consents_by_name_and_day_alone(
    signature: dict[str, str], refused: Any
) -> None:
    disclosed = signed()
    given = {"partij": VENLO, "functionaris": "ven-1", "op": "2026-10-15"}
    disclosed["toestemming"].append({**given, **signature})
    assert refusals(disclosed) == ([("10.5", "unverifiable")] if refused else [])


@pytest.mark.artikel("8.2.c")
def test_for_a_melder_the_party_that_brought_the_signal_is_asked_on_the_dossier_or_not() -> None:
    card = weegploeg_card()
    for chosen, parties in {(4,): [POLITIE], (5,): [HEERLEN], (4, 5): [HEERLEN, POLITIE]}.items():
        disclosed = {"gegevens": [{"record": n, "velden": ["naam"]} for n in (*chosen, 99)]}
        assert consent.asked(NOW, card, WEEGPLOEG, disclosed) == parties
        left = replace(card, parties=("politie", "openbaar-ministerie"))
        assert consent.asked(NOW, left, WEEGPLOEG, disclosed) == parties
    disclosed = {"gegevens": [{"record": 4, "velden": ["naam"]}], "toestemming": []}
    found = consent.consent_refusals(NOW, card, WEEGPLOEG, disclosed, {})
    assert said(found) == [("8.2.c", "no-consent")]


@pytest.mark.artikel("10.5", "14.1")
def test_a_consent_binds_what_goes_to_whom_why_and_under_which_secrecy() -> None:
    disclosed = signed()
    text = consent.statement("v1", CARD, disclosed)
    assert text == {
        "toestemming": "verstrekking/1",
        "vault": "v1",
        "dossier": CARD.id,
        "eerdere_verstrekkingen": 0,
        "toestemming_van": [
            {"partij": party, "functionaris": officer, "op": "2026-10-15"}
            for party, officer in (
                (HEERLEN, "hrl-1"),
                (OM, "om-1"),
                (POLITIE, "pol-1"),
                (RECLASSERING, "rec-1"),
            )
        ],
        "gegevens": [
            {"record": 2, "digest": f"{2:064x}", "velden": ["waargenomen_op", "gedraging"]}
        ],
        **{
            name: disclosed[name]
            for name in disclosed
            if name not in ("schema", "gegevens", "toestemming")
        },
    }
    assert "geheimhouding" not in consent.statement("v1", CARD, signed(geheimhouding=None))


@pytest.mark.artikel("10.5")
@given(st.sampled_from(["aan", "grondslag", "gegevens", "soort_gegevens", "doel", "noodzaak"]))
def test_whatever_is_changed_the_text_is_another_and_the_signatures_are_not_in_it(
    field: str,
) -> None:
    disclosed = signed()
    text = consent.statement("v1", CARD, disclosed)
    gegevens = [{"record": 2, "velden": ["gedraging"]}]
    changed = {**disclosed, field: gegevens if field == "gegevens" else "iets anders"}
    assert consent.statement("v1", CARD, changed) != text
    unsigned = [
        {k: v for k, v in c.items() if k != "handtekening"} for c in disclosed["toestemming"]
    ]
    for consents in (unsigned, [*reversed(disclosed["toestemming"])]):
        assert consent.statement("v1", CARD, {**disclosed, "toestemming": consents}) == text
    assert consent.statement("v2", CARD, disclosed) != text
    assert consent.statement("v1", replace(CARD, id="CO-1"), disclosed) != text
    corrected = replace(CARD, records=(replace(entry(2, "signaal"), digest="f" * 64),))
    assert consent.statement("v1", corrected, disclosed) != text


@pytest.mark.artikel("10.5")
@given(
    st.integers(0, 3),
    st.sampled_from([{"op": "2026-10-14"}, {"functionaris": "pol-2"}, {"partij": VENLO}, None]),
)
def test_a_consent_is_bound_to_its_officer_and_day(
    place: int, change: dict[str, str] | None
) -> None:
    disclosed = signed()
    text = consent.statement("v1", CARD, disclosed)
    consents = [dict(each) for each in disclosed["toestemming"]]
    consents[place : place + 1] = [] if change is None else [consents[place] | change]
    assert consent.statement("v1", CARD, {**disclosed, "toestemming": consents}) != text


@pytest.mark.artikel("10.5")
def test_a_consent_to_one_disclosure_is_none_to_the_next_to_the_same_party() -> None:
    disclosed = signed()
    text = consent.statement("v1", CARD, disclosed)
    gone = Package(11, NCTV, "age1p", "0" * 64, {"nctv/nctv-1": "0" * 64})
    for package in (gone, replace(gone, keys={})):
        after = consent.statement("v1", replace(CARD, packages=(package,)), disclosed)
        assert after == {**text, "eerdere_verstrekkingen": 1}
    # What is filed meanwhile, or goes to another party, leaves the signatures whole.
    other = replace(CARD, packages=(replace(gone, party="riec-limburg"),))
    more = replace(other, records=(*CARD.records, entry(12, "verstrekking")))
    assert consent.statement("v1", more, disclosed) == text


def test_the_signing_officers_are_those_with_a_key() -> None:
    assert {o for o in SIGNERS if OFFICERS[o].signing_key} == {*SIGNERS}
