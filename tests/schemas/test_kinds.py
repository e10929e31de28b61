# SPDX-License-Identifier: EUPL-1.2
"""What single kinds ask: which fields go together, and what may never be in one."""

from __future__ import annotations

import pytest

from tests.schemas.mutations import without
from tests.schemas.samples import problems, samples, schemas

SCHEMAS = schemas()
SAMPLES = samples()


@pytest.mark.artikel("8.2.d")
@pytest.mark.parametrize("judgement", [0, 1, 8, 0.8, "8", "0.8", "hoog", "Voldaan", True, None, []])
def test_a_judgement_is_one_of_three_words(judgement: object) -> None:
    weighing = SAMPLES["weging"][0]
    first, *rest = weighing["oordelen"]
    assert problems("weging", {**weighing, "oordelen": [{**first, "oordeel": judgement}, *rest]})


@pytest.mark.artikel("8.2.a", "10.2.a")
@pytest.mark.parametrize(
    "field",
    [
        "bsn",
        "geboortedatum",
        "geboorteplaats",
        "nationaliteit",
        "geloof",
        "afkomst",
        "score",
        "e-mail",
    ],
)
def test_of_a_person_only_name_and_address_are_kept(field: str) -> None:
    intake = SAMPLES["intake"][0]
    assert problems("intake", {**intake, "subject": {**intake["subject"], field: "onbekend"}})
    for kind in ("subject", "betrokkene", "melder", "signaal"):
        assert problems(kind, {**SAMPLES[kind][0], field: "onbekend"})


@pytest.mark.artikel("7.4", "8.5")
@pytest.mark.parametrize("field", ["betrekken", "over_te_dragen"])
def test_only_agenderen_names_participants_and_hands_over(field: str) -> None:
    agenderen, niet, nadere, *_ = SAMPLES["besluit"]
    assert problems("besluit", without(agenderen, field))
    assert problems("besluit", {**niet, field: agenderen[field]})
    assert problems("besluit", {**nadere, field: agenderen[field]})


@pytest.mark.artikel("13.3")
def test_only_niet_agenderen_sets_an_earlier_end() -> None:
    agenderen, niet, nadere, *_ = SAMPLES["besluit"]
    end = {"bewaren_tot": niet["bewaren_tot"]}
    assert problems("besluit", {**agenderen, **end})
    assert problems("besluit", {**nadere, **end})
    assert problems("besluit", without(niet, *end)) == []


@pytest.mark.artikel("11.3", "11.4", "11.5")
@pytest.mark.parametrize("outcome", ["uitgesteld", "niet"])
@pytest.mark.parametrize("field", ["overleg", "besloten_door", "grond", "afweging", "herzien_op"])
def test_not_informing_states_ground_weighing_consultation_and_review(
    field: str, outcome: str
) -> None:
    put_off = {**SAMPLES["informatieplicht"][0], "uitkomst": outcome}
    assert problems("informatieplicht", put_off) == []
    assert problems("informatieplicht", without(put_off, field))


@pytest.mark.artikel("11.4")
def test_not_informing_weighs_every_factor_of_the_law() -> None:
    put_off = SAMPLES["informatieplicht"][0]
    assert len(put_off["afweging"]) == 8
    for factor in put_off["afweging"]:
        spoilt = {**put_off, "afweging": without(put_off["afweging"], factor)}
        assert problems("informatieplicht", spoilt)


@pytest.mark.artikel("11.2", "11.3")
def test_informing_states_day_way_and_consultation_and_nothing_against_it() -> None:
    put_off, informed = SAMPLES["informatieplicht"]
    for field in ("op", "wijze", "overleg", "besloten_door"):
        assert problems("informatieplicht", without(informed, field))
    for field in ("grond", "afweging", "herzien_op"):
        assert problems("informatieplicht", {**informed, field: put_off[field]})
    for field in ("op", "wijze"):
        assert problems("informatieplicht", {**put_off, field: informed[field]})


@pytest.mark.artikel("1", "8.5")
@pytest.mark.parametrize("field", ["onderbouwing", "waargenomen_op", "betreft", "gedraging"])
def test_a_signal_states_all_facts_and_only_a_copy_may_be_narrowed(field: str) -> None:
    brought, copied, *_ = SAMPLES["signaal"]
    assert problems("signaal", without(brought, field))
    assert problems("signaal", without(brought, "melder", field))
    assert problems("signaal", without(copied, field)) == []


@pytest.mark.artikel("8.2.c", "10.2.c")
def test_a_melder_is_in_the_intake_and_never_in_a_copy() -> None:
    brought, copied, *_ = SAMPLES["signaal"]
    assert problems("signaal", without(brought, "melder")) == []
    assert problems("signaal", {**copied, "melder": brought["melder"]})
    intake = SAMPLES["intake"][0]
    signals = [without(signal, "melder") for signal in intake["signalen"]]
    assert problems("intake", {**intake, "signalen": signals})


@pytest.mark.artikel("8.2.b")
def test_a_signal_in_an_intake_has_the_fields_of_a_signal() -> None:
    alone = without(SCHEMAS["signaal"]["properties"], "schema", "partij", "noodzaak")
    within = SCHEMAS["intake"]["properties"]["signalen"]["items"]
    assert list(within["properties"].items()) == list(alone.items())
    assert within["required"] == list(alone)
