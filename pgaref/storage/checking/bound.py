# SPDX-License-Identifier: EUPL-1.2
"""What the log binds, but for cards: settings, covenant, parties, packages, drafts, proofs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pgaref.covenant.model import Officer
from pgaref.errors import InputError, IntegrityError, RefusedError
from pgaref.language import _
from pgaref.storage import (
    age,
    armor,
    canonical,
    draftname,
    layout,
    parties,
    profiles,
    schemas,
    signing,
    yamltext,
)
from pgaref.storage.checking.dossiers import read_card
from pgaref.storage.checking.findings import Finding, finding_of
from pgaref.storage.logbook import checkpoint
from pgaref.storage.parties import PartyFile
from pgaref.storage.vault import Vault


def bound_findings(vault: Vault) -> Iterator[Finding]:
    """Of every bound file that is no card: missing, other bytes, or not of its kind."""
    required = {layout.SETTINGS, layout.PROFILE, layout.ROSTER, layout.ARCHIVE_MARKER}
    for path in sorted(required - vault.history.bindings.keys()):
        yield Finding(path, _("not in the log"))
    for path in sorted(vault.history.bindings):
        if not path.endswith("/card.json"):
            try:
                data = vault.store.bound(path)
                for problem in _inner(vault, path, data):
                    yield Finding(path, problem)
            except InputError as error:
                yield Finding(
                    path,
                    _("not as its schema asks, {problems} problems", problems=len(error.problems)),
                )
            except (IntegrityError, OSError) as error:
                yield finding_of(error, path)


def officer_findings(vault: Vault) -> Iterator[Finding]:
    """Where party files and log differ in who may sign, and whose keys protect nothing."""
    signers = dict(vault.history.signers)
    seen: set[str] = set()
    for party in vault.profile.parties:
        path = layout.party_file(party)
        for officer in parties.decode(vault.store.bound(path), path).officers:
            if officer.id in seen:
                yield Finding(path, _("{officer} is an officer twice", officer=officer.id))
            seen.add(officer.id)
            for problem in _officer_problems(officer, signers.pop(officer.id, "")):
                yield Finding(path, f"{officer.id}: {problem}")
    for officer_id in signers:
        yield Finding(
            "parties", _("{officer} may sign by the log and is no officer", officer=officer_id)
        )


def _officer_problems(officer: Officer, signer: str) -> Iterator[str]:
    # An officer whose authorisation has ended keeps the key here, and the log ends it.
    expected = "" if officer.revoked else officer.signing_key
    if expected != signer:
        yield _("another signing key than the log has")
    if officer.recipient:
        try:
            age.check_recipient(officer.recipient)
        except (InputError, RefusedError):
            yield _("no recipient that protects anything")


def _inner(vault: Vault, path: str, data: bytes) -> Iterator[str]:
    """What is wrong within a file whose bytes are those that the log binds."""
    kind = path.partition("/")[0]
    check = _KINDS.get(path) or _KINDS.get(kind)
    if check is not None:
        yield from check(vault, path, data)


def _settings(vault: Vault, path: str, data: bytes) -> Iterator[str]:
    yield from schemas.check(_canonical(path, data), "vault/1")
    if vault.settings.id != vault.history.vault:
        yield _("of another vault than the log")


def _marker(vault: Vault, path: str, data: bytes) -> Iterator[str]:
    if _canonical(path, data).get("vault") != vault.history.vault:
        yield _("of another vault than the log")


def _profile(_vault: Vault, path: str, data: bytes) -> Iterator[str]:
    profiles.read(data, path)
    yield from ()


def _referentiekader(_vault: Vault, path: str, data: bytes) -> Iterator[str]:
    yield from schemas.check(yamltext.parse(data, path).value, "referentiekader/1")


def _party(vault: Vault, path: str, data: bytes) -> Iterator[str]:
    if path == layout.ROSTER:
        return
    yield from schemas.check(yamltext.parse(data, path).value, "partij/1")
    party: PartyFile = parties.decode(data, path)
    if layout.party_file(party.id) != path or party.id not in vault.profile.parties:
        yield _("of a party that belongs elsewhere")


def _certificate(vault: Vault, path: str, data: bytes) -> Iterator[str]:
    value = _canonical(path, data)
    yield from schemas.check(value, "certificate/1")
    if layout.certificate_file(str(value.get("id"))) != path:
        yield _("the certificate of another dossier")
    if value.get("vault") != vault.history.vault:
        yield _("of another vault than the log")


def _package(vault: Vault, path: str, _data: bytes) -> Iterator[str]:
    """A package belongs to a dossier that is there, and stands on its card."""
    dossier = path.rpartition("/")[2].removesuffix(".age").rpartition("-")[0]
    register = vault.profile.register_of(dossier)
    for archived in (False, True):
        card = layout.card_file(register.name, dossier, archived=archived) if register else ""
        listed = read_card(vault, card).packages if card in vault.history.bindings else ()
        if path in {layout.package_file(p.party, dossier, p.n) for p in listed if p.keys}:
            return
    yield _("a package that is on no card")


def _draft(vault: Vault, path: str, data: bytes) -> Iterator[str]:
    """A draft is its officer's, encrypted, and about a dossier that is there."""
    name = draftname.at(path)
    if name is None:
        yield _("no name of a draft")
        return
    if name.officer != vault.history.bindings[path].actor:
        yield _("kept by another officer than its name says")
    if name.dossier and vault.lookup(name.dossier) is None:
        yield _("about a dossier that is not there")
    if not armor.is_age_file(data):
        yield _("not encrypted")


def _checkpoint(vault: Vault, path: str, data: bytes) -> Iterator[str]:
    """A checkpoint is of this vault, and a signature its officer's, over what stands beside it."""
    over, officer = layout.cosigner(path)
    if not over and not layout.is_checkpoint(path):
        return
    if not over:
        if checkpoint.decode(data, path).vault != vault.history.vault:
            yield _("of another vault than the log")
        return
    known = vault.officers.get(officer)
    lines = signing.unarmored(data.decode("ascii", "replace"))
    key = known.signing_key if known else ""
    if not signing.verify(vault.store.bound(over), lines, key, checkpoint.NAMESPACE):
        yield _("not signed by {officer}", officer=officer)


def _base(_vault: Vault, path: str, data: bytes) -> Iterator[str]:
    """Where the log begins; of which vault and which lines, opening the log has seen."""
    yield from schemas.check(_canonical(path, data), "base/1")


def _canonical(path: str, data: bytes) -> Mapping[str, object]:
    try:
        return canonical.decode(data)
    except ValueError:
        raise IntegrityError(_("{path}: not canonical JSON", path=path)) from None


_KINDS: Mapping[str, Callable[[Vault, str, bytes], Iterator[str]]] = {
    layout.SETTINGS: _settings,
    layout.PROFILE: _profile,
    layout.REFERENTIEKADER: _referentiekader,
    layout.ARCHIVE_MARKER: _marker,
    layout.LOG_BASE: _base,
    "parties": _party,
    "certificates": _certificate,
    "outbox": _package,
    draftname.FOLDER: _draft,
    "log": _checkpoint,
}
