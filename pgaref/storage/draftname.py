# SPDX-License-Identifier: EUPL-1.2
"""What the file of a draft is called: whose edit it is, for which command on what.

One draft each. Ids and codes alone, as the log has them, so that a sweep, a destruction and
`drafts list` need not open it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FOLDER = "drafts"
_ID = r"([A-Z]{2}-[0-9A-HJKMNP-TV-Z]{8})(?:-([1-9][0-9]*))?"
_CODE = r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
_NAME = re.compile(rf"(?:{_ID}\.)?{_CODE}\.(?:{_CODE}\.)?{_CODE}")


@dataclass(frozen=True, slots=True)
class DraftName:
    """An edit of `officer` for the act `command`, as the log writes it (`hold-add`).

    `dossier`, `record` (0: none) and `party` are what the command was about, where it says so.
    """

    command: str
    officer: str = ""
    dossier: str = ""
    record: int = 0
    party: str = ""

    def __str__(self) -> str:
        number = f"-{self.record}" if self.record else ""
        parts = (f"{self.dossier}{number}", self.command, self.party, self.officer)
        return ".".join(filter(None, parts))

    @property
    def path(self) -> str:
        """Where the draft lies in a vault."""
        return f"{FOLDER}/{self}.age"

    @property
    def address(self) -> str:
        """The dossier or record that it is about, or nothing."""
        return f"{self.dossier}/{self.record}" if self.record else self.dossier


def spelt(text: str) -> DraftName | None:
    """The draft that `text` names, or None where it names none."""
    found = _NAME.fullmatch(text)
    if found is None:
        return None
    dossier, record, command, party, officer = (part or "" for part in found.groups())
    return DraftName(command, officer, dossier, int(record or 0), party)


def at(path: str) -> DraftName | None:
    """The draft whose file belongs at `path`, or None where no draft does."""
    name = path.removeprefix(f"{FOLDER}/").removesuffix(".age")
    draft = spelt(name)
    return draft if draft and draft.path == path else None
