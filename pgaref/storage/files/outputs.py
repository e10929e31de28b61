# SPDX-License-Identifier: EUPL-1.2
"""Files that a command hands to people, outside the vault: whole or not there, never overwriting.

Messages call such a file FILE: its name was typed, and may be a person's.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pgaref.errors import UsageError
from pgaref.storage.files.tree import Tree


def require_free(path: Path) -> None:
    """Refuse a place where nothing can be put; asked before anything is read for it.

    Raises:
        UsageError: there is something already, or no folder to put it in.
    """
    folder = _folder(path)
    if not folder.root.is_dir():
        raise UsageError("the folder of FILE does not exist", hint="make it: mkdir -m 700 FOLDER")
    if path.name in {"", ".."}:
        raise UsageError("FILE is a folder")
    if folder.exists(path.name):
        raise _taken()


def write_new(path: Path, data: bytes) -> None:
    """Put `data` at `path` (0600), durably.

    Raises:
        UsageError: there is something already.
    """
    folder = _folder(path)
    unfinished = f".new-{secrets.token_hex(8)}"
    folder.write(unfinished, data)
    try:
        with folder.folder("") as place:
            # A link, unlike a rename, takes nobody's place.
            os.link(unfinished, path.name, src_dir_fd=place, dst_dir_fd=place)
    except FileExistsError:
        raise _taken() from None
    finally:
        folder.remove(unfinished)
    folder.sync("")


def _folder(path: Path) -> Tree:
    return Tree(path.absolute().parent)


def _taken() -> UsageError:
    return UsageError("FILE exists already", hint="choose another: -o FILE; nothing is overwritten")
