# SPDX-License-Identifier: EUPL-1.2
"""Certificates that nobody signed: was the dossier due, by their own word and the log's (art. 13).

The card is gone, so that a certificate is held against the profile's terms, and its dates against
the lines of the log that wrote the card.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pgaref.covenant import retention
from pgaref.covenant.model import Card
from pgaref.covenant.profile import Profile
from pgaref.errors import IntegrityError
from pgaref.language import _
from pgaref.storage import certificates, schemas
from pgaref.storage.checking.findings import Finding
from pgaref.storage.logbook import origin
from pgaref.storage.logbook.line import REMOVED, Line
from pgaref.storage.vault import Vault

# A clock that waited for the lock over midnight was behind the log's by a day.
_CLOCKS_DIFFER = timedelta(days=1)


def certificate_findings(vault: Vault) -> Iterator[Finding]:
    """Every certificate of the scheduler's that proves a destruction before its day."""
    found = dict(_unsigned(vault))
    processed = _last_processed(vault) if found else {}
    begins = vault.history.begins
    for path, value in found.items():
        logged = origin.local_day(vault.profile, vault.history.bindings[path].time)
        last = processed.get(value["id"])
        for problem in _problems(value, vault.profile, logged):
            yield Finding(path, problem)
        # What lines said that were deleted with their year is no longer told.
        if not begins if last is None else _processed(value) < last:
            yield Finding(path, _("processed later than it says, by the log"))


def _unsigned(vault: Vault) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The scheduler's certificates; those that are none at all are told of elsewhere."""
    for path, binding in sorted(vault.history.bindings.items()):
        if binding.key or not path.startswith("certificates/"):
            continue
        try:
            value = certificates.decode(vault.store.bound(path), path)
        except (IntegrityError, OSError):
            continue
        if not schemas.check(value, "certificate/1"):
            yield path, value


def _problems(value: Mapping[str, Any], profile: Profile, logged: date) -> Iterator[str]:
    day = {name: date.fromisoformat(value[name]) for name in ("due", "destroyed")}
    if not _follows_from_dates(_card(value), profile, day["due"], value["article"]):
        yield _("its day does not follow from its own dates")
    if day["destroyed"] < day["due"]:
        yield _("destroyed before its day, and nobody signed for it")
    if day["destroyed"] > logged:
        yield _("destroyed later than the log has it")


def _processed(value: Mapping[str, Any]) -> date:
    """The last day on which the log may have the last processing that a certificate tells of."""
    return date.fromisoformat(value["last_processed"]) + _CLOCKS_DIFFER


def _follows_from_dates(card: Card, profile: Profile, due: date, article: str) -> bool:
    """Whether a day and its article are what the covenant makes of a card's dates.

    A request ended with files that are gone: settled, and no earlier than when nobody could object.
    """
    register = profile.registers.get(card.register)
    if register is not None and register.follows:
        articles = (profile.terms.objection.article, profile.terms.destroy.article)
        first = retention.objection_ends(card, profile)
        return bool(card.outcome) and due >= first and article in articles
    end = retention.destruction(card, profile)
    return (end.day, end.article) == (due, article)


def _card(value: Mapping[str, Any]) -> Card:
    """As much of the destroyed card as its term follows from."""
    return Card(
        id=value["id"],
        register=value["register"],
        state="",
        seq=value["seq"],
        opened=date.fromisoformat(value["opened"]),
        last_processed=date.fromisoformat(value["last_processed"]),
        parties=(),
        sections={},
        declined=_day(value, "declined"),
        keep_until=_day(value, "keep_until"),
        outcome=value.get("outcome", ""),
    )


def _day(value: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(value[name]) if name in value else None


def _last_processed(vault: Vault) -> Mapping[str, date]:
    """Dossier -> the day on which, by the log, an act last wrote its card that starts its term."""
    found: dict[str, date] = {}
    for line in vault.store.log.lines():
        for path, sha256 in line.get("files", {}).items():
            if sha256 == REMOVED or not path.endswith("/card.json"):
                continue
            _, register, dossier, _ = path.split("/")
            if dossier not in found or _counts(vault.profile, line, register):
                found[dossier] = origin.local_day(vault.profile, line["time"])
    return found


def _counts(profile: Profile, line: Line, register: str) -> bool:
    act = origin.act_name(profile, line["action"])
    rule = profile.act(act, register) or profile.act(act)
    return rule is not None and rule.counts
