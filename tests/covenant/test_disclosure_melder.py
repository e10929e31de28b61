# SPDX-License-Identifier: EUPL-1.2
"""Who reported a signal is told to a kernpartij alone, motivated: art. 8(2)(c), 8(4)."""

from __future__ import annotations

from typing import Any

import pytest

from pgaref.covenant import disclosure
from tests.covenant.examples import (
    HEERLEN,
    NCTV,
    OFFICERS,
    OM,
    POLITIE,
    RECLASSERING,
    VENLO,
    circumstances,
    content,
    officer,
    register,
    said,
    source,
    stored_signal,
    weegploeg_card,
)

CARD, WEEGPLOEG = weegploeg_card(), register("weegploeg")
NOW = circumstances(officers={**OFFICERS, "ven-2": officer("ven-2", VENLO)})
Said = list[tuple[str, str]]


def asked(**changes: Any) -> dict[str, Any]:
    """The police's melder, for the OM."""
    value = {
        "aan": OM,
        "grondslag": ["wpg-20"],
        "gegevens": [{"record": 4, "velden": ["naam"]}],
        "doel": "wegen",
        "geheimhouding": None,
        **changes,
    }
    return content("verstrekking", **value)


@pytest.mark.artikel("8.4", "8.2.c", "14.1")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, []),
        ({"aan": HEERLEN}, []),
        ({"aan": VENLO}, [("8.4", "not-on-dossier")]),
        ({"aan": NCTV}, [("8.4", "wrong-party"), ("14.1", "no-secrecy")]),
        ({"aan": RECLASSERING}, [("8.4", "wrong-party")]),
        ({"aan": "uitvoerder"}, [("8.4", "wrong-party")]),
        ({"doel": "opstellen"}, [("8.2.c", "wrong-purpose")]),
        # Between kernpartijen secrecy may be stated; then it is right.
        (
            {
                "geheimhouding": {
                    "opgelegd_door": "pol-1",
                    "bevestigd_door": "om-1",
                    "op": "2026-10-15",
                }
            },
            [],
        ),
        (
            {
                "geheimhouding": {
                    "opgelegd_door": "om-1",
                    "bevestigd_door": "om-1",
                    "op": "2026-10-15",
                }
            },
            [("14.1", "no-secrecy")],
        ),
    ],
)
def test_the_recipient_is_a_kernpartij_on_the_dossier(
    changes: dict[str, Any], refused: Said
) -> None:
    assert said(disclosure.recipient_refusals(NOW, CARD, WEEGPLOEG, asked(**changes))) == refused


@pytest.mark.artikel("8.2.c")
@pytest.mark.parametrize(
    ("record", "aan", "refused"),
    [
        (4, OM, []),
        (4, POLITIE, [("8.2.c", "own-melder")]),
        (5, HEERLEN, [("8.2.c", "own-melder")]),
        (2, OM, [("8.2.c", "wrong-kind")]),
        (99, OM, [("8.2.c", "no-record")]),
    ],
)
def test_a_melder_alone_is_disclosed_and_not_to_who_brought_it(
    record: int, aan: str, refused: Said
) -> None:
    chosen = asked(aan=aan, gegevens=[{"record": record, "velden": ["naam"]}])
    assert said(disclosure.chosen_refusals(CARD, WEEGPLOEG, chosen)) == refused


def fields(
    section: str = "dossier", signal: dict[str, Any] | None = None, **changes: Any
) -> list[Any]:
    melder = {
        "schema": "melder/1",
        "signaal": 2,
        "naam": "Kim Fictief",
        "contactgegevens": "kim.fictief@example.org",
    }
    sources = [
        source(4, "melder", "melder-politie", melder),
        source(2, "signaal", section, {**stored_signal(0), **(signal or {})}),
    ]
    return list(disclosure.field_refusals(NOW, WEEGPLOEG, sources, asked(**changes)))


BOTH = {"gegevens": "wpg-9", "grondslag": ["wpg-18-2", "wpg-16-1"]}


@pytest.mark.artikel("6.b", "8.2.c")
@pytest.mark.parametrize(
    ("how", "refused"),
    [
        ({}, []),
        ({"aan": HEERLEN}, []),
        ({"grondslag": ["wpg-18-2"]}, [("6.b", "wrong-ground")]),
        ({"gegevens": [{"record": 4, "velden": ["adres"]}]}, [("8.2.c", "no-field")]),
        # The ground lets the OM have the data; who reported it stays where it is all the same.
        ({"signal": BOTH, "grondslag": ["wpg-16-1"]}, [("6.b", "restricted")]),
        ({"signal": BOTH, "grondslag": ["wpg-18-2"]}, [("6.b", "wrong-ground")]),
        ({"section": "beperkt"}, [("6.b", "restricted")]),
        # The record of it stands in the file for all: it names nobody.
        ({"noodzaak": "Om KIM  fictief te horen."}, [("8.2.c", "melder")]),
        ({"soort_gegevens": "Zie kim.fictief@example.org"}, [("8.2.c", "melder")]),
        ({"noodzaak": "Om Kimberley te horen."}, []),
    ],
)
def test_the_ground_of_the_signal_decides_and_its_restriction_stands(
    how: dict[str, Any], refused: Said
) -> None:
    assert said(fields(**how)) == refused
