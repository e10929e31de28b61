# SPDX-License-Identifier: EUPL-1.2
"""What the plain files of a vault offer to who types at the prompt: ids, numbers, parties, codes.

Nothing here is held against the log, and no act rests on it: it opens no key, takes no lock, writes
no line, and parses no YAML, which takes longer than a person waits for. What cannot be read is not
offered.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pgaref.errors import PgarefError
from pgaref.storage import draftname, layout
from pgaref.storage.files.descriptors import read_all
from pgaref.storage.files.walker import Walker

LARGEST = 4 * 1024 * 1024
ARCHIVED = "gearchiveerd"
_DOSSIER = re.compile(r"[A-Z]{2}-[0-9A-Z]{8}")
_CODE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
# Canonical JSON has its keys in order and no quote in a string: the last `state` is the card's own.
_STATE = re.compile(rb'"state":"([a-z-]+)"[,}]')
_TROUBLE = (OSError, ValueError, KeyError, TypeError, AttributeError, PgarefError)


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier's folder: in which register, and whether in the archive."""

    id: str
    register: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """Where the profile has an act: in this register, in these states; empty: in any."""

    register: str
    states: frozenset[str]


class Glance:
    """A vault, as its folder shows it."""

    def __init__(self, root: Path) -> None:
        self.walker = Walker(root)
        try:
            archive = json.loads(self._read(layout.SETTINGS)).get("archive", "")
            if archive:
                self.walker = Walker(root, {layout.ARCHIVE: Path(archive)})
        except _TROUBLE:
            return

    def dossiers(self) -> Iterator[Found]:
        """Every dossier that has a folder."""
        for top, archived in (("dossiers", False), (layout.ARCHIVE, True)):
            for register in self._names(top):
                for name in self._names(f"{top}/{register}"):
                    if _DOSSIER.fullmatch(name):
                        yield Found(name, register, archived)

    def state(self, found: Found) -> str:
        """A dossier's state, by its card; empty where that does not tell."""
        if found.archived:
            return ARCHIVED
        try:
            states: list[bytes] = _STATE.findall(self._read(_card(found)))
        except _TROUBLE:
            return ""
        return states[-1].decode() if states else ""

    def records(self, dossier: str) -> Iterator[tuple[int, str, str]]:
        """Number, kind and section of each record of a dossier."""
        for record in self._several_on(dossier, "records"):
            try:
                n, kind, section = record["n"], record["kind"], record["section"]
            except _TROUBLE:
                continue
            if isinstance(n, int) and _codes(kind, section):
                yield n, kind, section

    def sections(self, dossier: str) -> list[str]:
        """The sections of a dossier."""
        return [name for name in self._several_on(dossier, "sections") if _codes(name)]

    def on_dossier(self, dossier: str) -> list[str]:
        """The parties that stand on a dossier's card."""
        return [name for name in self._several_on(dossier, "parties") if _codes(name)]

    def parties(self) -> list[str]:
        """Every party of the covenant, by id."""
        return self._named("partijen", "id")

    def purposes(self) -> list[str]:
        """The purposes of reading."""
        return self._named("leesdoelen", "naam")

    def registers(self) -> list[str]:
        """The registers."""
        return self._named("registers", "naam")

    def reasons(self, act: str) -> list[str]:
        """The codes that an act takes as its reason, or as how it was done."""
        items = [item for item in self._items("handelingen") if _field(item, "naam") == act]
        return [code for item in items for code in _several(item, "redenen") if _codes(code)]

    def fits(self, act: str) -> list[Fit]:
        """Where the profile has an act; nothing where it does not say."""
        items = [item for item in self._items("handelingen") if _field(item, "naam") == act]
        return [
            Fit(_field(item, "register"), frozenset(_several(item, "staten"))) for item in items
        ]

    def officers(self) -> Iterator[tuple[str, str]]:
        """Every officer with the party, those out of office too."""
        for name in self._names("parties"):
            party, suffix = os.path.splitext(name)
            if suffix == ".yaml":
                for item in _items(self._text(layout.party_file(party)), "officers"):
                    officer = _field(item, "id")
                    if _codes(officer, party):
                        yield officer, party

    def certificates(self) -> list[str]:
        """The dossiers that a certificate tells of."""
        names = [os.path.splitext(name)[0] for name in self._names("certificates")]
        return [name for name in names if _DOSSIER.fullmatch(name)]

    def drafts(self) -> list[str]:
        """The drafts of edits that were given up."""
        names = (
            draftname.at(f"{draftname.FOLDER}/{name}") for name in self._names(draftname.FOLDER)
        )
        return [str(name) for name in names if name is not None]

    def years(self) -> list[str]:
        """The years of the log."""
        names = self._names("log")
        return [name[:4] for name in names if re.fullmatch(r"[0-9]{4}\.jsonl", name)]

    def _several_on(self, dossier: str, name: str) -> Iterable[Any]:
        """The entries under `name` on a dossier's card; nothing where it cannot be read."""
        for found in self.dossiers():
            if found.id == dossier:
                try:
                    value = json.loads(self._read(_card(found)))[name]
                except _TROUBLE:
                    return ()
                return value if isinstance(value, list | dict) else ()
        return ()

    def _named(self, block: str, field: str) -> list[str]:
        names = [_field(item, field) for item in self._items(block)]
        return [name for name in dict.fromkeys(names) if _codes(name)]

    def _items(self, block: str) -> list[str]:
        return _items(self._profile, block)

    @cached_property
    def _profile(self) -> str:
        return self._text(layout.PROFILE)

    def _text(self, path: str) -> str:
        try:
            return self._read(path).decode()
        except _TROUBLE:
            return ""

    def _read(self, path: str) -> bytes:
        with self.walker.file(path) as descriptor:
            if os.fstat(descriptor).st_size > LARGEST:
                raise ValueError("too large to be looked at")
            return read_all(descriptor, 0)

    def _names(self, path: str) -> list[str]:
        try:
            with self.walker.folder(path) as folder:
                return sorted(os.listdir(folder))
        except _TROUBLE:
            return []


def _card(found: Found) -> str:
    return layout.card_file(found.register, found.id, archived=found.archived)


def _codes(*names: object) -> bool:
    """Whether these are words that a shell and a terminal take as they are."""
    return all(isinstance(name, str) and _CODE.fullmatch(name) for name in names)


def _items(text: str, block: str) -> list[str]:
    """The texts of the items of the list under the key `block`, which stands at the margin."""
    start = re.search(rf"^{block}:[^\S\n]*$\n", text, re.MULTILINE)
    if start is None:
        return []
    rest = text[start.end() :]
    end = re.search(r"^[^\s#-]", rest, re.MULTILINE)
    body = rest[: end.start()] if end else rest
    first = re.search(r"^ *- ", body, re.MULTILINE)
    if first is None:
        return []
    return re.split(rf"^{first[0]}", body, flags=re.MULTILINE)[1:]


def _field(item: str, name: str) -> str:
    """The first plain value under the key `name` of an item, in flow or block style."""
    found = re.search(rf"(?:^|[\s{{,]){name}:[^\S\n]+[\"']?([A-Za-z0-9-]+(?: [a-z]+)?)", item)
    return found[1] if found else ""


def _several(item: str, name: str) -> list[str]:
    """The words of the list under the key `name` of an item, in flow or block style."""
    found = re.search(rf"(?:^|[\s{{,]){name}:\s*(\[[^\]]*\]|(?:\s+- [^\n]*)+)", item)
    return re.findall(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", found[1]) if found else []
