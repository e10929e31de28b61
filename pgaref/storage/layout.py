# SPDX-License-Identifier: EUPL-1.2
"""Where everything in a vault stands (format 1), as relative paths."""

from __future__ import annotations

import re

SETTINGS = "vault.json"
PROFILE = "convenant.yaml"
REFERENTIEKADER = "referentiekader.yaml"
ROSTER = "parties/roster.age"
LOCK = "lock"
CHECKPOINTS = "log/checkpoints"
REVIEWS = "log/reviews"
LOG_BASE = "log/base.json"
ARCHIVE = "archive"
ARCHIVE_MARKER = "archive/vault.json"
ACTIVE_COPY = "active.json"
FOLDERS = (
    "parties",
    "dossiers",
    "keys",
    "archive",
    "outbox",
    "certificates",
    "drafts",
    "log",
    "journal",
)


def party_file(party: str) -> str:
    """The plain file of a party: contact and officers."""
    return f"parties/{party}.yaml"


def dossier_folder(register: str, dossier: str, *, archived: bool = False) -> str:
    """The folder of a dossier, among the active ones or in the archive."""
    return f"{ARCHIVE if archived else 'dossiers'}/{register}/{dossier}"


def card_file(register: str, dossier: str, *, archived: bool = False) -> str:
    """A dossier's card."""
    return f"{dossier_folder(register, dossier, archived=archived)}/card.json"


def active_path(card: str) -> str:
    """Where the card that now lies at `card`, in the archive, lay before; empty for any other."""
    archived = card.startswith(f"{ARCHIVE}/") and card.endswith("/card.json")
    return f"dossiers{card.removeprefix(ARCHIVE)}" if archived else ""


def active_copy(card: str) -> str:
    """The last active card as it was, beside the card that lies at `card` in the archive."""
    return f"{card.removesuffix('/card.json')}/{ACTIVE_COPY}"


def record_name(section: str, n: int) -> str:
    """A record's file, below its dossier's folder."""
    return f"{section}/{n:04d}.age"


def keys_folder(register: str, dossier: str) -> str:
    """The folder of all wrapped keys of a dossier, active or archived."""
    return f"keys/{register}/{dossier}"


def key_name(section: str, holder: str, *, seal: bool = False) -> str:
    """The key file of one officer (`party/officer`) for one section, below the dossier's keys."""
    return f"{section}/{holder}.seal.age" if seal else f"{section}/{holder}.age"


def package_file(party: str, dossier: str, n: int) -> str:
    """A package that lies ready for a party."""
    return f"outbox/{party}/{dossier}-{n}.age"


def package_keys(party: str, dossier: str, n: int) -> str:
    """The folder of the keys of a package."""
    return f"keys/outbox/{party}/{dossier}-{n}"


def package_key(party: str, dossier: str, n: int, officer: str) -> str:
    """The key of a package, for one officer of the receiving party."""
    return f"{package_keys(party, dossier, n)}/{officer}.age"


def certificate_file(dossier: str) -> str:
    """The proof that a dossier was destroyed."""
    return f"certificates/{dossier}.json"


def checkpoint_file(seq: int) -> str:
    """The checkpoint of line `seq` of the log."""
    return f"{CHECKPOINTS}/{seq:08d}.txt"


def checkpoint_signature(seq: int, officer: str) -> str:
    """An officer's signature over that checkpoint."""
    return f"{CHECKPOINTS}/{seq:08d}.{officer}.sig"


def log_findings(seq: int) -> str:
    """What a review of the log found, signed for on line `seq`."""
    return f"{REVIEWS}/{seq:08d}.age"


def is_checkpoint(path: str) -> bool:
    """Whether a checkpoint stands there; no signature of one."""
    return path.startswith(f"{CHECKPOINTS}/") and path.endswith(".txt")


def cosigner(path: str) -> tuple[str, str]:
    """The checkpoint that the signature at `path` is over, and its officer; two empty: none is."""
    found = re.fullmatch(rf"({CHECKPOINTS}/[0-9]+)\.([a-z0-9-]+)\.sig", path)
    return (f"{found[1]}.txt", found[2]) if found else ("", "")
