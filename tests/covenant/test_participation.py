# SPDX-License-Identifier: EUPL-1.2
"""Joining and leaving: art. 8(4), 9(1), 10(4), 10(5), 14(1)."""

from __future__ import annotations

import pytest

from pgaref.covenant.model import Card
from pgaref.covenant.participation import join_refusals, leave_refusals
from tests.covenant.examples import (
    HEERLEN,
    KERN,
    NCTV,
    OFFICERS,
    OM,
    POLITIE,
    RECLASSERING,
    VENLO,
    casusoverleg_card,
    circumstances,
    content,
    officer,
    register,
    request_card,
    said,
    weegploeg_card,
)

NOW = circumstances()
WITH_VENLO = {**OFFICERS, "ven-2": officer("ven-2", VENLO)}
WITH_RIEC = {**OFFICERS, "riec-1": officer("riec-1", "riec-limburg")}
Said = list[tuple[str, str]]


def join(card: Card, party: str, officers: object = OFFICERS, **changes: object) -> Said:
    now = circumstances(officers=officers)
    where = register(card.register)
    return said(join_refusals(now, where, card, party, content("deelname", **changes)))


def secrecy(imposed: str = "uit-1", confirmed: str = "nctv-1", day: str = "2026-10-15") -> object:
    return {"opgelegd_door": imposed, "bevestigd_door": confirmed, "op": day}


@pytest.mark.artikel("8.4")
@pytest.mark.parametrize(
    ("party", "refused"),
    [
        (VENLO, []),
        (HEERLEN, [("8.1", "already-there")]),
        (POLITIE, [("8.1", "already-there")]),
        (RECLASSERING, [("8.1", "wrong-party")]),
        (NCTV, [("8.1", "wrong-party")]),
        ("uitvoerder", [("8.1", "wrong-party")]),
        ("iemand", [("1", "unknown-party")]),
    ],
)
def test_only_municipalities_join_in_the_weegploeg(party: str, refused: Said) -> None:
    changes = {} if party == NCTV else {"geheimhouding": None}
    assert join(weegploeg_card(), party, WITH_VENLO, **changes) == refused


@pytest.mark.artikel("9.1", "10.4", "10.5")
@pytest.mark.parametrize("party", [HEERLEN, OM, RECLASSERING, NCTV])
def test_any_party_may_join_a_casusoverleg(party: str) -> None:
    card = casusoverleg_card(parties=(POLITIE,))
    changes = {} if party == NCTV else {"geheimhouding": None}
    assert join(card, party, **changes) == []
    assert join(casusoverleg_card(), party, **changes) == [("10.1", "already-there")]


@pytest.mark.artikel("15.2.b")
def test_a_party_without_an_officer_who_can_read_does_not_join() -> None:
    assert join(weegploeg_card(), VENLO, geheimhouding=None) == [("15.2.b", "no-officer")]


@pytest.mark.artikel("14.1")
@pytest.mark.parametrize(
    ("agreed", "refused"),
    [
        (None, [("14.1", "no-secrecy")]),
        (secrecy(), []),
        (secrecy(imposed="pol-1"), []),
        (secrecy(imposed="rec-1"), []),
        (secrecy(confirmed="hrl-1"), [("14.1", "no-secrecy")]),
        (secrecy(confirmed="nctv-9"), [("15.2.c", "unknown-officer")]),
        (secrecy(imposed="uit-9"), [("15.2.c", "unknown-officer")]),
        (secrecy(imposed="pol-0"), [("15.2.c", "not-in-office")]),
        (secrecy(day="2026-10-16"), [("18.1", "future-date")]),
        # Secrecy is imposed by the parties, neither by a third nor by oneself.
        (secrecy(imposed="riec-1"), [("14.1", "no-secrecy")]),
        (secrecy(imposed="nctv-1"), [("14.1", "no-secrecy")]),
    ],
)
def test_an_external_partner_joins_under_secrecy(agreed: object, refused: Said) -> None:
    card = casusoverleg_card(parties=KERN)
    assert join(card, NCTV, WITH_RIEC, geheimhouding=agreed) == refused


@pytest.mark.artikel("14.1")
def test_secrecy_that_is_stated_without_need_is_true_as_well() -> None:
    card = casusoverleg_card(parties=KERN)
    assert join(card, RECLASSERING) == [("14.1", "no-secrecy")]
    by_itself = secrecy(imposed="rec-1", confirmed="rec-1")
    assert join(card, RECLASSERING, geheimhouding=by_itself) == [("14.1", "no-secrecy")]


def leave(card: Card, party: str, day: str = "2026-10-15") -> Said:
    departure = {"schema": "vertrek/1", "datum": day, "reden": "r"}
    return said(leave_refusals(NOW, register(card.register), card, party, departure))


@pytest.mark.artikel("8.4", "4")
@pytest.mark.parametrize(
    ("parties", "party", "refused"),
    [
        ((*KERN, VENLO), VENLO, []),
        ((*KERN, VENLO), HEERLEN, []),
        (KERN, HEERLEN, [("8.4", "no-municipality")]),
        (KERN, POLITIE, [("8.1", "standing-party")]),
        (KERN, VENLO, [("8.1", "not-on-dossier")]),
        (KERN, "iemand", [("8.1", "not-on-dossier")]),
    ],
)
def test_who_may_leave_a_dossier_of_the_weegploeg(
    parties: tuple[str, ...], party: str, refused: Said
) -> None:
    assert leave(weegploeg_card(parties=parties), party) == refused


@pytest.mark.artikel("9.1", "10.4", "4")
@pytest.mark.parametrize(
    ("parties", "party", "refused"),
    [
        ((POLITIE, RECLASSERING), RECLASSERING, []),
        ((OM, POLITIE), POLITIE, []),
        ((NCTV, POLITIE), NCTV, []),
        ((NCTV, POLITIE, RECLASSERING), NCTV, []),
        ((NCTV, POLITIE, RECLASSERING), POLITIE, [("4", "no-kernpartij")]),
        ((POLITIE,), HEERLEN, [("10.1", "not-on-dossier")]),
    ],
)
def test_a_kernpartij_stays_in_a_casusoverleg(
    parties: tuple[str, ...], party: str, refused: Said
) -> None:
    assert leave(casusoverleg_card(parties=parties), party) == refused


@pytest.mark.artikel("18.1")
def test_a_departure_is_not_planned() -> None:
    card = casusoverleg_card(parties=(OM, POLITIE))
    assert leave(card, OM, "2026-10-16") == [("18.1", "future-date")]


@pytest.mark.artikel("18.3", "8.4", "4")
def test_who_cannot_be_missed_is_replaced_where_another_one_can_join() -> None:
    leaving = {"schema": "vertrek/1", "datum": "2026-10-15", "reden": "r"}
    (last,) = leave_refusals(NOW, register("weegploeg"), weegploeg_card(), HEERLEN, leaving)
    assert last.hint == "first let another one join: pgaref join WP-00000000 PARTY FILE"
    alone = request_card(parties=(HEERLEN,))
    (last,) = leave_refusals(NOW, register("verzoeken"), alone, HEERLEN, leaving)
    assert (last.reason, last.hint) == ("no-kernpartij", "")
