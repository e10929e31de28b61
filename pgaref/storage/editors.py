# SPDX-License-Identifier: EUPL-1.2
"""Editing in somebody's own editor, so that no plaintext reaches a disk (art. 15(1)).

The file lies in a folder in memory, which is also the editor's home: what an editor keeps without
being asked, as histories, undo, backups and settings, is kept there and goes with it. Those that
are known are told besides to keep nothing. Of the environment an editor gets what it needs at a
terminal, and no way to a window or to a server that runs already and has another home.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pgaref.errors import UsageError
from pgaref.language import _
from pgaref.storage import programs
from pgaref.storage.files import memory
from pgaref.storage.files.inputs import INPUT_LIMIT

# Where neither VISUAL nor EDITOR says: Debian's choice of the machine, then what is there.
_USUAL = ("editor", "nano", "vim", "vi")
_KEPT = re.compile(r"PATH|TERM|TERMINFO|COLORTERM|LANG|LANGUAGE|LC_[A-Z]+|USER|LOGNAME|SHELL|TZ")
_HOMES = ("HOME", "TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR")
# Named too, as nano run by root takes the home of the password file.
_BELOW_HOME: Mapping[str, str] = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
}
_FAMILY = re.compile(r"(nvim|nvi|vim|vi|nano|emacs|micro|joe|mg|ne|kak|mcedit)(?:[.-].*)?")
_VIM = "set nobackup nowritebackup noundofile noswapfile viminfo= directory=."
_EMACS = "(setq make-backup-files nil auto-save-default nil create-lockfiles nil)"
# By family: what comes before the line and the file.
_OPTIONS: Mapping[str, Sequence[str]] = {
    "vim": ("-n", "-i", "NONE", "-c", _VIM),
    "nvim": ("-n", "-i", "NONE", "-c", "set nobackup nowritebackup noundofile noswapfile"),
    "nano": ("-I",),
    "emacs": ("--eval", _EMACS),
    "joe": ("-nobackups",),
}
# For an editor that another program starts, as sensible-editor does.
_SETTINGS: Mapping[str, str] = {
    ".vimrc": _VIM,
    ".nexrc": "set recdir=. directory=.",
    ".config/nvim/init.vim": "set nobackup nowritebackup noundofile noswapfile shada=",
    ".config/nano/nanorc": "unset backup\nunset historylog\nunset locking\nunset positionlog",
    ".emacs": _EMACS,
}


@dataclass(frozen=True, slots=True)
class Editor:
    """The words that start an editor, and which it is; empty where nothing is known of it."""

    words: tuple[str, ...]
    family: str

    def command(self, line: int, name: str) -> list[str]:
        """What to run to edit the file `name`, at a line (from 1) where that is possible."""
        place = [f"+{line}"] if self.family else []
        return [*self.words, *_OPTIONS.get(self.family, ()), *place, name]


@dataclass(frozen=True, slots=True)
class Ended:
    """The text as the editor left it, and how it ended: 0 is well, below 0 a signal.

    `stopped`: the signal that told pgaref itself to stop meanwhile, or 0.
    """

    text: bytes
    code: int
    stopped: int


def chosen(environ: Mapping[str, str]) -> Editor:
    """The editor that the environment names, as words without a shell, or one that is there.

    Raises:
        UsageError: there is none, or it cannot be found.
    """
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(named) or [next(filter(shutil.which, _USUAL))]
    except ValueError:
        raise UsageError(_("VISUAL or EDITOR is no line of words"), hint=_hint()) from None
    except StopIteration:
        raise UsageError(_("there is no editor"), hint=_hint()) from None
    found = shutil.which(words[0])
    if found is None:
        raise UsageError(_("the editor is not found"), hint=_hint())
    family = _FAMILY.fullmatch(Path(found).resolve().name)
    return Editor((found, *words[1:]), family[1] if family else "")


def _hint() -> str:
    return _("set VISUAL or EDITOR to one that works in a terminal, as nano or vim")


def edit(
    editor: Editor,
    text: bytes,
    *,
    line: int,
    name: str,
    places: Iterable[Path],
    environ: Mapping[str, str],
) -> Ended:
    """Let a person edit `text` at the terminal, in a file of that `name`, and take it away again.

    Raises:
        UsageError: no folder in memory, no terminal, or the editor cannot be started.
    """
    with programs.Stops() as stops, memory.folder(places) as folder:
        file = folder.path / name
        _write(file, text)
        for settings in _SETTINGS:
            _write(folder.path / settings, f"{_SETTINGS[settings]}\n".encode())
        command = editor.command(line, name)
        kept = _environment(environ, folder.path)
        code = programs.at_terminal(command, folder.path, kept, folder.lock, stops)
        left = _left(file, killed=code < 0 or stops.number != 0)
        return Ended(left, code, stops.number)


def _environment(environ: Mapping[str, str], home: Path) -> dict[str, str]:
    kept = {key: value for key, value in environ.items() if _KEPT.fullmatch(key)}
    below = {name: str(home / folder) for name, folder in _BELOW_HOME.items()}
    return {**kept, **dict.fromkeys(_HOMES, str(home)), **below, "LESSHISTFILE": "-"}


def _write(path: Path, data: bytes) -> None:
    path.parent.parent.mkdir(mode=0o700, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)


def _left(file: Path, *, killed: bool) -> bytes:
    """What stands in the file; where the editor was killed, what nano saved beside it."""
    beside = file.with_name(f"{file.name}.save")
    return (_read(beside) if killed else None) or _read(file) or b""


def _read(path: Path) -> bytes | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        # Of what is too large to be taken, as much as tells that.
        return file.read(INPUT_LIMIT + 1)
