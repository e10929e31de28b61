# SPDX-License-Identifier: EUPL-1.2
"""Who may ask, and to whom the answer goes: art. 12(1).

Under 16 the legal representative asks; from 16 on the person, save for a curator or a mentor. A
request of somebody who may not ask is a request still: it is taken in, and decided upon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pgaref.covenant.article import render
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
UNDER_16 = "jonger-dan-16"
PARENT = "ouder-voogd"
REPRESENTATIVE = "vertegenwoordiger"
# Reasons to refuse: who asks is not known, or may not ask, or asks no more.
UNKNOWN, NO_RIGHT, WITHDRAWN = "identiteit", "niet-bevoegd", "ingetrokken"
# For these nobody's identity has to be established first.
UNIDENTIFIED = (UNKNOWN, NO_RIGHT, WITHDRAWN)


def request_warnings(content: _Content) -> tuple[str, ...]:
    """What a request (`verzoek/1`) will be refused for when it is decided upon, as it stands."""
    return tuple(f"{found.message} ({render(found.article)})" for found in _misplaced(content))


def _misplaced(request: _Content) -> Iterator[Refusal]:
    """A refusal unless who asks may, by the age that the request states."""
    under = request["leeftijd"] == UNDER_16
    if under and REPRESENTATIVE not in request:
        yield Refusal(
            _("for a person under 16 the legal representative asks"), "12.1", "no-representative"
        )
    elif not under and _by_parent(request):
        yield _of_age()


def _by_parent(request: _Content) -> bool:
    return REPRESENTATIVE in request and request[REPRESENTATIVE]["hoedanigheid"] == PARENT


def _of_age() -> Refusal:
    return Refusal(
        _("a person of 16 or older acts alone"),
        "12.1",
        "of-age",
        _(
            "a parent or guardian stands for nobody who is 16; "
            "the person asks, or a curator or mentor"
        ),
    )


def proof_refusals(request: _Content, content: _Content) -> Iterator[Refusal]:
    """A refusal where it is not said how a representative is known to be one (`identificatie/1`).

    For a parent whose child is 16 there is nothing to prove.
    """
    moot = _by_parent(request) and content["leeftijd"] != UNDER_16
    if REPRESENTATIVE in request and not moot and "vertegenwoordiging" not in content:
        yield Refusal(
            _(
                "vertegenwoordiging is missing: how it was established "
                "that the representative is one"
            ),
            "12.1",
            "no-proof",
        )


def answer_refusals(
    request: _Content, content: _Content, identified: _Content | None
) -> Iterator[Refusal]:
    """What is held against a decision by who asked, and to whom it goes.

    That somebody may not ask is told to who asked; all else only to who may ask.
    """
    under = content["leeftijd"] == UNDER_16
    if under and identified is not None and identified["leeftijd"] != UNDER_16:
        yield Refusal(_("leeftijd: the person was 16 or older when identified"), "12.1", "of-age")
    reason = content.get("reden")
    if reason == NO_RIGHT and content["gericht_aan"] == _asker(request):
        return
    ages = {said["leeftijd"] for said in (request, identified, content) if said is not None}
    if _by_parent(request) and UNDER_16 not in ages and reason not in UNIDENTIFIED:
        # Who has turned 16 since was rightly spoken for; who was 16 already did not ask.
        yield _of_age()
    else:
        yield from _addressee(request, content, under=under)


def _asker(request: _Content) -> str:
    return REPRESENTATIVE if REPRESENTATIVE in request else "betrokkene"


def _addressee(request: _Content, content: _Content, *, under: bool) -> Iterator[Refusal]:
    """Who turned 16 in the meantime is answered alone (art. 12(1))."""
    if content["gericht_aan"] != REPRESENTATIVE:
        if under:
            yield Refusal(
                _("for a person under 16 the answer goes to the legal representative"),
                "12.1",
                "no-representative",
                _("gericht_aan: vertegenwoordiger"),
            )
    elif REPRESENTATIVE not in request:
        yield Refusal(_("gericht_aan: nobody asked for this person"), "12.1", "no-representative")
    elif _by_parent(request) and not under:
        yield _of_age()
