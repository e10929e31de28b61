# SPDX-License-Identifier: EUPL-1.2
"""What to do next after an error that does not say so itself, by its kind and the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pgaref.cli import registry
from pgaref.errors import (
    InputError,
    IntegrityError,
    KeyUnavailableError,
    PgarefError,
    RefusedError,
    UsageError,
)
from pgaref.language import _, marked

_PARTIES = marked("the parties and their ids: pgaref party list")
_OFFICERS = marked("the officers and their ids: pgaref officer list")
_READERS = marked("who is on it, and who reads what: pgaref show ID")
_RECORDS = marked("its records, with their numbers and fields: pgaref show ID")
_STATES = marked("the dossiers and how they stand: pgaref list")
_TERMS = marked("what is due, and when: pgaref agenda")
_JOIN = marked("let another one join first: pgaref join ID PARTY FILE")
# What mends a refusal, by the code that the log keeps of it.
BY_REASON: Mapping[str, str] = {
    "already-there": _READERS,
    "informed": _RECORDS,
    "known-key": marked("everybody makes a card of their own: pgaref keygen FILE"),
    "known-officer": _OFFICERS,
    "melder": _RECORDS,
    "no-card": marked("admit them with a card: pgaref officer add PARTY ID --card FILE"),
    "no-dossier": _STATES,
    "no-field": _RECORDS,
    "no-kernpartij": _JOIN,
    "no-municipality": _JOIN,
    "no-person": _RECORDS,
    "no-recipient": _OFFICERS,
    "no-record": _RECORDS,
    "no-such-year": marked("each year is a file in log/ of the vault"),
    "no-wish": marked("what was asked: pgaref show VZ"),
    "not-agendered": _TERMS,
    "not-due": _TERMS,
    "not-in-office": _OFFICERS,
    "not-on-dossier": _READERS,
    "reserved-id": marked("choose another id"),
    "shielded": _RECORDS,
    "signed-twice": marked("another officer signs: --identity FILE"),
    "standing-party": _READERS,
    "wrong-kind": _RECORDS,
    "wrong-officer": _OFFICERS,
    "wrong-party": _PARTIES,
    "wrong-register": _STATES,
    "wrong-role": marked("run it with the identity of an officer who may: --identity FILE"),
    "wrong-state": _STATES,
}
# What looks at the vault as a whole: who just did that is not sent back to it.
_CHECKING = ("check", "log verify")


def hint(error: PgarefError, words: Sequence[str]) -> str:
    """The hint for `error`, which ended the command in `words`; maybe none."""
    if error.hint:
        return error.hint
    command = registry.named(words)
    if isinstance(error, RefusedError):
        return _refused(error, command)
    if isinstance(error, IntegrityError):
        if command in _CHECKING:
            return _("nothing was changed; a backup is put back as docs/reservekopieen.md tells")
        return _("nothing was changed; what is wrong with the vault: {line}", line="pgaref check")
    if isinstance(error, KeyUnavailableError):
        return _(
            "who you are here: {line}; another identity: --identity FILE", line="pgaref whoami"
        )
    if isinstance(error, InputError):
        return _input(command)
    if isinstance(error, UsageError):
        return " ".join(["pgaref", *command.split(), "--help"])
    return ""


def _refused(error: RefusedError, command: str) -> str:
    """What to do after a refusal that does not say so in its own words, by its code."""
    if any(refusal.hint for refusal in error.refusals):
        return ""
    if command == "schema check":
        return _("how a schema changes: README.md, for developers")
    found = (_(BY_REASON[r.reason]) for r in error.refusals if r.reason in BY_REASON)
    return next(found, None) or _input(command)


def _input(command: str) -> str:
    """Where the fields of a command's FILE are told of."""
    from pgaref.actions.template import LINES

    for kind, line in LINES.items():
        if line.startswith(f"{command} "):
            return _("each field and what it is for: {line}", line=f"pgaref template {kind}")
    return _("what it takes: {line}", line=" ".join(["pgaref", *command.split(), "--help"]))
