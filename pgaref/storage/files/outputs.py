# SPDX-License-Identifier: EUPL-1.2
"""Files that a command hands to people, outside the vault: whole or not there, never overwriting.

But for what it wrote there itself. Messages call such a file FILE: its name was typed, and may be a
person's.
"""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from pgaref.errors import IntegrityError, UsageError
from pgaref.language import _
from pgaref.storage.files.descriptors import write_all
from pgaref.storage.files.tree import Tree

# Of file systems that have no files without a name, such as NFS.
_NO_NAMELESS = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL)
# What the machine lacks, and no other name would mend.
_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)
# That, or a folder of somebody else's.
_TOLD = (*_MACHINE, errno.EACCES)


def require_free(path: Path) -> None:
    """Refuse a place where nothing can be put; asked before anything is read for it.

    Raises:
        UsageError: there is something already, or no folder to put it in.
    """
    folder = _folder(path)
    if not folder.root.is_dir():
        raise UsageError(
            _("the folder of FILE does not exist"), hint=_("make it: mkdir -m 700 FOLDER")
        )
    if path.name in {"", ".."}:
        raise UsageError(_("FILE is a folder"))
    if folder.exists(path.name):
        raise _taken()


def write_new(path: Path, data: bytes) -> None:
    """Put `data` at `path` (0600), durably, or leave nothing there.

    Raises:
        UsageError: there is something already, or the folder takes no such file.
    """
    folder = _folder(path)
    try:
        _link_new(folder, path.name, data)
    except OSError as error:
        if error.errno in _TOLD:
            raise
        raise _unwritable() from None
    try:
        folder.sync("")
    except BaseException:
        folder.remove(path.name)
        raise


def remove(path: Path) -> None:
    """Take away what `write_new` put at `path`, where what it belongs to did not come about."""
    folder = _folder(path)
    folder.remove(path.name)
    folder.sync("")


def _link_new(folder: Tree, name: str, data: bytes) -> None:
    # A link, unlike a rename, takes nobody's place.
    try:
        with folder.folder("") as place:
            if not _link_nameless(place, name, data):
                _link_named(folder, place, name, data)
    except FileExistsError:
        raise _taken() from None


def _link_nameless(place: int, name: str, data: bytes) -> bool:
    """Write a file that gets a name when it is whole: a kill leaves nothing. False: not here."""
    try:
        descriptor = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600, dir_fd=place)
    except OSError as error:
        if error.errno in _NO_NAMELESS:
            return False
        raise
    try:
        write_all(descriptor, data, 0)
        os.fsync(descriptor)
        # open(2), O_TMPFILE: the one way to name it that takes no privilege.
        os.link(f"/proc/self/fd/{descriptor}", name, dst_dir_fd=place)
    finally:
        os.close(descriptor)
    return True


def _link_named(folder: Tree, place: int, name: str, data: bytes) -> None:
    unfinished = f".new-{secrets.token_hex(8)}"
    folder.write(unfinished, data)
    try:
        os.link(unfinished, name, src_dir_fd=place, dst_dir_fd=place)
    finally:
        folder.remove(unfinished)


def write_over(path: Path, data: bytes, *, former: bytes, vault: Path) -> None:
    """Put `data` at `path` (0600), durably, in place of a file that begins with `former` only.

    Nothing is written into the folder `vault`, nor below it.

    Raises:
        UsageError: it may not or cannot be written there; nothing was changed.
    """
    folder = _folder(path)
    place = folder.root.resolve()
    if vault.resolve() in (place, *place.parents):
        raise UsageError(_("FILE lies in the vault"), hint=_("write it to a folder of your own"))
    try:
        _require_former(folder, path.name, former)
        _replace(folder, path.name, data)
    except IntegrityError:
        raise UsageError(_("FILE is no name of a regular file")) from None
    except OSError as error:
        if error.errno in _MACHINE:
            raise
        raise _unwritable() from None


def _require_former(folder: Tree, name: str, former: bytes) -> None:
    if not folder.exists(name):
        return
    with folder.file(name) as descriptor:
        if os.pread(descriptor, len(former), 0) != former:
            raise UsageError(
                _("FILE is there already, and is not what this command writes"),
                hint=_("give another name, or remove it first"),
            )


def _replace(folder: Tree, name: str, data: bytes) -> None:
    unfinished = f".new-{secrets.token_hex(8)}"
    folder.write(unfinished, data)
    try:
        folder.rename(unfinished, name)
    finally:
        folder.remove(unfinished)
    folder.sync("")


def _folder(path: Path) -> Tree:
    return Tree(path.absolute().parent)


def _unwritable() -> UsageError:
    return UsageError(_("FILE cannot be written"), hint=_("look at its folder"))


def _taken() -> UsageError:
    return UsageError(
        _("FILE exists already"), hint=_("choose another: -o FILE; nothing is overwritten")
    )
