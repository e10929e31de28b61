# SPDX-License-Identifier: EUPL-1.2
"""Which signals a record rests on, and what is laid down where that is police data: art. 6(b).

Wpg 20(2), 32(1)(b): weighty public interest, partnership and purpose, which data, on which
conditions, to whom. Which grounds ask for it, and the conditions, the profile says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.handover import Source
from pgaref.covenant.profile import Recording
from pgaref.covenant.quoting import quotes_record
from pgaref.covenant.weighing import cited
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
# What a signal states of its ground, and Wpg 20(2) asks for.
STATED = ("zwaarwegend_belang", "doel")
# Records with a ground that they state or belong to; any other is compared with the signals.
GROUNDED = ("signaal", "melder")


def resting_on(source: Source) -> tuple[int, ...]:
    """The numbers of the signals whose grounds decide whether a record may be disclosed."""
    if source.kind == "signaal":
        return (source.n,)
    if source.kind == "melder":
        return (source.content["signaal"],)
    return cited(source.content) if source.kind == "weging" else ()


def resting(item: _Content, sources: Sequence[Source]) -> tuple[int, ...]:
    """The same for a chosen record, and each signal that one of its chosen fields quotes.

    What was seen keeps the ground on which it came, whoever writes it down again. A signal and who
    reported it stand on a ground of their own.
    """
    by_number = {source.n: source for source in sources}
    record = by_number[item["record"]]
    numbers = dict.fromkeys(resting_on(record))
    if record.kind not in GROUNDED:
        told = {name: record.content[name] for name in item["velden"] if name in record.content}
        for source in sources:
            if source.kind == "signaal" and quotes_record(told, source.content):
                numbers[source.n] = None
    return tuple(numbers)


def recording_refusals(
    now: Circumstances, sources: Sequence[Source], content: _Content
) -> Iterator[Refusal]:
    """A refusal where what must be laid down did not go along when the signal was handed over."""
    for item, signal, recording in _recorded(now, sources, content):
        stated = signal.content.get("onderbouwing", {})
        if not stated.keys() >= {*STATED}:
            n = item["record"]
            yield Refusal(
                _(
                    "record {n} does not say {stated}, which are laid down",
                    n=signal.n,
                    stated=_(" and ").join(STATED),
                ),
                recording.article,
                "unmotivated",
                _("leave out record {n}; a signal is handed over with its field onderbouwing", n=n),
            )


def laid_down(
    now: Circumstances, sources: Sequence[Source], content: _Content
) -> list[dict[str, object]]:
    """What is recorded of each chosen record that is or rests on such data."""
    return [
        {
            "record": item["record"],
            "signaal": signal.n,
            "velden": list(item["velden"]),
            **{name: signal.content["onderbouwing"][name] for name in STATED},
            "samenwerkingsverband": now.profile.title,
            "doelen": [goal.text for goal in now.profile.goals],
            "voorwaarden": list(recording.conditions),
            "aan": content["aan"],
        }
        for item, signal, recording in _recorded(now, sources, content)
    ]


def passed_on(entries: Sequence[_Content]) -> dict[str, object]:
    """What the receiver is told of what is laid down: partnership and conditions (Wpg 20(2)).

    Both are the profile's own words. What a signal states of its ground is data of the person,
    which nobody chose or consented to give (art. 10(5)).
    """
    if not entries:
        return {}
    conditions = dict.fromkeys(each for entry in entries for each in entry["voorwaarden"])
    return {
        "samenwerkingsverband": entries[0]["samenwerkingsverband"],
        "voorwaarden": list(conditions),
    }


def _recorded(
    now: Circumstances, sources: Sequence[Source], content: _Content
) -> Iterator[tuple[_Content, Source, Recording]]:
    """Each choice, with each signal that it is or rests on whose ground is to be laid down."""
    by_number = {source.n: source for source in sources}
    for item in content["gegevens"]:
        for n in resting(item, sources):
            recording = _recording(now, by_number[n].content)
            if recording is not None:
                yield item, by_number[n], recording


def _recording(now: Circumstances, signal: _Content) -> Recording | None:
    giver = now.profile.parties[signal["inbrenger"]]
    rows = (
        row.recording
        for row in now.profile.grounds
        if row.id in signal["grondslag"]
        and row.in_force(now.today)
        and giver.matches(row.givers)
        and signal["gegevens"] in row.categories
    )
    return next((recording for recording in rows if recording is not None), None)
