# SPDX-License-Identifier: EUPL-1.2
"""Deciding whether a subject goes to a casusoverleg: art. 7(4), 8(2)(e), 13(3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    absent_parties,
    dates_of_acts,
    unknown_officers,
)
from pgaref.covenant.model import Card, Outcome, State
from pgaref.covenant.weighing import Referentiekader, outcome_by_rule
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]


def weighing_needed(card: Card) -> Iterator[Refusal]:
    """A refusal unless the newest weighing is newer than the newest signal (art. 7(4))."""
    signals, weighings = card.of_kind("signaal"), card.of_kind("weging")
    newest_signal = max((record.n for record in signals), default=0)
    hint = f"pgaref weigh {card.id} FILE"
    if not signals:
        hint = f"pgaref signal {card.id} FILE"
        yield Refusal(
            _("{dossier} has no signal to weigh", dossier=card.id), "7.4", "no-signal", hint
        )
    elif not weighings:
        yield Refusal(
            _("{dossier} has not been weighed", dossier=card.id), "7.4", "not-weighed", hint
        )
    elif weighings[-1].n < newest_signal:
        yield Refusal(
            _("signal {newest_signal} is newer than the weighing", newest_signal=newest_signal),
            "7.4",
            "not-weighed",
            hint,
        )
    elif card.state == State.TE_WEGEN:
        yield Refusal(
            _("a signal was corrected or removed after the weighing"), "12.6", "not-weighed", hint
        )


def kader_refusals(weighing: _Content, sha256: str, dossier: str) -> Iterator[Refusal]:
    """A refusal unless the weighing applied the referentiekader with this digest."""
    if weighing["referentiekader"]["sha256"] != sha256:
        yield Refusal(
            _("the weighing applied another referentiekader than the one in force"),
            "7.3",
            "stale-weighing",
            f"pgaref weigh {dossier} FILE",
        )


def decision_refusals(
    now: Circumstances, kader: Referentiekader, card: Card, weighing: _Content, content: _Content
) -> Iterator[Refusal]:
    """Everything that the covenant holds against a decision (`besluit/1`) on this weighing."""
    yield from dates_of_acts(now, {"datum": content["datum"]})
    if "beperkt" in content:
        yield Refusal(
            _("beperkt is set when a decision is filed"), "7.4", "copy", _("leave it out")
        )
    if content["datum"] < weighing["datum"]:
        yield Refusal(_("datum lies before the weighing's"), "7.4", "decided-before-weighed")
    yield from unknown_officers(now, content["aanwezig"])
    yield from absent_parties(now, card.parties, content["aanwezig"], "7.4", "aanwezig")
    outcome = Outcome(content["uitkomst"])
    if outcome is Outcome.NADERE_INFORMATIE:
        return
    judged = {entry["criterium"] for entry in weighing["oordelen"]}
    missing = [criterion.id for criterion in kader.criteria if criterion.id not in judged]
    if missing:
        yield Refusal(
            _("the weighing does not judge: {missing}", missing=", ".join(missing)),
            "7.4",
            "incomplete-weighing",
            _(
                "weigh by the referentiekader in force: pgaref weigh {dossier} FILE",
                dossier=card.id,
            ),
        )
    by_rule = outcome_by_rule(kader, weighing)
    if outcome is not by_rule and "afwijking" not in content:
        yield Refusal(
            _("by the referentiekader's rule this weighing leads to {by_rule}", by_rule=by_rule),
            "7.3",
            "unmotivated-departure",
            _("motivate the departure in afwijking, or decide as the rule says"),
        )
    yield from _kept_too_long(now, card, content)


def _kept_too_long(now: Circumstances, card: Card, content: _Content) -> Iterator[Refusal]:
    if "bewaren_tot" not in content:
        return
    day = date.fromisoformat(content["datum"])
    maximum = now.profile.terms.declined.after(min(day, card.declined or day))
    until = date.fromisoformat(content["bewaren_tot"])
    if until > maximum:
        yield Refusal(
            _("bewaren_tot lies after the maximum, {maximum}", maximum=maximum),
            "13.3",
            "kept-too-long",
        )
    elif until < now.today:
        yield Refusal(_("bewaren_tot lies in the past"), "13.3", "kept-too-short")


def decided(card: Card, content: _Content) -> Card:
    """The card after the decision: its outcome, and what starts the term of those not agendered.

    The *first* decision not to agender starts that term (art. 13(3)); a later one cannot lengthen
    it.
    """
    outcome = Outcome(content["uitkomst"])
    if outcome is Outcome.NADERE_INFORMATIE:
        return card
    day = date.fromisoformat(content["datum"])
    after = replace(card, state=State.BESLOTEN, outcome=outcome, decided=day)
    if outcome is Outcome.AGENDEREN:
        return after
    ends = [card.keep_until] if card.keep_until else []
    if "bewaren_tot" in content:
        ends.append(date.fromisoformat(content["bewaren_tot"]))
    return replace(
        after,
        declined=min(day, card.declined) if card.declined else day,
        keep_until=min(ends) if ends else None,
    )
