# SPDX-License-Identifier: EUPL-1.2
"""What stock programs say: which version of one is there, and what a git revision holds."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from pgaref.errors import UsageError
from pgaref.language import _

_TIMEOUT_SECONDS = 10
_GIT_SECONDS = 60
_NUMBER = re.compile(rb"[0-9]+(?:\.[0-9]+)+")
# Nothing of the environment, in which a hook has the places of its own repository; nothing fetched.
_GIT_ENVIRONMENT = {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1"}


def version(program: str, option: str) -> str | None:
    """What `program` says of its version: a number, empty where it says none; None: not there."""
    found = shutil.which(program)
    if found is None:
        return None
    try:
        said = subprocess.run(
            [found, option],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={"LC_ALL": "C"},
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    number = _NUMBER.search(said.stdout + said.stderr)
    return number[0].decode() if number else ""


def git_commit(folder: Path, revision: str) -> str:
    """The id of the commit that `revision` names in the git repository of `folder`.

    Raises:
        UsageError: no git, no repository, no such revision.
    """
    wanted = f"{revision}^{{commit}}"
    said = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    if said is None:
        raise UsageError(
            _("git knows no such revision where the schemas are"),
            hint=_("the schemas are in {folder}", folder=folder),
        )
    return said.decode().strip()


def git_files(folder: Path, commit: str) -> dict[str, bytes]:
    """The files that `folder` had in a commit, by their paths in it.

    Raises:
        UsageError: git does not give them.
    """
    listed = _git(folder, "ls-tree", "-r", "-z", commit)
    blobs = dict(_blobs(listed or b""))
    asked = "".join(f"{blob}\n" for blob in blobs.values()).encode()
    given = _git(folder, "cat-file", "--batch", stdin=asked)
    if listed is None or given is None:
        raise UsageError(_("git does not give the schemas of that revision"))
    files: dict[str, bytes] = {}
    start = 0
    for path in blobs:
        # `<id> blob <size>`, LF, the bytes, LF.
        end = given.index(b"\n", start)
        size = int(given[start:end].rpartition(b" ")[2])
        files[path] = given[end + 1 : end + 1 + size]
        start = end + size + 2
    return files


def _blobs(listed: bytes) -> Iterator[tuple[str, str]]:
    """Path and object id of each file in what ls-tree prints."""
    for entry in filter(None, listed.split(b"\0")):
        what, _tab, path = entry.partition(b"\t")
        _mode, kind, blob = what.split(b" ")
        if kind == b"blob":
            yield path.decode("utf-8", "replace"), blob.decode()


def _git(folder: Path, *words: str, stdin: bytes = b"") -> bytes | None:
    """What git prints; None where it fails."""
    found = shutil.which("git")
    if found is None:
        raise UsageError(_("git is not there"), hint=_("without --against no git is needed"))
    # Whoever owns the folder: its code is what runs here.
    line = [found, "-c", "safe.directory=*", "-C", str(folder), *words]
    try:
        said = subprocess.run(
            line,
            input=stdin,
            capture_output=True,
            env=_GIT_ENVIRONMENT,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return said.stdout if said.returncode == 0 else None
