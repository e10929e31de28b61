# SPDX-License-Identifier: EUPL-1.2
"""Public keys that would protect nothing: the points of Curve25519 of low order (RFC 7748)."""

from __future__ import annotations

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_PRIME = 2**255 - 19
# The u-coordinates below the prime whose order divides 8 (RFC 7748, section 6.1 and its security
# considerations): a shared secret with one of them is zero, and anyone can read.
_LOW_ORDER = frozenset(
    (
        0,
        1,
        _PRIME - 1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
    )
)


def protects(recipient: str) -> bool:
    """Whether a recipient of age X25519, `age1...`, is canonical and not of low order.

    What is not canonical would wrap to a key that its own owner cannot derive.
    """
    number = 0
    # 52 characters of 5 bits, the last 4 bits filling.
    for letter in recipient.removeprefix("age1")[:-6]:
        number = number << 5 | _BECH32.index(letter)
    return _sound(int.from_bytes((number >> 4).to_bytes(32, "big"), "little"))


def protects_edwards(key: bytes) -> bool:
    """The same of the 32 bytes of an Ed25519 key, to which age encrypts as to its X25519 point.

    The bytes are y and, in the highest bit, the sign of x (RFC 8032, section 5.1.2); the point has
    u = (1 + y) / (1 - y) (RFC 7748, section 4.1), and y = 1 has none, which counts as 0.
    """
    y = int.from_bytes(key, "little") & (2**255 - 1)
    u = (1 + y) * pow(1 - y, _PRIME - 2, _PRIME) % _PRIME
    return y < _PRIME and _sound(u)


def _sound(u: int) -> bool:
    return u < _PRIME and u not in _LOW_ORDER
