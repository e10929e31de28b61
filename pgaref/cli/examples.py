# SPDX-License-Identifier: EUPL-1.2
"""For each command a line to try and the exit codes that it can end with, as its help shows them.

Read where help is shown, and for the manual pages; never where a command runs. What a code means
stands here once; the codes themselves are those of `pgaref.errors`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pgaref.language import _

CODES: Mapping[int, str] = {
    0: "done",
    1: "unexpected",
    2: "wrong usage, unknown id",
    10: "refused by covenant, profile, referentiekader or state",
    11: "input that its schema refuses",
    12: "no identity or key that opens this",
    13: "integrity broken",
    14: "vault locked",
    15: "done in part, or somebody has to look",
    130: "interrupted",
    141: "pipe closed",
}
# What any command can end with, whatever it does.
ALWAYS = (1, 130, 141)

# By what a command does: nothing with a vault, a look at its plain files, an act of an officer, an
# act with content of a FILE.
_ALONE = (0, 2)
_LOOK = (0, 2, 13, 14)
_ACT = (0, 2, 10, 12, 13, 14)
_FILE = (0, 2, 10, 11, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Example:
    """How a command is typed, a line each, and the codes that it can end with."""

    lines: tuple[str, ...]
    codes: tuple[int, ...]


def _of(codes: tuple[int, ...], *lines: str) -> Example:
    return Example(lines, codes)


WP, CO, VZ, IN = "WP-7K3F9QX6", "CO-4PWE81SQ", "VZ-8N2CQ5YT", "IN-3H6TD0VJ"

EXAMPLES: Mapping[str, Example] = {
    "keygen": _of(
        _ALONE,
        "pgaref keygen ~/.config/pgaref/identity",
        "pgaref keygen ~/.config/pgaref/identity --passphrase > me.card",
    ),
    "card": _of((0, 2, 12), "pgaref card --identity ~/.ssh/id_ed25519 > me.card"),
    "template": _of(
        (0, 2, 10, 13, 14),
        "pgaref template intake > /dev/shm/intake.yaml",
        f"pgaref template weigh {WP} > /dev/shm/weging.yaml",
    ),
    "init": _of(
        _FILE,
        'pgaref init --name "Uma Verzonnen" --referentiekader kader.yaml',
    ),
    "completion": _of(_ALONE, "pgaref completion bash"),
    "whoami": _of((0, 2, 12, 13, 14), "pgaref whoami"),
    "party list": _of(_LOOK, "pgaref party list"),
    "party show": _of(_LOOK, "pgaref party show politie"),
    "party withdraw": _of(
        (*_ACT, 15), "pgaref party withdraw gemeente-venlo --on 2027-01-04 --dry-run"
    ),
    "officer add": _of(
        (0, 2, 10, 11, 12, 13, 14),
        'pgaref officer add politie pol-1 --name "Pol Verzonnen" \\',
        "    --card pol-1.card --accepted 2026-10-01",
    ),
    "officer confirm": _of(_ACT, "pgaref officer confirm pol-1 --how telefonisch"),
    "officer revoke": _of((*_ACT, 15), "pgaref officer revoke pol-1 --reason uit-dienst --dry-run"),
    "officer rekey": _of((*_ACT, 15), "pgaref officer rekey --dry-run"),
    "officer review": _of(_ACT, "pgaref officer review"),
    "officer list": _of(_ACT, "pgaref officer list", "pgaref officer list --names"),
    "referentiekader apply": _of(_FILE, "pgaref referentiekader apply kader.yaml"),
    "evaluate beveiliging": _of(_FILE, "pgaref evaluate beveiliging evaluatie.yaml"),
    "evaluate convenant": _of(_FILE, "pgaref evaluate convenant evaluatie.yaml"),
    "profile check": _of((0, 2, 10, 11, 13, 14), "pgaref profile check convenant.yaml"),
    "profile apply": _of(_FILE, "pgaref profile apply convenant.yaml"),
    "intake": _of(_FILE, "pgaref intake intake.yaml", "age -d -i me.key i.age | pgaref intake -"),
    "signal": _of(_FILE, f"pgaref signal {WP} signaal.yaml"),
    "weigh": _of(_FILE, f"pgaref weigh {WP} weging.yaml"),
    "decide": _of(
        _FILE,
        f"pgaref decide {WP} besluit.yaml --dry-run",
        f"pgaref decide {WP} besluit.yaml",
    ),
    "plan": _of(_FILE, f"pgaref plan {CO} plan.yaml"),
    "action": _of(_FILE, f"pgaref action {CO} actie.yaml"),
    "relation": _of(_FILE, f"pgaref relation {CO} betrokkene.yaml"),
    "advice": _of(_FILE, f"pgaref advice {CO} advies.yaml"),
    "join": _of(_FILE, f"pgaref join {CO} nctv deelname.yaml --dry-run"),
    "leave": _of(_FILE, f"pgaref leave {CO} nctv vertrek.yaml --dry-run"),
    "disclose": _of(
        _FILE,
        f"pgaref disclose {CO} verstrekking.yaml --consent-text > tekst",
        f"pgaref disclose {CO} verstrekking.yaml --signature pol-1.sig",
    ),
    "inform": _of(_FILE, f"pgaref inform {WP} informatieplicht.yaml"),
    "review": _of(_FILE, f"pgaref review {WP} controle.yaml"),
    "close": _of(_FILE, f"pgaref close {CO} afsluiting.yaml"),
    "request open": _of(_FILE, "pgaref request open verzoek.yaml"),
    "request identify": _of(_FILE, f"pgaref request identify {VZ} identificatie.yaml"),
    "request answer": _of(
        _FILE,
        f"pgaref request answer {VZ} beantwoording.yaml --dry-run",
        f"pgaref request answer {VZ} beantwoording.yaml -o inzage.pdf.age",
    ),
    "request refuse": _of(_FILE, f"pgaref request refuse {VZ} weigering.yaml"),
    "request correct": _of(_FILE, f"pgaref request correct {VZ} correctiebesluit.yaml"),
    "request list": _of(_LOOK, "pgaref request list"),
    "incident open": _of(_FILE, "pgaref incident open incident.yaml"),
    "incident update": _of(_FILE, f"pgaref incident update {IN} aanvulling.yaml"),
    "incident report": _of(_FILE, f"pgaref incident report {IN} melding.yaml"),
    "incident close": _of(_FILE, f"pgaref incident close {IN} afsluiting.yaml"),
    "incident list": _of(_LOOK, "pgaref incident list"),
    "correct": _of(_FILE, f"pgaref correct {WP}/2 correctie.yaml --dry-run"),
    "acknowledge": _of(_FILE, f"pgaref acknowledge {WP}/8 ontvangst.yaml"),
    "list": _of(
        _ACT,
        "pgaref list --names",
        "pgaref list --register casusoverleg --state lopend --json",
        "pgaref list --chart --svg termijnen.svg",
    ),
    "agenda": _of(
        (*_LOOK, 15),
        "pgaref agenda --days 14",
        "pgaref agenda --ics ~/termijnen.ics",
    ),
    "show": _of(
        _ACT,
        f"pgaref show {CO}",
        f"pgaref show {WP}/4 --purpose weegploeg",
        f"pgaref show {CO} --disclosures",
    ),
    "find": _of(_ACT, "pgaref find --purpose casusoverleg"),
    "document": _of(
        _ACT,
        f"pgaref document plan {CO}",
        f"pgaref document kennisgeving {WP} -o brief.pdf.age",
    ),
    "drafts list": _of(_LOOK, "pgaref drafts list"),
    "drafts drop": _of(_ACT, f"pgaref drafts drop {WP}.weigh.uitvoerder.uit-1"),
    "hold add": _of(_FILE, f"pgaref hold add {WP} opschorting.yaml"),
    "hold release": _of(_ACT, f"pgaref hold release {WP} --reason procedure-beeindigd"),
    "hold list": _of(_LOOK, "pgaref hold list"),
    "archive": _of(_ACT, f"pgaref archive {CO}"),
    "reopen": _of(_FILE, f"pgaref reopen {WP} opdracht.yaml"),
    "shred": _of(_ACT, f"pgaref shred {WP} --reason niet-agenderen"),
    "sweep": _of(
        (*_ACT, 15),
        "pgaref sweep --dry-run --as-of 2027-10-20",
        "pgaref sweep --wait 600",
    ),
    "certificate": _of(_LOOK, f"pgaref certificate {WP}"),
    "log show": _of(
        _ACT,
        f"pgaref log show {WP}",
        "pgaref log show --party politie --act show --since 2027-01-01",
    ),
    "log export": _of(_ACT, "pgaref log export --ldv --since 2027-01-01 > log.jsonl"),
    "log review": _of(
        _FILE,
        "pgaref log review --since 2027-01-01",
        "pgaref log review --findings logcontrole.yaml",
    ),
    "log checkpoint": _of(
        _FILE,
        "pgaref log checkpoint > log.checkpoint",
        "pgaref log checkpoint --cosign log.checkpoint",
    ),
    "log delete": _of(_ACT, "pgaref log delete 2026 --dry-run"),
    "log verify": _of(
        (0, 2, 11, 13, 14),
        "pgaref log verify",
        "pgaref log verify --checkpoint log.checkpoint",
    ),
    "verwerkingsregister": _of(
        _ACT,
        "pgaref verwerkingsregister > verwerkingsregister.yaml",
        "pgaref verwerkingsregister --pdf verwerkingsregister.pdf",
    ),
    "schema list": _of(_LOOK, "pgaref schema list"),
    "schema check": _of((0, 2, 10, 13), "pgaref schema check --against main"),
    "schema diff": _of(_ALONE, "pgaref schema diff signaal 1 2"),
    "schema migrate": _of(_ACT, "pgaref schema migrate --dry-run"),
    "doctor": _of((0, 2, 15), "pgaref doctor"),
    "check": _of(_ACT, "pgaref check", "pgaref check --decrypt"),
}


def meanings(codes: tuple[int, ...]) -> list[tuple[str, str]]:
    """Each of `codes` with what it means, in the order of the table."""
    return [(str(code), _(text)) for code, text in CODES.items() if code in codes]
