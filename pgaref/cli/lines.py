# SPDX-License-Identifier: EUPL-1.2
"""What may follow each command on a line, known without importing it, as completion needs it.

A word is an argument (`ID`, `FILE`), a flag (`--yes`) or an option with what it takes
(`--party=PARTY`); `...` behind it says that there may be several. A test holds the table against
the commands themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

_PERIOD = "--since=DATE --until=DATE"

TAKES: Mapping[str, str] = {
    "keygen": "FILE --passphrase",
    "card": "",
    "template": "TEMPLATE ID",
    "init": "--profile=PROFILE --referentiekader=FILE --officer=TEXT --name=TEXT --archive=FOLDER",
    "completion": "SHELL",
    "whoami": "",
    "party list": "",
    "party show": "PARTY",
    "party withdraw": "PARTY --on=DATE --dry-run",
    "officer add": (
        "PARTY TEXT --name=TEXT --accepted=DATE --card=FILE --until=DATE --signature=FILE --dry-run"
    ),
    "officer confirm": "OFFICER --how=REASON",
    "officer revoke": "OFFICER --reason=REASON --dry-run",
    "officer rekey": "--dry-run",
    "officer review": "",
    "officer list": "--names",
    "referentiekader apply": "FILE",
    "evaluate beveiliging": "FILE",
    "evaluate convenant": "FILE",
    "profile check": "FILE",
    "profile apply": "FILE",
    "intake": "FILE",
    "signal": "ID FILE",
    "weigh": "ID FILE",
    "decide": "ID FILE --dry-run",
    "plan": "ID FILE",
    "action": "ID FILE",
    "relation": "ID FILE",
    "advice": "ID FILE",
    "join": "ID OUTSIDER FILE --dry-run",
    "leave": "ID READER FILE --dry-run",
    "disclose": "ID FILE --consent-text --signature=FILE... --dry-run",
    "inform": "ID FILE",
    "review": "ID FILE",
    "close": "ID FILE",
    "request open": "FILE",
    "request identify": "ID FILE",
    "request answer": "ID FILE --output=FILE -o=FILE --dry-run",
    "request refuse": "ID FILE",
    "request correct": "ID FILE",
    "request list": "",
    "incident open": "FILE",
    "incident update": "ID FILE",
    "incident report": "ID FILE",
    "incident close": "ID FILE",
    "incident list": "",
    "correct": "ID/N FILE --dry-run",
    "acknowledge": "ID/N FILE",
    "list": (
        "--names --register=REGISTER --state=STATE --party=PARTY --chart --svg=FILE --limit=NUMBER"
    ),
    "agenda": "--days=NUMBER --ics=FILE",
    "show": "ID[/N] --purpose=PURPOSE --section=SECTION --disclosures",
    "find": "--purpose=PURPOSE",
    "document": "DOCUMENT ID[/N]... -o=FILE --output=FILE --purpose=PURPOSE",
    "hold add": "ID FILE",
    "hold release": "ID[/N] --reason=REASON",
    "hold list": "",
    "archive": "ID",
    "reopen": "ID FILE",
    "shred": "ID --reason=REASON --yes",
    "sweep": "--dry-run --as-of=DATE --confirm=DATE",
    "certificate": "CERTIFICATE",
    "log show": f"ID --party=PARTY --officer=OFFICER --act=COMMAND {_PERIOD}",
    "log export": f"--ldv --register=TEXT {_PERIOD}",
    "log review": f"{_PERIOD} --findings=FILE",
    "log checkpoint": "--cosign=FILE",
    "log delete": "YEAR --yes --dry-run",
    "log verify": "--checkpoint=FILE...",
    "verwerkingsregister": f"--pdf=FILE {_PERIOD}",
    "doctor": "",
    "check": "--decrypt",
}

# Each option in a few words, as a shell shows them beside it; the whole is in the command's help.
OPTIONS: Mapping[str, str] = {
    "--accepted": "the day of acceptance, YYYY-MM-DD",
    "--act": "of this command only",
    "--archive": "a folder elsewhere for the archive",
    "--as-of": "look ahead to this day",
    "--card": "the officer card",
    "--chart": "draw how long each is kept",
    "--checkpoint": "a checkpoint that you kept",
    "--confirm": "today's date: the plan is meant",
    "--consent-text": "the text to sign",
    "--cosign": "sign this checkpoint",
    "--days": "due within so many days",
    "--decrypt": "open what you have a key for",
    "--disclosures": "who received or could read what",
    "--dry-run": "show it; change nothing",
    "--findings": "sign for what was found",
    "--how": "how it was done",
    "--ics": "write a calendar too",
    "--ldv": "as Logboek Dataverwerkingen",
    "--limit": "so many, the most urgent",
    "--name": "a name, for the roster",
    "--names": "with names; logged",
    "--officer": "an officer's id",
    "--on": "the day, YYYY-MM-DD",
    "--output": "where to write it",
    "--party": "of this party only",
    "--passphrase": "put it under a passphrase",
    "--pdf": "write it as PDF/A",
    "--profile": "the covenant",
    "--purpose": "why; it is logged",
    "--reason": "why, as a code",
    "--referentiekader": "the criteria",
    "--register": "which register",
    "--section": "this part only",
    "--signature": "a signature by an officer",
    "--since": "from this day on",
    "--state": "in this state only",
    "--svg": "write the chart to a file",
    "--until": "up to this day",
    "--yes": "do not ask",
    "-o": "where to write it",
}

DOCUMENTS = (
    "weegploeg",
    "plan",
    "kennisgeving",
    "inzage",
    "weigering",
    "correctie",
    "incident",
    "verklaring",
)
# What `template` makes: every kind of input but those that pgaref writes itself.
TEMPLATES = (
    *("intake", "signaal", "weging", "besluit", "plan", "actie", "betrokkene", "advies"),
    *("deelname", "vertrek", "verstrekking", "informatieplicht", "controle", "afsluiting"),
    *("opdracht", "opschorting", "verzoek", "identificatie", "beantwoording", "weigering"),
    *("correctiebesluit", "correctie", "ontvangst", "referentiekader", "evaluatie", "incident"),
    *("incidentaanvulling", "incidentmelding", "incidentafsluiting", "logcontrole"),
)
SHELLS = ("bash", "zsh", "fish")
