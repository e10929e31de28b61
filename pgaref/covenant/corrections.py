# SPDX-License-Identifier: EUPL-1.2
"""Correcting what a file says: improvement, addition, removal, shielding (art. 12(6), 8(3), 10(3)).

Subject, signals, relations and plans can be replaced; weighings, decisions, consents and closings
never: they are superseded. Whoever read or received the record is told.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pgaref.covenant.circumstances import (
    Circumstances,
    dates_of_acts,
    unknown_officers,
)
from pgaref.covenant.duties import TELLING
from pgaref.covenant.model import Card, Duty, Officer, PartyKind, RecordEntry, State
from pgaref.errors import Refusal, RefusedError
from pgaref.language import _

_Content = Mapping[str, Any]
IMPROVEMENT, ADDITION = "verbetering", "aanvulling"
REMOVAL, SHIELDING = "verwijdering", "afscherming"
# What takes a new key for the section, so that what was wrong opens with none in use.
REKEYED = (IMPROVEMENT, REMOVAL)
REPLACEABLE = ("subject", "signaal", "betrokkene", "plan")
REMOVABLE = ("signaal", "betrokkene", "plan", "actie", "advies")
# Not corrected: what tells of a correction itself, and what the melder's own party keeps.
OWN = ("correctie", "ontvangst", "melder")
# Who gave what on which ground is not corrected but brought anew, so that it is placed anew.
GIVEN = ("schema", "inbrenger", "via", "grondslag", "gegevens", "onderbouwing", "partij", "nummer")
FILLED_IN = ("record", "origineel", "gewijzigd", "te_informeren")
_PATH = re.compile(r"([a-z][a-z0-9_]*)(?:\[([0-9]+)\]\.([a-z][a-z0-9_]*))?")


def correction_refusals(
    now: Circumstances, card: Card, entry: RecordEntry, content: _Content
) -> Iterator[Refusal]:
    """What the covenant holds against a correction (`correctie/1`) of a record."""
    article = now.profile.registers[card.register].article.split(".")[0] + ".3"
    yield from dates_of_acts(now, {"datum": content["datum"]})
    yield from filled_in(content, FILLED_IN)
    n, sort = entry.n, content["soort"]
    if sort == IMPROVEMENT and "velden" not in content:
        yield Refusal(_("an improvement states velden, field by field"), "12.6", "no-field")
    if sort == IMPROVEMENT and entry.kind not in REPLACEABLE:
        yield Refusal(
            _(
                "record {n} is a {kind}, and that is superseded, not corrected",
                n=n,
                kind=entry.kind,
            ),
            article,
            "wrong-kind",
            _(
                "what can be replaced: {replaceable}; "
                "what the person says goes beside it: soort {addition}",
                replaceable=", ".join(REPLACEABLE),
                addition=ADDITION,
            ),
        )
    if sort == REMOVAL and entry.kind not in REMOVABLE:
        yield Refusal(
            _("record {n} is a {kind} and is not removed by itself", n=n, kind=entry.kind),
            "12.6",
            "wrong-kind",
            _(
                "what can be: {removable}; a whole dossier: pgaref shred",
                removable=", ".join(REMOVABLE),
            ),
        )
    if entry.kind in OWN:
        yield Refusal(
            _("record {n} is a {kind} and is not corrected", n=n, kind=entry.kind),
            article,
            "wrong-kind",
        )
    if sort == SHIELDING and entry.shielded:
        yield Refusal(_("record {n} is shielded already", n=n), "12.6", "shielded")


def filled_in(content: _Content, names: Iterable[str]) -> Iterator[Refusal]:
    """A refusal for each field that pgaref itself fills in."""
    for name in names:
        if name in content:
            yield Refusal(
                _("{name} is set by pgaref", name=name), "15.2.b", "copy", _("leave it out")
            )


def changed(original: _Content, content: _Content) -> dict[str, Any]:
    """A record's content with the fields of an improvement in place.

    Fields that a narrowed copy does not have are left out there: `original` decides.

    Raises:
        RefusedError: a field may not be changed, is not there, or is of another shape.
    """
    result: dict[str, Any] = copy.deepcopy(dict(original))
    for place, change in enumerate(content["velden"]):
        refusal = _set(result, change, f"velden[{place}]")
        if refusal is not None:
            raise RefusedError(refusal)
    return result


def written(content: _Content) -> dict[str, Any]:
    """What people wrote of an improvement: field -> the new text, or texts."""
    changes = content["velden"]
    return {change["veld"]: change.get("waarde", change.get("waarden")) for change in changes}


def narrowed(original: _Content, content: _Content) -> dict[str, Any]:
    """An improvement with those of its fields alone that a copy holds (art. 8(5))."""
    kept = [change for change in content["velden"] if _split(change["veld"])[0] in original]
    return {**content, "velden": kept}


def _split(path: str) -> tuple[str, int, str]:
    found = _PATH.fullmatch(path)
    if found is None:
        raise ValueError("the schema lets no other path through")
    return found[1], int(found[2] or 0), found[3] or ""


def _set(result: dict[str, Any], change: _Content, field: str) -> Refusal | None:
    name, index, inner = _split(change["veld"])
    value = change.get("waarde", change.get("waarden"))
    place: Any = result
    key = name
    if inner:
        items = result.get(name)
        if not isinstance(items, list) or index >= len(items):
            return Refusal(
                _("{field}: the record has no such item", field=field), "12.5", "no-field"
            )
        place, key = items[index], inner
    if key in GIVEN or name in GIVEN:
        return Refusal(
            _(
                "{field}: {key} is not corrected; what was given on another ground is brought anew",
                field=field,
                key=key,
            ),
            "12.5",
            "wrong-field",
            _("remove the record and bring the signal again"),
        )
    if not isinstance(place, dict) or key not in place:
        return Refusal(
            _("{field}: the record has no field {key}", field=field, key=key), "12.5", "no-field"
        )
    if isinstance(place[key], list) != isinstance(value, list):
        return Refusal(
            _("{field}: {key} is a list", field=field, key=key)
            if isinstance(place[key], list)
            else _("{field}: {key} is one text", field=field, key=key),
            "12.5",
            "wrong-shape",
            _("a text goes into waarde, a list into waarden"),
        )
    place[key] = value
    return None


def author_refusals(
    now: Circumstances, actor: Officer, card: Card, *, opening: bool
) -> Iterator[Refusal]:
    """A refusal unless this officer may correct here: the uitvoerder or, in the archive, who reads.

    `opening`: the act opens what is there, as a new key for what is replaced or removed asks; in
    the archive kernpartijen alone do that (art. 8(1), 10(1), 13(2)).
    """
    kind = now.profile.parties[actor.party].kind
    archived = card.state == State.GEARCHIVEERD
    if kind is PartyKind.UITVOERDER:
        if archived and opening:
            yield Refusal(
                _("{dossier} is in the archive, where kernpartijen alone read", dossier=card.id),
                "13.2",
                "archived",
                _("run it with the identity of an officer of a kernpartij on it: --identity FILE"),
            )
    elif kind is not PartyKind.KERNPARTIJ or not archived:
        yield Refusal(
            _(
                "{actor} of {party} may not do this; it is for: uitvoerder",
                actor=actor.id,
                party=actor.party,
            ),
            "15.2.b",
            "wrong-role",
            _("run it with the identity of an officer who may: --identity FILE"),
        )


def filed(content: _Content, n: int, origin: str, told: Sequence[str]) -> dict[str, Any]:
    """What is kept of a correction of record `n`: which fields, never what they say.

    A value that is corrected once more would go on standing here. `origin` is what record `n`
    copies, where it is a copy; `n` 0: of which record of the dossier is not known.
    """
    kept = {name: value for name, value in content.items() if name != "velden"}
    if n:
        kept["record"] = n
    if content["soort"] == IMPROVEMENT:
        kept["gewijzigd"] = list(dict.fromkeys(change["veld"] for change in content["velden"]))
    if origin:
        kept["origineel"] = origin
    if told:
        kept["te_informeren"] = list(told)
    return kept


def telling_opened(now: Circumstances, card: Card, number: int, told: Iterable[str]) -> Card:
    """The card with the duty to tell of correction `number`, where there is anybody to tell."""
    if not set(told):
        return card
    due = now.profile.terms.execution.after(now.today)
    return replace(card, duties=(*card.duties, Duty(TELLING, number, now.today, due)))


def acknowledgement_refusals(
    now: Circumstances, card: Card, n: int, told: Iterable[str], content: _Content
) -> Iterator[Refusal]:
    """What is held against a party's word that it heard of correction `n` (`ontvangst/1`)."""
    yield from dates_of_acts(now, {"op": content["op"]})
    yield from filled_in(content, ["correctie"])
    officer = now.officers.get(content["functionaris"])
    if officer is None or not now.withdrawn(officer.party):
        # Of a party that has withdrawn nobody is in office, and it hears of it all the same: it was
        # given what is corrected (AVG 19).
        yield from unknown_officers(now, [content["functionaris"]])
    if officer is not None and officer.party != content["partij"]:
        yield Refusal(
            _("functionaris does not speak for {partij}", partij=content["partij"]),
            "12.6",
            "wrong-officer",
        )
    if content["partij"] not in told:
        yield Refusal(
            _(
                "{partij} is not on the list of {dossier}/{n}",
                partij=content["partij"],
                dossier=card.id,
                n=n,
            ),
            "12.6",
            "wrong-party",
            _("who is: pgaref show {dossier}/{n}", dossier=card.id, n=n),
        )


def acknowledged(card: Card, n: int, told: Iterable[str], heard: Iterable[str]) -> Card:
    """The card after an acknowledgement: the duty ends when all on the list have heard."""
    if set(told) - set(heard):
        return card
    duties = tuple(d for d in card.duties if (d.kind, d.about) != (TELLING, n))
    return replace(card, duties=duties)


def shielded_refusals(card: Card, numbers: Iterable[int], article: str) -> Iterator[Refusal]:
    """A refusal for each record that is kept from further use (art. 12(6); AVG 18(2))."""
    for n in dict.fromkeys(numbers):
        entry = card.record(n)
        if entry is not None and entry.shielded:
            yield Refusal(
                _("record {n} is shielded and not used", n=n),
                article,
                "shielded",
                _(
                    "why: pgaref show {dossier}/{shielded}",
                    dossier=card.id,
                    shielded=entry.shielded,
                ),
            )
