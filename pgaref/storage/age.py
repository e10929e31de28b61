# SPDX-License-Identifier: EUPL-1.2
"""Encryption to and from keys of age (age-encryption.org/v1): the only import of pyrage.

Binary files only, so that the header which is checked here is the header that pyrage reads. What
pgaref makes is X25519. The identity of an officer may also be an SSH key or one of a plugin; a
passphrase opens the file of an identity, and nothing in a vault.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyrage  # type: ignore[import-untyped]

from pgaref.errors import (
    InputError,
    IntegrityError,
    KeyUnavailableError,
    PgarefError,
    PluginError,
    Refusal,
    RefusedError,
)
from pgaref.language import _
from pgaref.storage import curve, headers, plugins, sshkeys
from pgaref.storage.plugins import Nobody, Person, Talk

# The work factors (2^n) that stock age opens at most, and that it writes.
_MOST_WORK, _USUAL_WORK = 22, 18
_TRIES = 5
# What the library says of a file whose header nobody wrote so, whatever opens it.
_DAMAGED = frozenset(("Header is invalid", "Header MAC is invalid"))
_IDENTITY = re.compile(r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}")
_OWN = re.compile(r"age1[02-9ac-hj-np-z]{58}")


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    """A secret key that is ready for use; shows its recipient (the public half) only."""

    recipient: str
    _key: object = field(repr=False)  # str() of it is the secret
    _talk: Talk | None = field(default=None, repr=False)  # of a plugin's identity alone


def generate() -> tuple[bytes, str]:
    """A new key pair: the secret as the bytes of an identity file, and its recipient `age1...`."""
    key = pyrage.x25519.Identity.generate()
    return f"{key}\n".encode("ascii"), str(key.to_public())


def load_identity(secret: bytes) -> Identity:
    """The one identity in the text of an identity file; comments and empty lines are allowed.

    Raises:
        KeyUnavailableError: not exactly one well-formed X25519 identity.
    """
    if secret.startswith(b"age-encryption.org/"):
        raise KeyUnavailableError(_("the identity is encrypted, and not with a passphrase"))
    lines = [line.strip() for line in secret.decode("utf-8", "replace").splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if len(keys) != 1 or not _IDENTITY.fullmatch(keys[0]):
        raise KeyUnavailableError(
            _("not an identity of age: one line AGE-SECRET-KEY-1... is expected"),
            hint=_("make one: pgaref keygen FILE"),
        )
    try:
        key = pyrage.x25519.Identity.from_str(keys[0])
    except pyrage.IdentityError:
        raise KeyUnavailableError(_("the identity is damaged: its check sum is wrong")) from None
    return Identity(str(key.to_public()), key)


def open_identity(data: bytes, person: Person) -> Identity:
    """The identity in the identity file of an officer: age's own, an SSH key, or a plugin's.

    Of the last two the file says the recipient; it is believed once the identity has opened what
    was encrypted to it, or else somebody could act in another's name. `person` answers a plugin.

    Raises:
        KeyUnavailableError: no identity that can be used.
    """
    if data.lstrip().startswith(b"-----BEGIN "):
        return _ssh_identity(data)
    name, line = plugins.identity_in(data)
    return _plugin_identity(data, name, line, person) if name else load_identity(data)


def _plugin_identity(data: bytes, name: str, line: str, person: Person) -> Identity:
    recipient = plugins.recipient_in(data, name)
    plugins.require(name)
    talk = Talk(name, person)
    try:
        key = pyrage.plugin.Identity.from_str(line)
        ready = pyrage.plugin.IdentityPluginV1(name, [key], talk)
    except (pyrage.IdentityError, pyrage.DecryptError):
        raise _no_identity(_("the identity is damaged: its check sum is wrong")) from None
    return _proven(Identity(recipient, ready, talk))


def _ssh_identity(data: bytes) -> Identity:
    known = sshkeys.read_key_file(data)
    if known is None or not known.public:
        raise _no_identity(_("the identity is an SSH key of another kind than ssh-ed25519"))
    if known.hardware:
        raise _no_identity(_("the identity is a FIDO key, which signs and opens nothing"))
    if known.locked:
        raise _no_identity(_("the identity is an SSH key under a passphrase of ssh, not of age"))
    try:
        key = pyrage.ssh.Identity.from_buffer(data.strip() + b"\n")
    except pyrage.IdentityError:
        raise _no_identity(_("the identity is a damaged SSH key")) from None
    return _proven(Identity(known.public, key))


def _proven(identity: Identity) -> Identity:
    """An identity that opens what is encrypted to the recipient which its file says."""
    try:
        decrypt(encrypt(b"", [identity.recipient]), identity)
    except (InputError, RefusedError, IntegrityError, KeyUnavailableError):
        raise _no_identity(_("the identity does not open what its recipient is sent")) from None
    return identity


def _no_identity(message: str) -> KeyUnavailableError:
    return KeyUnavailableError(message, hint=_("make one: pgaref keygen FILE --passphrase"))


def lock(secret: bytes, passphrase: str) -> bytes:
    """An identity file under a passphrase, binary, as `age -p` makes it.

    pyrage measures how much work this machine does in a second; where that comes out lower than
    what stock age asks, because the machine is busy, it measures again.
    """
    made = (bytes(pyrage.passphrase.encrypt(secret, passphrase)) for _attempt in range(_TRIES))
    found = []
    for file in made:
        found.append((headers.work_factor(file), file))
        if found[-1][0] >= _USUAL_WORK:
            break
    return max(found)[1]


def unlock(data: bytes, passphrase: str) -> bytes:
    """The identity file in one that is under a passphrase, decrypted in memory alone.

    Raises:
        KeyUnavailableError: a wrong passphrase, damage, or more work than stock age would do.
    """
    if headers.work_factor(data) > _MOST_WORK:
        raise KeyUnavailableError(
            _(
                "the passphrase of the identity asks for more work than 2^{most_work}",
                most_work=_MOST_WORK,
            ),
            hint=_(
                "stock age does not open it either; make another: pgaref keygen FILE --passphrase"
            ),
        )
    for _attempt in range(_TRIES):
        try:
            with _panics_contained():
                return bytes(pyrage.passphrase.decrypt(data, passphrase))
        except pyrage.DecryptError as error:
            # The library's own limit is what this machine, busy as it is, does in 16 seconds.
            if not str(error).startswith("Excessive work"):
                raise _not_opened(str(error)) from None
        except (IntegrityError, OSError):
            raise _not_opened("") from None
    raise KeyUnavailableError(_("this machine is too busy for the identity's passphrase"))


def _not_opened(said: str) -> KeyUnavailableError:
    """The error for what the library said of a file under a passphrase."""
    if said == "Decryption failed":
        return KeyUnavailableError(
            _("the passphrase is wrong"), hint=_("nothing was done; try again")
        )
    return KeyUnavailableError(_("the identity is damaged"))


def check_recipient(recipient: str) -> None:
    """Accept `recipient` as one that `encrypt` encrypts to: what may stand on an officer card.

    Raises:
        InputError: not a recipient of a known kind in its one spelling.
        RefusedError: the key is of low order or not canonical.
    """
    _recipient(recipient, 1)


def check_own(recipient: str) -> None:
    """Accept `recipient` as one that pgaref made, as a section's is: X25519 alone.

    Raises:
        InputError: not an age X25519 recipient in its one spelling.
        RefusedError: the key is of low order or not canonical.
    """
    if not _OWN.fullmatch(recipient):
        raise _no_recipient(1)
    _recipient(recipient, 1)


def encrypt(plaintext: bytes, recipients: Sequence[str]) -> bytes:
    """`plaintext` as a binary age file that each of `recipients` opens.

    Raises:
        InputError: a malformed recipient.
        RefusedError: no recipient at all, or one of low order.
        PluginError: the plugin of a recipient is missing or failed.
    """
    if not recipients:
        raise RefusedError(Refusal(_("nobody to encrypt to"), reason="no-recipient"))
    keys = [_recipient(recipient, place) for place, recipient in enumerate(recipients, start=1)]
    named = sorted({plugins.name_of(recipient) for recipient in recipients} - {""})
    for name in named:
        plugins.require(name)
    try:
        with _panics_contained():
            return bytes(pyrage.encrypt(plaintext, [_ready(key) for key in keys]))
    except (pyrage.EncryptError, OSError):
        # Without a plugin nothing here fails, save memory.
        raise PluginError(
            _(
                "{programs} did not encrypt",
                programs=", ".join(map(plugins.program, named)) or "age",
            ),
            hint=_("try it: age -r RECIPIENT, with the recipient of the officer's card"),
        ) from None


def decrypt(ciphertext: bytes, identity: Identity) -> bytes:
    """The whole plaintext of a binary age file, authenticated to its end.

    Raises:
        KeyUnavailableError: not encrypted to this identity.
        PluginError: the plugin of this identity did not open it.
        IntegrityError: damaged, cut off, no age file, a header over 64 KiB, or a passphrase stanza.
    """
    headers.check(ciphertext)
    plaintext = io.BytesIO()
    with _panics_contained():
        try:
            pyrage.decrypt_io(io.BytesIO(ciphertext), plaintext, [identity._key])
        except pyrage.DecryptError as error:
            raise _not_decrypted(str(error), identity) from None
        except OSError:
            raise IntegrityError(_("the body of the age file is damaged")) from None
        finally:
            if identity._talk is not None:
                identity._talk.end()
    return plaintext.getvalue()


def _not_decrypted(said: str, identity: Identity) -> PgarefError:
    """The error for what the library said of a file that it did not open."""
    if identity._talk is not None and said not in _DAMAGED:
        # Nothing tells a file that is for somebody else from a key that is not plugged in.
        return PluginError(
            _(
                "{program} did not open what it was given",
                program=plugins.program(identity._talk.name),
            ),
            hint=_(
                "is the key plugged in, the PIN right, and the recipient in the identity's file "
                "its own; try it: age -d -i FILE"
            ),
        )
    if said == "No matching keys found":
        return KeyUnavailableError(_("not encrypted to this identity"))
    return IntegrityError(_("the header of the age file is damaged"))


def _recipient(text: str, place: int) -> object:
    """The key in `text`, the `place`-th recipient of its list."""
    if text.startswith("ssh-"):
        return _ssh_recipient(text, place)
    if plugins.name_of(text):
        return _plugin_recipient(text, place)
    try:
        key = pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        key = None
    # One key, one spelling: bech32 would also allow all upper case.
    if key is None or str(key) != text:
        raise _no_recipient(place)
    if not curve.protects(text):
        raise _no_protection(place)
    return key


def _ssh_recipient(text: str, place: int) -> object:
    """An SSH key: ed25519 alone, as for signing. Of RSA there are sizes that protect too little."""
    if not sshkeys.is_public_key(text) or sshkeys.is_hardware(text):
        raise _no_recipient(place)
    # pyrage takes points that protect nothing; X25519 of age's own it would break off on.
    if not curve.protects_edwards(sshkeys.blob(text)[-32:]):
        raise _no_protection(place)
    try:
        return pyrage.ssh.Recipient.from_str(text)
    except pyrage.RecipientError:  # no point of the curve
        raise _no_recipient(place) from None


def _plugin_recipient(text: str, place: int) -> object:
    try:
        return pyrage.plugin.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise _no_recipient(place) from None


def _ready(key: object) -> object:
    """A recipient to encrypt to: a plugin's with its program, which nobody answers."""
    if not isinstance(key, pyrage.plugin.Recipient):
        return key
    name = key.plugin()
    return pyrage.plugin.RecipientPluginV1(name, [key], [], Talk(name, Nobody()))


def _no_recipient(place: int) -> InputError:
    return InputError(
        _(
            "recipient {place} is not a recipient of age: age1... or ssh-ed25519 ... is expected",
            place=place,
        ),
        hint=_("the recipient is on the officer card that pgaref keygen or pgaref card prints"),
    )


def _no_protection(place: int) -> RefusedError:
    return RefusedError(
        Refusal(
            _(
                "recipient {place} is of low order or not canonical: it would protect nothing",
                place=place,
            ),
            reason="recipient-low-order",
            hint=_("ask for a new officer card: pgaref keygen FILE"),
        )
    )


@contextmanager
def _panics_contained() -> Iterator[None]:
    """Turn a panic of the Rust library, which is a BaseException without an importable name."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IntegrityError(_("the age library broke off on this data")) from None
