# SPDX-License-Identifier: EUPL-1.2
"""Where a vault may lie: an empty folder on a local file system."""

from __future__ import annotations

import os
from pathlib import Path

from pgaref.errors import Refusal, RefusedError, UsageError
from pgaref.language import _
from pgaref.storage import layout

_MOUNTINFO = Path("/proc/self/mountinfo")
NETWORK = frozenset(
    (
        *("afs", "beegfs", "ceph", "cifs", "coda", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs"),
        *("nfs", "nfs4", "ocfs2", "smb3", "smbfs"),
        *("fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    )
)
# What may stand in the folder before: words for people, and what an interrupted init left.
_TOLERATED = frozenset(("README.md", ".gitignore", layout.LOCK, *layout.FOLDERS))


def require_free(root: Path) -> None:
    """Refuse a folder that holds anything but what a vault's place may hold.

    Raises:
        UsageError: there is a vault, or something else.
    """
    if not root.exists():
        return
    if not root.is_dir():
        raise UsageError(_("{absolute} is not a folder", absolute=root.absolute()))
    there = {entry.name for entry in root.iterdir()}
    if layout.SETTINGS in there:
        raise UsageError(_("there is a vault at {absolute} already", absolute=root.absolute()))
    if there - _TOLERATED:
        raise UsageError(
            _("{absolute} is not empty", absolute=root.absolute()),
            hint=_("give the vault a folder of its own: --vault DIR"),
        )


def require_local(path: Path) -> None:
    """Refuse a network file system: its locks and writes cannot be relied upon (art. 15(1)).

    Raises:
        RefusedError: the nearest folder above `path` that exists lies on one.
    """
    kind = file_system(path)
    if kind in NETWORK:
        raise RefusedError(
            Refusal(
                _(
                    "{absolute} lies on a network file system ({kind})",
                    absolute=path.absolute(),
                    kind=kind,
                ),
                "15.1",
                "network-file-system",
                _("put the vault on a local disk; one host writes"),
            )
        )


def file_system(path: Path) -> str:
    """The type of the file system below `path` (proc(5), mountinfo); "" if unknown."""
    existing = next(p for p in (path.absolute(), *path.absolute().parents) if p.exists())
    device = existing.stat().st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    try:
        lines = _MOUNTINFO.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    for fields in (line.split(" ") for line in lines):
        if fields[2] == wanted:
            return fields[fields.index("-", 6) + 1]
    return ""


def interrupted_vault(root: Path) -> str:
    """The id of a vault whose making was interrupted in `root`, from its log's first line; else "".

    The id must stay the same, since the lines that stand there carry it.
    """
    logs = sorted((root / "log").glob("*.jsonl"))
    if not logs:
        return ""
    with logs[0].open("rb") as file:
        found = file.readline(4096)
    from pgaref.storage.logbook.line import parse

    return parse(found, 1)["vault"] if found.endswith(b"\n") else ""
