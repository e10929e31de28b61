# SPDX-License-Identifier: EUPL-1.2
"""Party files (plain: contact and officers) and the roster (the officers' names, encrypted)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pgaref.covenant.model import Officer, Withdrawal
from pgaref.errors import InputError, IntegrityError
from pgaref.language import _
from pgaref.storage import yamltext


@dataclass(frozen=True, slots=True)
class PartyFile:
    """What `parties/<party>.yaml` holds."""

    id: str
    contact: str
    officers: tuple[Officer, ...]
    withdrawal: Withdrawal | None = None


def encode(party: PartyFile) -> bytes:
    """The text of a party file."""
    value: dict[str, object] = {"schema": "partij/1", "id": party.id}
    if party.contact:
        value["contact"] = party.contact
    if party.withdrawal is not None:
        given, ends = party.withdrawal.given, party.withdrawal.ends
        value["withdrawal"] = {"given": given.isoformat(), "ends": ends.isoformat()}
    value["officers"] = [_plain(officer) for officer in party.officers]
    return yamltext.dump(value)


def _plain(officer: Officer) -> dict[str, str]:
    values = {
        "id": officer.id,
        "role": officer.role,
        "recipient": officer.recipient,
        "signing_key": officer.signing_key,
        "accepted": officer.accepted,
        "from": officer.since,
        "until": officer.until,
        "confirmed": officer.confirmed,
        "how": officer.how,
        "revoked": officer.revoked,
        "reason": officer.reason,
    }
    return {name: str(value) for name, value in values.items() if value}


def decode(data: bytes, path: str) -> PartyFile:
    """The party file in `data`, read at `path`.

    Raises:
        IntegrityError: not a party file.
    """
    try:
        value = yamltext.parse(data, path).value
        withdrawal = _withdrawal(value["withdrawal"]) if "withdrawal" in value else None
        officers = tuple(_officer(value["id"], entry, withdrawal) for entry in value["officers"])
        return PartyFile(value["id"], value.get("contact", ""), officers, withdrawal)
    except (InputError, KeyError, TypeError, ValueError, AttributeError):
        raise IntegrityError(_("{path}: not a party file", path=path)) from None


def _withdrawal(entry: Mapping[str, str]) -> Withdrawal:
    return Withdrawal(date.fromisoformat(entry["given"]), date.fromisoformat(entry["ends"]))


def _officer(party: str, entry: Mapping[str, Any], withdrawal: Withdrawal | None) -> Officer:
    def day(name: str) -> date | None:
        return date.fromisoformat(entry[name]) if name in entry else None

    return Officer(
        id=entry["id"],
        party=party,
        role=entry["role"],
        accepted=date.fromisoformat(entry["accepted"]),
        since=date.fromisoformat(entry["from"]),
        until=day("until"),
        recipient=entry.get("recipient", ""),
        signing_key=entry.get("signing_key", ""),
        confirmed=day("confirmed"),
        how=entry.get("how", ""),
        revoked=day("revoked"),
        reason=entry.get("reason", ""),
        party_until=withdrawal.ends if withdrawal else None,
    )


def encode_roster(names: Mapping[str, str]) -> bytes:
    """The plaintext of the roster: officer id -> name."""
    entries = [{"id": officer, "name": name} for officer, name in sorted(names.items())]
    return yamltext.dump({"schema": "roster/1", "names": entries})


def decode_roster(plaintext: bytes, path: str) -> dict[str, str]:
    """Officer id -> name, from the roster's plaintext.

    Raises:
        IntegrityError: not a roster.
    """
    try:
        entries: Iterable[Mapping[str, str]] = yamltext.parse(plaintext, path).value["names"]
        return {entry["id"]: entry["name"] for entry in entries}
    except (InputError, KeyError, TypeError):
        raise IntegrityError(_("{path}: not a roster", path=path)) from None
