# SPDX-License-Identifier: EUPL-1.2
"""Who joins and leaves a dossier: art. 8(4), 9(1), 10(4), 10(5), 14(1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    dates_of_acts,
    parties_without_reader,
    unknown_officers,
    unknown_parties,
)
from pgaref.covenant.model import Card, PartyKind
from pgaref.covenant.profile import Party, RegisterRule
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
# "Aan derden leggen de partijen een plicht tot geheimhouding op", or the uitvoerder in their name.
IMPOSING = (PartyKind.KERNPARTIJ, PartyKind.CASUSPARTIJ, PartyKind.UITVOERDER)


def join_refusals(
    now: Circumstances, register: RegisterRule, card: Card, party_id: str, content: _Content
) -> Iterator[Refusal]:
    """What the covenant holds against a party joining (`deelname/1`)."""
    party = now.party(party_id)
    if party is None:
        yield from unknown_parties(now, [party_id])
        return
    if not party.matches((*register.nameable, *register.standing)):
        yield Refusal(
            _("{party} cannot be on this file", party=party_id), register.article, "wrong-party"
        )
    if party_id in card.parties:
        yield Refusal(
            _("{party} is on {dossier} already", party=party_id, dossier=card.id),
            register.article,
            "already-there",
        )
    yield from parties_without_reader(now, [party_id])
    yield from secrecy_refusals(now, party, content)


def secrecy_refusals(now: Circumstances, party: Party, content: _Content) -> Iterator[Refusal]:
    """What is missing of a third's secrecy (art. 14(1)): imposed by, confirmed by, when."""
    secrecy = content.get("geheimhouding")
    if secrecy is None:
        if party.kind is PartyKind.EXTERNE_CASUSPARTNER:
            yield Refusal(
                _("{party} has not confirmed secrecy", party=party.id),
                "14.1",
                "no-secrecy",
                _("state geheimhouding: {opgelegd_door, bevestigd_door, op}"),
            )
        return
    yield from dates_of_acts(now, {"geheimhouding.op": secrecy["op"]})
    yield from unknown_officers(now, [secrecy["opgelegd_door"], secrecy["bevestigd_door"]])
    confirming = now.officers.get(secrecy["bevestigd_door"])
    if confirming is not None and confirming.party != party.id:
        yield Refusal(
            _("geheimhouding.bevestigd_door does not speak for {party}", party=party.id),
            "14.1",
            "no-secrecy",
        )
    imposing = now.officers.get(secrecy["opgelegd_door"])
    if imposing is not None and now.profile.parties[imposing.party].kind not in IMPOSING:
        yield Refusal(
            _("geheimhouding.opgelegd_door speaks for no party that imposes secrecy"),
            "14.1",
            "no-secrecy",
        )
    elif imposing is not None and imposing.party == party.id:
        yield Refusal(
            _("geheimhouding.opgelegd_door speaks for {party} itself", party=party.id),
            "14.1",
            "no-secrecy",
        )


def leave_refusals(
    now: Circumstances, register: RegisterRule, card: Card, party_id: str, content: _Content
) -> Iterator[Refusal]:
    """What the covenant holds against a party leaving (`vertrek/1`)."""
    yield from dates_of_acts(now, {"datum": content["datum"]})
    if party_id not in card.parties:
        yield Refusal(
            _("{party} is not on {dossier}", party=party_id, dossier=card.id),
            register.article,
            "not-on-dossier",
        )
        return
    if party_id in register.standing:
        yield Refusal(
            _("{party} is on every dossier of this file", party=party_id),
            register.article,
            "standing-party",
        )
    staying = [now.profile.parties[p] for p in card.parties if p != party_id]
    if not any(party.kind is PartyKind.KERNPARTIJ for party in staying):
        yield Refusal(
            _("{party} is the last kernpartij on {dossier}", party=party_id, dossier=card.id),
            "4",
            "no-kernpartij",
            _another(now, card),
        )
    elif register.standing and not any(party.matches(register.nameable) for party in staying):
        yield Refusal(
            _("{party} is the last municipality on {dossier}", party=party_id, dossier=card.id),
            "8.4",
            "no-municipality",
            _another(now, card),
        )


def _another(now: Circumstances, card: Card) -> str:
    """What takes the place of a party that cannot be missed, where one may join."""
    if now.profile.act("join", card.register) is None:
        return ""
    return _(
        "first let another one join: pgaref join {dossier} PARTY FILE",
        dossier=card.id,
    )
