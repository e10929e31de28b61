# SPDX-License-Identifier: EUPL-1.2
"""A template for the input of a command, with what is known of a dossier without opening a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pgaref.actions.session import Look, Session
from pgaref.covenant import handover
from pgaref.covenant.model import Card
from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage import templates
from pgaref.storage.templates import NOTHING, Known, Row

# Kind of input -> the line that takes it.
LINES: Mapping[str, str] = {
    "intake": "intake FILE",
    "signaal": "signal ID FILE",
    "weging": "weigh ID FILE",
    "besluit": "decide ID FILE",
    "plan": "plan ID FILE",
    "actie": "action ID FILE",
    "betrokkene": "relation ID FILE",
    "advies": "advice ID FILE",
    "deelname": "join ID PARTY FILE",
    "vertrek": "leave ID PARTY FILE",
    "verstrekking": "disclose ID FILE",
    "informatieplicht": "inform ID FILE",
    "controle": "review ID FILE",
    "afsluiting": "close ID FILE",
    "opdracht": "reopen ID FILE",
    "opschorting": "hold add ID FILE",
    "verzoek": "request open FILE",
    "identificatie": "request identify ID FILE",
    "beantwoording": "request answer ID FILE",
    "weigering": "request refuse ID FILE",
    "correctiebesluit": "request correct ID FILE",
    "correctie": "correct ID/N FILE",
    "ontvangst": "acknowledge ID/N FILE",
    "referentiekader": "referentiekader apply FILE",
    "evaluatie": "evaluate beveiliging FILE",
    "incident": "incident open FILE",
    "incidentaanvulling": "incident update ID FILE",
    "incidentmelding": "incident report ID FILE",
    "incidentafsluiting": "incident close ID FILE",
    "logcontrole": "log review --findings FILE",
}
_FIRST_WORDS = [line.split(" ")[0] for line in LINES.values()]
# The first word of a line (`hold`) -> kind, where no other line begins with it.
COMMANDS: Mapping[str, str] = {
    word: kind
    for word, kind in zip(_FIRST_WORDS, LINES, strict=True)
    if _FIRST_WORDS.count(word) == 1
}


@dataclass(frozen=True, slots=True)
class Template:
    """A text to fill in, for input of `kind`; `line` is the command line that takes it."""

    kind: str
    text: str
    line: str


def make_template(
    session: Session, name: str, dossier: str = "", present: Sequence[str] = ()
) -> Template:
    """The template for the kind or command `name`. Only with a `dossier` is a vault looked at.

    `present`: the officers who were at the meeting, where that is known.

    Raises:
        UsageError: no such kind or command, no such dossier, or none is asked.
        RefusedError: the dossier was destroyed, or there is no referentiekader to weigh by.
    """
    kind = COMMANDS.get(name, name)
    if kind not in LINES:
        commands = [command for command in COMMANDS if command not in LINES]
        raise UsageError(
            _("there is no template of that name"),
            hint=_(
                "kinds: {lines}; or a command: {commands}",
                lines=", ".join(LINES),
                commands=", ".join(commands),
            ),
        )
    line = f"pgaref {LINES[kind]}"
    if dossier and " ID" not in line:
        raise UsageError(
            _("{kind} is not about a dossier", kind=kind), hint=f"pgaref template {kind}"
        )
    known = _known(session, kind, dossier) if dossier else NOTHING
    if present:
        known = replace(known, values={**known.values, "aanwezig": present})
    line = line.replace(" ID", f" {dossier or 'ID'}")
    return Template(kind, templates.template(kind, known), line)


def _known(session: Session, kind: str, dossier: str) -> Known:
    with session.looking() as look:
        card = look.vault.card(dossier)
        gather = _GATHERING.get(kind)
        return gather(look, card) if gather else NOTHING


def _of_signal(look: Look, card: Card) -> Known:
    """The grounds and kinds of data of article 6, and what this register asks: 8(2)(c) or 9(2)."""
    profile = look.now.profile
    grounds = dict.fromkeys(row.id for row in profile.grounds if row.in_force(look.now.today))
    return Known(
        choices={"grondslag": tuple(grounds), "gegevens": tuple(profile.categories)},
        asked=frozenset({"melder" if profile.registers[card.register].reporter else "noodzaak"}),
    )


def _of_weighing(look: Look, card: Card) -> Known:
    """A row for each criterion in force, with its question and all signals (art. 7(3))."""
    kader, _digest = look.vault.referentiekader
    signals = tuple(record.n for record in card.of_kind("signaal"))
    cited: dict[str, templates.Value] = {"signalen": signals} if signals else {}
    rows = [
        Row(f"{c.question}{' (vereist)' if c.required else ''}", {"criterium": c.id, **cited})
        for c in kader.criteria
    ]
    return Known(rows={"oordelen": rows})


def _of_decision(look: Look, card: Card) -> Known:
    """A row for each party on the dossier (art. 7(3)), and each record that may go along (8(5))."""
    parties = look.now.profile.parties
    involved = [Row(parties[party].name, {"partij": party}) for party in card.parties]
    candidates = [
        Row(f"Stuk {record.n}: {record.kind}, sectie {record.section}", {"record": record.n})
        for record in card.of_kind(*handover.ALWAYS)
    ]
    return Known(rows={"betrekken": involved, "over_te_dragen": candidates})


_GATHERING: Mapping[str, Callable[[Look, Card], Known]] = {
    "signaal": _of_signal,
    "weging": _of_weighing,
    "besluit": _of_decision,
}
