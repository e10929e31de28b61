# SPDX-License-Identifier: EUPL-1.2
"""Making a vault: art. 5. The identity that runs it becomes the uitvoerder's first officer."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pgaref.actions.officers import reserved_id
from pgaref.actions.session import TOOL, Session, refuse_if
from pgaref.covenant.model import Officer
from pgaref.covenant.profile import Profile
from pgaref.storage import age, canonical, layout, parties, profiles, signing, yamltext
from pgaref.storage.files import places
from pgaref.storage.files.tree import Tree
from pgaref.storage.parties import PartyFile
from pgaref.storage.store import open_store
from pgaref.storage.transaction import Act


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new vault starts with. `archive`: a folder elsewhere for the archive, or none.

    `profile` is the text of the covenant (`profile/1`); messages call it `source`.
    """

    profile: bytes
    source: str
    officer: str
    name: str
    referentiekader: Mapping[str, Any] | None
    archive: Path | None


@dataclass(frozen=True, slots=True)
class Founded:
    """The new vault's id, its profile, and its first officer."""

    vault: str
    profile: str
    officer: str


def initialise(session: Session, founding: Founding) -> Founded:
    """Make a vault at the session's place.

    Raises:
        UsageError: there is a vault, or the folder is not empty.
        InputError: the profile is wrong in itself.
        RefusedError: the place is on a network file system, or the officer's id is reserved.
        KeyUnavailableError: no identity or no signing key.
    """
    refuse_if(reserved_id(founding.officer))
    for place in (session.root, founding.archive):
        if place is not None:
            places.require_free(place)
            places.require_local(place)
    profile = profiles.read(founding.profile, founding.source)
    founder = _founder(session, founding, profile)
    vault = places.interrupted_vault(session.root) or secrets.token_hex(16)
    act = Act("init", founder.id, founder.party, session.host, TOOL, article="5")
    for place in (session.root, founding.archive):
        if place is not None:
            Tree(place).make_root()
    with open_store(
        session.root,
        vault=vault,
        archive=founding.archive,
        state=session.state,
        exclusive=True,
        wait=session.wait,
        now=session.now,
    ) as store:
        for folder in layout.FOLDERS:
            store.tree.make_folder(folder)
        store.tree.sync("")
        with store.begin(act, session.signer()) as transaction:
            files = _files(session, founding, profile, founder, vault)
            for path, data in files.items():
                transaction.put(path, data, bound=True)
            transaction.signers[founder.id] = founder.signing_key
            transaction.commit()
    return Founded(vault, profile.name, founder.id)


def _founder(session: Session, founding: Founding, profile: Profile) -> Officer:
    party = profile.uitvoerder
    today = session.day(profile)
    return Officer(
        id=founding.officer,
        party=party.id,
        role=profile.roles[party.kind.value],
        accepted=today,
        since=today,
        recipient=session.unlock(session.identity).recipient,
        signing_key=signing.public_key(session.signing_key),
    )


def _files(
    session: Session,
    founding: Founding,
    profile: Profile,
    founder: Officer,
    vault: str,
) -> dict[str, bytes]:
    """Every file of the new vault; the settings last, as they make it one."""
    files = {layout.PROFILE: founding.profile}
    if founding.referentiekader is not None:
        files[layout.REFERENTIEKADER] = yamltext.dump(founding.referentiekader)
    for party in profile.parties.values():
        officers = (founder,) if party.id == founder.party else ()
        file = PartyFile(party.id, party.contact, officers)
        files[layout.party_file(party.id)] = parties.encode(file)
    roster = parties.encode_roster({founder.id: founding.name})
    files[layout.ROSTER] = age.encrypt(roster, [founder.recipient])
    files[layout.ARCHIVE_MARKER] = canonical.encode({"format": 1, "vault": vault})
    settings: dict[str, object] = {
        "format": 1,
        "id": vault,
        "created": session.day(profile).isoformat(),
        "host": session.host,
        "profile": profile.name,
        "backup": {
            "keys_days": profile.backup.keys_days,
            "rest_days": profile.backup.rest_days,
        },
    }
    if founding.archive is not None:
        settings["archive"] = str(founding.archive)
    files[layout.SETTINGS] = canonical.encode(settings)
    return files
