# SPDX-License-Identifier: EUPL-1.2
"""What is laid down when police data is disclosed: Wpg 20(2); art. 6(b)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pgaref.covenant import recording
from pgaref.covenant.handover import Source
from tests.covenant.examples import circumstances, content, profile, source, stored_signal
from tests.covenant.examples import said as told

NOW = circumstances()


def sources(**changes: Any) -> list[Source]:
    """A police signal (2), one of Heerlen (3), what rests on both (10), and a melder (4)."""
    signal = {**stored_signal(0), **changes}
    signal = {name: value for name, value in signal.items() if value is not None}
    melder = {"schema": "melder/1", "signaal": 2, "naam": "Kim", "contactgegevens": "k@example"}
    return [
        source(2, "signaal", "dossier", signal),
        source(3, "signaal", "dossier", stored_signal(1)),
        source(4, "melder", "melder-politie", melder),
        source(7, "actie", "voortgang", content("actie")),
        source(10, "weging", "dossier", content("weging")),
    ]


def chosen(*numbers: int) -> dict[str, Any]:
    return content("verstrekking", gegevens=[{"record": n, "velden": ["x"]} for n in numbers])


@pytest.mark.artikel("6", "8.2.c", "10.5")
def test_a_record_rests_on_itself_or_on_the_signals_that_it_cites_or_belongs_to() -> None:
    resting = {each.n: recording.resting_on(each) for each in sources()}
    assert resting == {2: (2,), 3: (3,), 4: (2,), 7: (), 10: (2, 3)}


@pytest.mark.artikel("6.b", "10.5", "14.1")
def test_interest_purpose_partnership_data_conditions_and_recipient_are_laid_down() -> None:
    (entry,) = recording.laid_down(NOW, sources(), chosen(2))
    row = next(ground for ground in profile().grounds if ground.id == "wpg-20")
    assert row.recording is not None
    assert entry == {
        "record": 2,
        "signaal": 2,
        "velden": ["x"],
        "zwaarwegend_belang": "veiligheid van ambtenaren",
        "doel": "voorkomen van ernstige verstoring van de openbare orde",
        "samenwerkingsverband": profile().title,
        "doelen": [goal.text for goal in profile().goals],
        "voorwaarden": list(row.recording.conditions),
        "aan": "nctv",
    }
    assert len(row.recording.conditions) == 3


@pytest.mark.artikel("6.b")
@pytest.mark.parametrize(
    ("numbers", "recorded"),
    [
        ((3,), []),
        ((7,), []),
        ((4,), [(4, 2)]),
        ((10,), [(10, 2)]),
        ((2, 3, 10), [(2, 2), (10, 2)]),
    ],
)
def test_it_is_laid_down_of_each_record_that_is_or_rests_on_police_data_and_of_no_other(
    numbers: tuple[int, ...], recorded: list[tuple[int, int]]
) -> None:
    made = recording.laid_down(NOW, sources(), chosen(*numbers))
    assert [(entry["record"], entry["signaal"]) for entry in made] == recorded


@pytest.mark.artikel("6.b", "8.5")
@pytest.mark.parametrize("onderbouwing", [None, {"doel": "d"}, {"zwaarwegend_belang": "z"}])
@pytest.mark.parametrize("n", [2, 10])
def test_a_copy_that_was_narrowed_too_far_is_not_disclosed(onderbouwing: Any, n: int) -> None:
    (refusal,) = recording.recording_refusals(NOW, sources(onderbouwing=onderbouwing), chosen(n))
    assert told([refusal]) == [("6.b", "unmotivated")]
    assert refusal.message == (
        "record 2 does not say zwaarwegend_belang and doel, which are laid down"
    )
    assert refusal.hint == (
        f"leave out record {n}; a signal is handed over with its field onderbouwing"
    )


def test_what_is_whole_is_not_refused() -> None:
    assert not [*recording.recording_refusals(NOW, sources(), chosen(2, 3, 4, 7, 10))]


@pytest.mark.artikel("6.b")
def test_whether_it_is_laid_down_the_profile_says() -> None:
    silent = tuple(replace(ground, recording=None) for ground in profile().grounds)
    now = replace(NOW, profile=replace(profile(), grounds=silent))
    assert recording.laid_down(now, sources(), chosen(2)) == []


@pytest.mark.artikel("6.b", "10.5", "14.1")
def test_the_receiver_is_told_partnership_and_conditions_and_nothing_of_the_signals_ground() -> (
    None
):
    there = recording.laid_down(NOW, sources(), chosen(2, 10))
    told_once = {
        "samenwerkingsverband": profile().title,
        "voorwaarden": there[0]["voorwaarden"],
    }
    assert recording.passed_on(there) == told_once
    assert recording.passed_on([]) == {}


QUOTING = [
    source(7, "actie", "voortgang", content("actie", toelichting=stored_signal(0)["gedraging"])),
    source(
        8,
        "advies",
        "dossier",
        content("advies", vraag="Er is een stapel pamfletten uitgedeeld die opviel."),
    ),
    source(9, "subject", "dossier", {"schema": "subject/1", "naam": stored_signal(1)["gedraging"]}),
    source(
        11,
        "weging",
        "dossier",
        content("weging", conclusie=stored_signal(1)["gedraging"], oordelen=[]),
    ),
]


@pytest.mark.artikel("6", "6.b", "10.5")
@pytest.mark.parametrize(
    ("n", "field", "signals"),
    [
        (7, "toelichting", (2,)),
        (7, "stand", ()),
        (7, "bsn", ()),
        (8, "vraag", (2,)),
        (8, "advies", ()),
        (9, "naam", (3,)),
        (11, "conclusie", (3,)),
        # A signal states its own ground, and a melder belongs to one.
        (2, "gedraging", (2,)),
        (4, "naam", (2,)),
    ],
)
def test_words_of_a_signal_keep_its_ground_whoever_writes_them_down_again(
    n: int, field: str, signals: tuple[int, ...]
) -> None:
    there = [*(each for each in sources() if each.n != 7), *QUOTING]
    item = {"record": n, "velden": [field]}
    assert recording.resting(item, there) == signals
    made = recording.laid_down(NOW, there, content("verstrekking", gegevens=[item]))
    police = [(n, 2)] if 2 in signals else []
    assert [(entry["record"], entry["signaal"]) for entry in made] == police
