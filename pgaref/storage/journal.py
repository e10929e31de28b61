# SPDX-License-Identifier: EUPL-1.2
"""The plan of a transaction: what will stand where, in which order, by path and digest only.

`journal/<operation>.json` holds it while the transaction lasts; its SHA-256 on the commit line says
that this plan, and no other, is to be carried out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pgaref.storage import canonical
from pgaref.storage.files.tree import parent

FILE, FOLDER, REMOVE, REMOVE_FOLDER = "file", "folder", "remove", "remove-folder"
_FIELDS = {
    FILE: {"act", "path", "sha256"},
    FOLDER: {"act", "path", "files"},
    REMOVE: {"act", "path"},
    REMOVE_FOLDER: {"act", "path"},
}


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one name.

    `file`, `folder`: what is staged beside `path` takes that name, with `sha256` or, for a folder,
    `files` (path in the folder -> SHA-256). `remove`, `remove-folder`: the name goes.
    """

    act: str
    path: str
    sha256: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of operation `op` in order, and the folders to make before, highest first."""

    op: int
    folders: tuple[str, ...]
    steps: tuple[Step, ...]

    def encode(self) -> bytes:
        """The canonical bytes; what is empty is left out."""
        steps = [
            {name: value for name in sorted(_FIELDS[step.act]) if (value := getattr(step, name))}
            for step in self.steps
        ]
        lists = {"folders": list(self.folders), "steps": steps}
        return canonical.encode(
            {"v": 1, "op": self.op, **{name: value for name, value in lists.items() if value}}
        )

    def staged(self, path: str) -> str:
        """The name beside `path` under which its new content waits."""
        folder, name = parent(path), path.rpartition("/")[2]
        return f"{folder}/.new-{self.op}-{name}" if folder else f".new-{self.op}-{name}"

    def contents(self) -> Iterator[tuple[str, str, str]]:
        """Of every file that comes: its final path, its staged path, its SHA-256."""
        for step in self.steps:
            if step.act == FILE:
                yield step.path, self.staged(step.path), step.sha256
            for name, sha256 in step.files.items():
                yield f"{step.path}/{name}", f"{self.staged(step.path)}/{name}", sha256


def digest(data: bytes) -> str:
    """The SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def journal_path(op: int) -> str:
    """Where the plan of operation `op` is kept."""
    return f"journal/{op}.json"


def decode(data: bytes, op: int) -> Plan:
    """The plan that `data` spells.

    Raises:
        ValueError: it is none, or not of operation `op`: torn, or not ours.
    """
    fields = canonical.decode(data)
    folders, steps = fields.get("folders", []), fields.get("steps", [])
    if fields.get("v") != 1 or fields.get("op") != op or not isinstance(folders, list):
        raise ValueError("not the plan of this operation")
    if not isinstance(steps, list):
        raise ValueError("steps are an array")
    plan = Plan(op, tuple(map(str, folders)), tuple(map(_step, steps)))
    if plan.encode() != data:
        raise ValueError("more in it than a plan has")
    return plan


def _step(fields: object) -> Step:
    if not isinstance(fields, dict) or fields.keys() != _FIELDS.get(str(fields.get("act"))):
        raise ValueError("not a step")
    files = fields.get("files", {})
    if not isinstance(files, dict):
        raise ValueError("files are an object")
    return Step(str(fields["act"]), str(fields["path"]), str(fields.get("sha256", "")), dict(files))
