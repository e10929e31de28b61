# SPDX-License-Identifier: EUPL-1.2
"""A vault under its lock: settings, covenant, officers and cards, each checked against the log.

What the log does not vouch for is not acted upon: a file whose bytes are not those that the last
commit bound is an IntegrityError that names the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pgaref.covenant import profile_reading, weighing
from pgaref.covenant.circumstances import Circumstances
from pgaref.covenant.model import Card, Officer, Withdrawal
from pgaref.covenant.profile import Profile
from pgaref.covenant.weighing import Referentiekader
from pgaref.errors import InputError, IntegrityError, Refusal, RefusedError, UsageError
from pgaref.language import _
from pgaref.storage import canonical, cards, layout, parties, sealed, yamltext
from pgaref.storage.files.tree import Tree
from pgaref.storage.localtime import local
from pgaref.storage.logbook import origin
from pgaref.storage.logbook.history import Binding
from pgaref.storage.logbook.line import moment
from pgaref.storage.parties import PartyFile
from pgaref.storage.store import Store


@dataclass(frozen=True, slots=True)
class Settings:
    """`vault.json`: the vault's id and how long its backups are kept."""

    id: str
    archive: str
    created: str
    profile: str
    keys_days: int
    rest_days: int


def read_settings(data: bytes) -> Settings:
    """The settings in the bytes of `vault.json`.

    Raises:
        IntegrityError: not the settings of a vault of format 1.
    """
    try:
        value: dict[str, Any] = canonical.decode(data)
        if value["format"] != 1:
            raise ValueError("another format")
        backup = value["backup"]
        return Settings(
            value["id"],
            value.get("archive", ""),
            value["created"],
            value["profile"],
            backup["keys_days"],
            backup["rest_days"],
        )
    except (ValueError, KeyError, TypeError):
        raise IntegrityError(
            _("{SETTINGS}: not the settings of a vault of format 1", SETTINGS=layout.SETTINGS)
        ) from None


def peek(root: Path) -> Settings:
    """The settings of the vault at `root`, not yet checked against its log.

    Raises:
        UsageError: there is no vault.
        IntegrityError: `vault.json` is damaged.
    """
    try:
        return read_settings(Tree(root).read(layout.SETTINGS))
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(
            _("no vault at {absolute}", absolute=root.absolute()),
            hint=_("name it: --vault DIR; make one: pgaref --vault DIR init"),
        ) from None


class Vault:
    """The vault as one command sees it. Everything is read once and verified before use."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.tree = store.tree
        self.history = store.history

    def bound(self, path: str) -> bytes:
        """The bytes of a file that the log binds, written by somebody who could.

        Raises:
            IntegrityError: it is missing, or not as the log has it, or its author was not in
                office then, or has no such role.
        """
        data = self.store.bound(path)
        self._require_origin(path, self.history.bindings[path])
        return data

    @cached_property
    def settings(self) -> Settings:
        """The vault's settings."""
        return read_settings(self.bound(layout.SETTINGS))

    @cached_property
    def profile(self) -> Profile:
        """The covenant in force; its author is looked at with the `party_files`."""
        data = self.store.bound(layout.PROFILE)
        try:
            return profile_reading.parse(yamltext.parse(data, layout.PROFILE).value)
        except (InputError, KeyError, TypeError, ValueError):
            raise IntegrityError(
                _("{PROFILE}: not a profile of version 1", PROFILE=layout.PROFILE)
            ) from None

    @cached_property
    def last_line(self) -> date:
        """The day of the log's last line, in the time zone of the covenant.

        Raises:
            IntegrityError: there is none, and a vault has one from its making on.
        """
        last = self.history.time
        if last is None:
            raise IntegrityError(_("the vault has no log"))
        return local(self.profile, last).date()

    def last_done(self, act: str) -> date | None:
        """The day on which an act was last done, in the time zone of the covenant."""
        return self._last(self.history.finished, act)

    def last_signed(self, act: str) -> date | None:
        """The day on which an act last changed the vault, signed for."""
        return self._last(self.history.changed, act)

    def _last(self, times: Mapping[str, str], act: str) -> date | None:
        time = times.get(act.replace(" ", "-"))
        return local(self.profile, moment(time)).date() if time else None

    @cached_property
    def officers(self) -> Mapping[str, Officer]:
        """All officers by id, those whose time has ended too. Raises as `party_files` does."""
        return _by_id(self.party_files)

    @cached_property
    def withdrawals(self) -> Mapping[str, Withdrawal]:
        """The notice of each party that has given one (art. 18(2)). Raises as `party_files`."""
        files = self.party_files.items()
        return {party: file.withdrawal for party, file in files if file.withdrawal is not None}

    @cached_property
    def party_files(self) -> Mapping[str, PartyFile]:
        """The file of every party.

        Raises:
            IntegrityError: a party file is not as the log has it, or not that party's own work.
        """
        files = {party: self._party_file(party) for party in self.profile.parties}
        # Only with all of them is it known who could write them.
        officers = _by_id(files)
        for path in (layout.PROFILE, *map(layout.party_file, files)):
            self._require_origin(path, self.history.bindings[path], officers)
        return files

    def _party_file(self, party: str) -> PartyFile:
        path = layout.party_file(party)
        file = parties.decode(self.store.bound(path), path)
        if file.id != party:
            raise IntegrityError(_("{path}: of a party that belongs elsewhere", path=path))
        role = self.profile.roles[self.profile.parties[party].kind.value]
        for officer in file.officers:
            if officer.role != role:
                raise IntegrityError(
                    _(
                        "{path}: {officer} has a role that is not this party's",
                        path=path,
                        officer=officer.id,
                    )
                )
        return file

    def _require_origin(
        self, path: str, binding: Binding, officers: Mapping[str, Officer] | None = None
    ) -> None:
        """Refuse what was written by somebody who could not write it (`origin`)."""
        if origin.needs_no_officer(binding):
            return
        known = self.officers if officers is None else officers
        now = Circumstances(self.profile, known, date.min)
        for problem in origin.problems(path, binding, now):
            raise IntegrityError(
                _("{path}: log line {seq}: {problem}", path=path, seq=binding.seq, problem=problem)
            )

    @cached_property
    def referentiekader(self) -> tuple[Referentiekader, str]:
        """The referentiekader in force, and the SHA-256 of its text.

        Raises:
            RefusedError: none was applied yet.
        """
        if layout.REFERENTIEKADER not in self.history.bindings:
            raise RefusedError(
                Refusal(
                    _("this vault has no referentiekader yet"),
                    "7.3",
                    "no-referentiekader",
                    "pgaref referentiekader apply FILE",
                )
            )
        data = self.bound(layout.REFERENTIEKADER)
        value = yamltext.parse(data, layout.REFERENTIEKADER).value
        return weighing.read_referentiekader(value), hashlib.sha256(data).hexdigest()

    def circumstances(self, today: date) -> Circumstances:
        """What every rule of the covenant looks at."""
        return Circumstances(self.profile, self.officers, today, self.withdrawals)

    def kernpartij_officers(self, today: date) -> frozenset[str]:
        """`party/officer` of every officer of a kernpartij who is in office and can read."""
        return frozenset(
            officer.holder
            for officer in self.officers.values()
            if officer.recipient
            and officer.in_office(today)
            and officer.party in self.profile.kernpartijen
        )

    def card(self, dossier: str) -> Card:
        """The card of a dossier, active or archived.

        Raises:
            UsageError: no such dossier.
            RefusedError: it was destroyed.
            IntegrityError: the card is not the one that the log vouches for.
        """
        register = self.profile.register_of(dossier)
        if register is not None:
            for archived in (False, True):
                path = layout.card_file(register.name, dossier, archived=archived)
                if path in self.history.bindings:
                    return self._card(path)
        if layout.certificate_file(dossier) in self.history.bindings:
            self.bound(layout.certificate_file(dossier))
            raise RefusedError(
                Refusal(
                    _("{dossier} was destroyed", dossier=dossier),
                    "13.1",
                    "destroyed",
                    f"pgaref certificate {dossier}",
                )
            )
        raise UsageError(
            _("no dossier {dossier}", dossier=dossier), hint=_("the dossiers: pgaref list")
        )

    def lookup(self, dossier: str) -> Card | None:
        """The card of a dossier, or None where it is destroyed, damaged or not there."""
        try:
            return self.card(dossier)
        except (UsageError, RefusedError, IntegrityError):
            return None

    def _card(self, path: str) -> Card:
        card = cards.decode(self.bound(path), path)
        binding = self.history.bindings[path]
        folder = layout.dossier_folder(card.register, card.id, archived=is_archived(card))
        if card.seq != binding.seq or path != f"{folder}/card.json":
            raise IntegrityError(_("{path}: a card that belongs elsewhere", path=path))
        if not binding.key:
            self._require_faithful(path, card, binding)
        elif is_archived(card):
            self._require_within(path, card, binding)
        return card

    def _require_faithful(self, path: str, card: Card, binding: Binding) -> None:
        """Refuse what the scheduler archived, unless it is what an officer had signed for."""
        active = sealed.active_card(self.tree, path, binding.former)
        if binding.former is not None:
            self._require_origin(layout.active_path(path), binding.former)
        sealed.require_faithful(path, card, active)

    def _require_within(self, path: str, card: Card, binding: Binding) -> None:
        """Refuse what an officer of a party made of an archived card beyond what that may."""
        party = self.author(binding)
        if party != self.profile.uitvoerder.id:
            active = sealed.active_card(self.tree, path, binding.former)
            sealed.require_within(path, card, active, party, self.profile.kernpartijen)

    def author(self, binding: Binding) -> str:
        """The party of the officer who wrote what is bound."""
        return self.officers[binding.actor].party

    def ids(self) -> set[str]:
        """Every dossier id that is or was in use, destroyed ones included."""
        certified = (p for p in self.history.bindings if p.startswith("certificates/"))
        return {
            *(path.split("/")[2] for path in self.card_paths()),
            *(path.removeprefix("certificates/").removesuffix(".json") for path in certified),
        }

    def card_paths(self) -> list[str]:
        """The paths of all cards that the log vouches for, active ones first."""
        paths = [path for path in self.history.bindings if path.endswith("/card.json")]
        return sorted(paths, key=lambda path: (path.startswith(layout.ARCHIVE), path))

    def cards(self, damaged: list[str] | None = None) -> Iterator[Card]:
        """Every card that can be trusted: one damaged dossier does not stop the others.

        What is wrong with the others is added to `damaged`, as they come by.
        """
        for path in self.card_paths():
            try:
                card = self._card(path)
            except IntegrityError as error:
                if damaged is not None:
                    damaged.append(error.message)
            else:
                yield card


def _by_id(files: Mapping[str, PartyFile]) -> dict[str, Officer]:
    found: dict[str, Officer] = {}
    for party, file in files.items():
        for officer in file.officers:
            if officer.id in found:
                raise IntegrityError(
                    _(
                        "{party_file}: {officer} is an officer twice",
                        party_file=layout.party_file(party),
                        officer=officer.id,
                    )
                )
            found[officer.id] = officer
    return found


def is_archived(card: Card) -> bool:
    """Whether the dossier lies in the archive."""
    return any(section.seal for section in card.sections.values())


def stamp(now: datetime) -> str:
    """A moment as the log writes it: UTC, whole seconds."""
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
