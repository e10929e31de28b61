# SPDX-License-Identifier: EUPL-1.2
"""SSH signatures (OpenSSH PROTOCOL.sshsig) by stock ssh-keygen: its only caller.

Data goes over stdin, signature and allowed signers over inherited pipes: no temporary file, nothing
but file names in the arguments. The child has an empty environment and no terminal, so that it
cannot ask for anything. The agent is named to it only where it signs with a key whose secret pgaref
cannot have: one of which the file holds the public half, or that is under a passphrase.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pgaref.errors import KeyUnavailableError, PgarefError, UsageError
from pgaref.language import _, marked
from pgaref.storage.sshkeys import KeyFile, is_public_key, public_key_of, read_key_file

__all__ = ["is_public_key"]

# One hung child must not hold the vault's lock for ever; a signature takes milliseconds.
_TIMEOUT_SECONDS = 60
_ENVIRONMENT = {"LC_ALL": "C", "SSH_ASKPASS_REQUIRE": "never"}
_PRINCIPAL = "pgaref"
_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_END = "-----END SSH SIGNATURE-----"
_NAMESPACE = re.compile(r"[a-z][a-z0-9-]{0,39}")
_SIGNATURE_LINE = re.compile(r"[A-Za-z0-9+/]{1,76}={0,2}")
_SIGNATURE_LINES = 20
_MAGIC = b"SSHSIG"
_KEY_FILE_LIMIT = 64 * 1024


def generate(path: Path) -> str:
    """Make a key pair `path` and `path`.pub (ed25519, no passphrase, 0600, no comment).

    Returns:
        The public key, `ssh-ed25519 AAAA...`.

    Raises:
        UsageError: one of the two files exists; nothing is overwritten.
        PgarefError: no ssh-keygen, or it could not write there.
    """
    public = path.with_name(path.name + ".pub")
    if os.path.lexists(path) or os.path.lexists(public):
        raise UsageError(_("the signing key exists already"), hint=_("choose another file"))
    made = _run("-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path.absolute()))
    if made.returncode != 0:
        raise PgarefError(_("ssh-keygen could not write the signing key"))
    public.chmod(0o600)
    for name in (path, public, path.parent):
        _sync(name)
    return public_key(path)


def public_key(path: Path) -> str:
    """The public key of the key file `path`, without a comment.

    Derived from a private key where it can be read, else as the file says: an agent has the secret.

    Raises:
        KeyUnavailableError: no usable key in that file.
        PgarefError: no ssh-keygen.
    """
    known = _agents(path)
    if known is not None:
        return known.public
    derived = _run("-y", "-f", str(path.absolute()))
    line = " ".join(derived.stdout.decode("ascii", "replace").split(" ")[:2]).strip()
    if derived.returncode != 0 or not is_public_key(line):
        raise _no_key()
    return line


def key_file(path: Path) -> KeyFile | None:
    """What the key file `path` says of itself; None: nothing that is known.

    Raises:
        KeyUnavailableError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return read_key_file(file.read(_KEY_FILE_LIMIT))
    except OSError:
        raise _no_key() from None


def sign(data: bytes, key: Path, namespace: str, agent: str = "") -> tuple[str, ...]:
    """Sign `data` with the key file `key`; `agent` is the socket of the ssh-agent, if any.

    Returns:
        The base64 lines of the armored signature, without BEGIN and END.

    Raises:
        KeyUnavailableError: no usable key in that file, or no agent that has it.
        PgarefError: no ssh-keygen.
    """
    name = _checked(namespace)
    known = _agents(key)
    if known is not None and not agent:
        raise KeyUnavailableError(
            _("the signing key needs an agent, and there is none"), hint=_(_AGENT)
        )
    socket = agent if known is not None else ""
    signed = _run(
        "-Y", "sign", "-q", "-f", str(key.absolute()), "-n", name, data=data, agent=socket
    )
    lines = signed.stdout.decode("ascii", "replace").splitlines()
    if signed.returncode != 0 or lines[:1] != [_BEGIN] or lines[-1:] != [_END]:
        raise _not_signed(key, known)
    # ssh-keygen believes its agent; a signature that is none would bar the log.
    if known is not None and not verify(data, lines[1:-1], known.public, namespace):
        raise _not_by_the_agent()
    return tuple(lines[1:-1])


def verify(data: bytes, signature: Sequence[str], public_key: str, namespace: str) -> bool:
    """Whether `signature` (its base64 lines) is one by `public_key` over `data` in `namespace`.

    Anything malformed is no signature.

    Raises:
        PgarefError: no ssh-keygen.
    """
    name = _checked(namespace)
    shaped = all(_SIGNATURE_LINE.fullmatch(line) for line in signature)
    if not signature or len(signature) > _SIGNATURE_LINES or not shaped:
        return False
    if not is_public_key(public_key):
        return False
    armor = armored(signature)
    signers = f'{_PRINCIPAL} namespaces="{name}" {public_key}\n'
    with ExitStack() as pipes:
        armor_end = pipes.enter_context(_pipe(armor))
        signers_end = pipes.enter_context(_pipe(signers))
        files = ("-f", f"/dev/fd/{signers_end}", "-s", f"/dev/fd/{armor_end}")
        who = ("-I", _PRINCIPAL, "-n", name)
        ends = (signers_end, armor_end)
        return _run("-Y", "verify", "-q", *files, *who, data=data, ends=ends).returncode == 0


def signer(signature: Sequence[str]) -> str:
    """The public key that a signature (its base64 lines) says it is by; empty where it is none.

    PROTOCOL.sshsig: `SSHSIG`, a version, then the key as a string. Not verified by this.
    """
    try:
        blob = base64.b64decode("".join(signature), validate=True)
    except ValueError:
        return ""
    start = len(_MAGIC) + 8
    length = int.from_bytes(blob[start - 4 : start], "big")
    return public_key_of(blob[start : start + length]) if blob.startswith(_MAGIC) else ""


def armored(signature: Sequence[str]) -> str:
    """A signature's base64 lines with BEGIN and END, as `ssh-keygen -Y sign` writes them."""
    return "\n".join((_BEGIN, *signature, _END, ""))


def unarmored(armor: str) -> tuple[str, ...]:
    """The lines between the first and the last; whether they are a signature, `verify` says."""
    return tuple(armor.splitlines()[1:-1])


def _checked(namespace: str) -> str:
    if not _NAMESPACE.fullmatch(namespace):
        raise ValueError("a namespace is lower case letters, digits and hyphens")
    return namespace


@contextmanager
def _pipe(text: str) -> Iterator[int]:
    """The reading end of a pipe that holds `text`, which is far smaller than any pipe's buffer."""
    reading, writing = os.pipe()
    try:
        with open(writing, "wb") as stream:
            stream.write(text.encode("ascii"))
        yield reading
    finally:
        os.close(reading)


def _agents(path: Path) -> KeyFile | None:
    """What a key file says whose key only an agent can use: a public half, or a locked one."""
    known = key_file(path)
    if known is None or not known.public or (known.private and not known.locked):
        return None
    return known


def _run(
    *arguments: str, data: bytes = b"", ends: Sequence[int] = (), agent: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Run ssh-keygen over `data`; its own messages name files, so they are never passed on."""
    program = shutil.which("ssh-keygen")
    if program is None:
        raise PgarefError(
            _("ssh-keygen is not found"), hint=_("install it: apt install openssh-client")
        )
    try:
        ended = subprocess.run(
            [program, *arguments],
            input=data,
            capture_output=True,
            env=_ENVIRONMENT | ({"SSH_AUTH_SOCK": agent} if agent else {}),
            pass_fds=ends,
            start_new_session=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PgarefError(_("ssh-keygen does not answer")) from None
    if ended.returncode < 0:  # killed: this says nothing about a signature
        raise PgarefError(_("ssh-keygen was stopped by a signal"))
    return ended


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _no_key() -> KeyUnavailableError:
    return KeyUnavailableError(
        _("no usable signing key"),
        hint=_(
            "it is an ed25519 key of ssh-keygen, readable by its owner only; "
            "make one: pgaref keygen FILE"
        ),
    )


_AGENT = marked("start one and give it the key: eval $(ssh-agent), ssh-add KEY")


def _not_signed(path: Path, known: KeyFile | None) -> KeyUnavailableError:
    """The error where ssh-keygen did not sign; `known`: with a key that only an agent can use."""
    if known is not None:
        return _not_by_the_agent()
    file = key_file(path)
    if file is None or not file.hardware:
        return _no_key()
    return KeyUnavailableError(
        _("the FIDO key did not sign"),
        hint=_("is it plugged in; touch it when it blinks; one with a PIN signs through an agent"),
    )


def _not_by_the_agent() -> KeyUnavailableError:
    return KeyUnavailableError(
        _("the agent does not sign with the signing key"),
        hint=_("what it has: ssh-add -L; give it: ssh-add KEY"),
    )
