# SPDX-License-Identifier: EUPL-1.2
"""What of a machine keeps secrets badly, as far as a program sees: art. 15(1), 15(2)(a), (d)."""

from __future__ import annotations

import ctypes
import os
import resource
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pgaref.errors import KeyUnavailableError, PluginError
from pgaref.language import _
from pgaref.storage import plugins, programs, signing
from pgaref.storage.files import places
from pgaref.storage.identities import kept
from pgaref.storage.sshkeys import KeyFile

# adjtimex(2): the clock is not synchronised; struct timex is smaller than this.
_TIME_ERROR, _TIMEX = 5, 256
_OTHERS = 0o077
# Before these there were no signatures of files, and no format of age that stayed.
_OLDEST_SSH, _OLDEST_AGE = (8, 1), (1, 0)


def clock_state() -> int:
    """What the kernel says of its clock (adjtimex(2)): from 0, up to TIME_ERROR."""
    asked = ctypes.create_string_buffer(_TIMEX)
    return int(ctypes.CDLL(None).adjtimex(asked))


@dataclass(frozen=True, slots=True)
class Kernel:
    """Where the kernel tells of itself (proc(5), sysfs(5)), and where files lie in memory."""

    swaps: Path = Path("/proc/swaps")
    block: Path = Path("/sys/block")
    memory: Path = Path("/dev/shm")  # noqa: S108
    clock: Callable[[], int] = clock_state


KERNEL = Kernel()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command keeps what: the vault, who runs it, and what this machine remembers."""

    vault: Path
    identity: Path
    signing_key: Path
    state: Path


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing looked at: whether it is well, what was seen, and what to do where it is not."""

    what: str
    well: bool
    said: str
    hint: str = ""


def examine(place: Place, kernel: Kernel = KERNEL) -> Iterator[Seen]:
    """Everything that there is to see, in the order in which it is told."""
    yield _folder(_("vault"), place.vault)
    yield _file_system(place.vault)
    yield _folder(_("state folder"), place.state)
    yield _identity(place.identity)
    yield _key(_("signing key"), place.signing_key)
    yield _memory(kernel.memory)
    yield swap(kernel)
    yield _core_dumps()
    yield _clock(kernel.clock())
    yield _program("ssh-keygen", programs.version("ssh", "-V"), _OLDEST_SSH, "openssh-client")
    yield _program("age", programs.version("age", "--version"), _OLDEST_AGE, "age")


def _folder(what: str, path: Path) -> Seen:
    return _rights(what, path.stat()) if path.is_dir() else Seen(what, True, _("not there yet"))


def _key(what: str, path: Path) -> Seen:
    try:
        seen, key = _rights(what, path.stat()), signing.key_file(path)
    except (OSError, KeyUnavailableError):
        return Seen(what, False, _("not there"), _("make one: pgaref keygen FILE"))
    if key is None:
        return Seen(what, False, _("no key of ssh-keygen"), _("make one: pgaref keygen FILE"))
    if not key.private:
        return Seen(
            what, True, _("a public half: {secret}, and the agent signs", secret=_secret(key))
        )
    how = _("{secret}, and the agent signs", secret=_secret(key)) if key.locked else _secret(key)
    return replace(seen, said=f"{seen.said}, {how}")


def _secret(key: KeyFile) -> str:
    """How the secret of a signing key is kept."""
    if key.hardware:
        return _("in a FIDO key")
    if not key.private:
        return _("the secret is elsewhere")
    return _("under a passphrase") if key.locked else _("without passphrase")


def _rights(what: str, status: os.stat_result) -> Seen:
    """Whether nobody else may look into it."""
    mode = stat.S_IMODE(status.st_mode)
    if status.st_uid != os.geteuid():
        return Seen(what, False, _("belongs to another user"), _("chown it to who runs pgaref"))
    if mode & _OTHERS:
        better = "700" if stat.S_ISDIR(status.st_mode) else "600"
        return Seen(
            what,
            False,
            _("others may read it (mode {mode:o})", mode=mode),
            f"chmod {better}",
        )
    return Seen(what, True, _("its owner's alone (mode {mode:o})", mode=mode))


def _file_system(path: Path) -> Seen:
    kind = places.file_system(path)
    if kind in places.NETWORK:
        hint = _("put the vault on a local disk: one host writes")
        return Seen(_("file system"), False, _("the vault lies on {kind}", kind=kind), hint)
    return Seen(_("file system"), True, kind or _("unknown"))


def _identity(path: Path) -> Seen:
    try:
        how = kept(path)
    except PluginError as error:
        return Seen(_("identity"), False, error.message, error.hint)
    except KeyUnavailableError:
        hint = _("name it: --identity FILE; make one: pgaref keygen FILE")
        return Seen(_("identity"), False, _("none that can be read"), hint)
    seen = _rights(_("identity"), path.stat())
    secret = _("under a passphrase") if how.locked else _("without passphrase")
    if how.plugin:
        secret = _("opened by {program}", program=plugins.program(how.plugin))
    return replace(seen, said=f"{seen.said}, {secret}")


def _memory(place: Path) -> Seen:
    kind = places.file_system(place) if place.is_dir() else ""
    if kind == "tmpfs" and os.access(place, os.W_OK):
        return Seen(_("memory"), True, _("{place} is tmpfs", place=place))
    return Seen(
        _("memory"),
        False,
        _("{place} is no tmpfs that can be written", place=place),
        _("mount one there"),
    )


def swap(kernel: Kernel = KERNEL) -> Seen:
    """Swap writes memory to a disk; what lies in memory itself, or is encrypted, does no harm."""
    try:
        lines = kernel.swaps.read_text("ascii", "replace").splitlines()[1:]
    except OSError:
        return Seen(_("swap"), False, _("cannot be seen"), _("look at swapon --show"))
    devices = [Path(line.split()[0]) for line in lines if line.strip()]
    bare = [device for device in devices if not _harmless(device, kernel.block)]
    if bare:
        hint = _("swapoff, or encrypt it: crypttab")
        return Seen(_("swap"), False, _("{bare} without encryption", bare=len(bare)), hint)
    return Seen(_("swap"), True, _("encrypted, or in memory") if devices else _("none"))


def _harmless(device: Path, block: Path) -> bool:
    name = device.resolve().name
    if name.startswith("zram"):
        return True
    try:
        return (block / name / "dm" / "uuid").read_text("ascii").startswith("CRYPT-")
    except OSError:
        return False


def _core_dumps() -> Seen:
    if resource.getrlimit(resource.RLIMIT_CORE) == (0, 0):
        return Seen(_("core dumps"), True, _("off for pgaref and what it starts"))
    return Seen(_("core dumps"), False, _("on"), "ulimit -c 0")


def _clock(state: int) -> Seen:
    if 0 <= state < _TIME_ERROR:
        return Seen(_("clock"), True, _("synchronised"))
    return Seen(_("clock"), False, _("not synchronised"), "timedatectl set-ntp true")


def _program(what: str, found: str | None, oldest: tuple[int, ...], package: str) -> Seen:
    if found is None:
        return Seen(what, False, _("not found"), f"apt install {package}")
    numbers = tuple(int(part) for part in found.split(".")) if found else ()
    if numbers < oldest:
        newer = ".".join(map(str, oldest))
        return Seen(
            what,
            False,
            _("version {found}", found=found or _("unknown")),
            _("{newer} or newer", newer=newer),
        )
    return Seen(what, True, _("version {found}", found=found))
