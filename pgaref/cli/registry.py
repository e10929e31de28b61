# SPDX-License-Identifier: EUPL-1.2
"""The commands, known without importing them: their words, and what each is for in one line.

A command `officer add` is the function `command` in the module `pgaref.cli.commands.officer_add`;
its first word is a group, told of in `GROUPS`. A new command is a row here and a module there.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence

from pgaref.language import _

PACKAGE = "pgaref.cli.commands"

COMMANDS: Mapping[str, str] = {
    "keygen": "make your identity and signing key",
    "card": "print your officer card, of keys made elsewhere",
    "template": "make a YAML template to fill in, with comments",
    "init": "make a vault",
    "completion": "print what completes a line in your shell",
    "whoami": "say which officer your identity is",
    "party list": "list the parties to the covenant",
    "party show": "show one party",
    "party withdraw": "file a party's notice; take it off files after it",
    "officer add": "admit an officer to a party",
    "officer confirm": "note that a check code was compared",
    "officer revoke": "end an authorisation and renew keys",
    "officer rekey": "give and renew the keys that are pending",
    "officer review": "show who can read what, once a year",
    "officer list": "list the officers",
    "referentiekader apply": "put a referentiekader in force",
    "evaluate beveiliging": "file an evaluation of the security",
    "evaluate convenant": "file an evaluation of the covenant",
    "profile check": "look at another version of the profile",
    "profile apply": "put another version of the profile in force",
    "intake": "open a dossier on a subject and the first signals",
    "signal": "add a signal to a dossier",
    "weigh": "weigh a dossier against the referentiekader",
    "decide": "file a decision; agenderen hands over",
    "plan": "put a plan van aanpak on file",
    "action": "file what was done on a measure",
    "relation": "put a person of the subject's surroundings on file",
    "advice": "file an expert's advice",
    "join": "let a party read a dossier",
    "leave": "take a party off a dossier",
    "disclose": "disclose chosen fields to an externe casuspartner",
    "inform": "note how the duty to inform was met or deferred",
    "review": "file a check of accuracy and completeness",
    "close": "close the plan, in both files",
    "request open": "take a request of a person concerned in",
    "request identify": "file how the identity of who asks was established",
    "request answer": "answer a request for inzage with an overview",
    "request refuse": "refuse a request, motivated",
    "request correct": "decide on a request for correctie or verzet",
    "request list": "list the requests and when to answer",
    "incident open": "put an incident on file; 72 hours run",
    "incident update": "add facts, consequences, measures",
    "incident report": "file a phase of the notification, or why none",
    "incident close": "close an incident, and who was told",
    "incident list": "list the incidents and the hours left",
    "correct": "correct, remove or shield a record",
    "acknowledge": "file that a party has heard of a correction",
    "list": "list dossiers and what is due",
    "agenda": "show every running term; for cron and calendars",
    "show": "read a dossier or a record",
    "find": "search what you may read",
    "document": "make a document as PDF/A",
    "drafts list": "list the edits that were given up",
    "drafts drop": "throw an edit away that was given up",
    "hold add": "hold a destruction up",
    "hold release": "let a hold go",
    "hold list": "list the holds",
    "archive": "seal a dossier before its term",
    "reopen": "bring archived data back to the weegploeg",
    "shred": "destroy a dossier by hand",
    "sweep": "archive and destroy what is due; for cron",
    "certificate": "print the proof that a dossier was destroyed",
    "log show": "show who did what, when and why",
    "log export": "write the log for other systems",
    "log review": "show what stands out in the log; sign for that",
    "log checkpoint": "note how far the log has come; cosign that",
    "log delete": "delete the log of a year that was kept long enough",
    "log verify": "verify the log from its first line",
    "verwerkingsregister": "print the register of processing",
    "schema list": "list the versions of schemas in the vault",
    "schema check": "check the schemas against their release and git",
    "schema diff": "say in words what changed between two versions",
    "schema migrate": "carry records to the newest version",
    "doctor": "look at the machine: rights, swap, clock, programs",
    "check": "check that the vault is what its log says",
}

GROUPS: Mapping[str, str] = {
    "party": "the parties to the covenant",
    "officer": "who acts for a party",
    "referentiekader": "the criteria of the weegploeg",
    "evaluate": "how security and covenant do",
    "profile": "the covenant as data",
    "request": "what a person concerned asks",
    "incident": "what went wrong with the files, and who was told",
    "drafts": "edits that were given up",
    "hold": "holding a destruction up",
    "log": "what was done, read and refused",
    "schema": "what records may hold, version by version",
}


def module_name(command: str) -> str:
    """The module of `command`, as `pgaref.cli.commands.officer_add` for `officer add`."""
    return f"{PACKAGE}.{command.replace(' ', '_').replace('-', '_')}"


def load(command: str) -> Callable[..., object]:
    """Import the function that runs `command`."""
    function: Callable[..., object] = importlib.import_module(module_name(command)).command
    return function


def is_group(words: str) -> bool:
    """Whether `words` stands before other commands; the empty string stands before all."""
    return not words or any(name.startswith(f"{words} ") for name in COMMANDS)


def children(group: str) -> list[str]:
    """The words that may follow `group` (empty: the words that a line may begin with)."""
    start = f"{group} " if group else ""
    found = [name[len(start) :].split(" ")[0] for name in COMMANDS if name.startswith(start)]
    return list(dict.fromkeys(found))


def rows(group: str) -> list[tuple[str, str]]:
    """Every command below `group` with what it is for, in the order of the table."""
    start = f"{group} " if group else ""
    return [(name, _(text)) for name, text in COMMANDS.items() if name.startswith(start)]


def named(words: Sequence[str]) -> str:
    """The command or group that `words` begins with, as far as it is known; maybe empty."""
    name = ""
    for word in words:
        longer = f"{name} {word}".strip()
        if longer not in COMMANDS and not is_group(longer):
            break
        name = longer
    return name
