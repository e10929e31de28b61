# SPDX-License-Identifier: EUPL-1.2
"""The code of an officer card."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgaref.covenant.checkcode import check_code, same_code

CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)


@pytest.mark.artikel("15.2.c")
@given(st.text(), st.text())
def test_the_code_is_the_digests_first_sixty_bits(recipient: str, signing_key: str) -> None:
    digest = hashlib.sha256(f"{recipient}\n{signing_key}\n".encode()).digest()
    code = check_code(recipient, signing_key)
    assert code.replace("-", "") == base64.b32encode(digest)[:12].translate(CROCKFORD).decode()
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", code)


def test_swapped_keys_have_another_code() -> None:
    assert check_code("a", "b") != check_code("b", "a")


@pytest.mark.artikel("15.2.c")
@given(st.text(), st.text())
def test_a_code_is_known_however_it_is_typed(recipient: str, signing_key: str) -> None:
    code = check_code(recipient, signing_key)
    heard = code.replace("0", "o").replace("1", "l")
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')}\n", heard):
        assert same_code(typed, code)
    other = code[:-1] + ("Z" if code[-1] != "Z" else "Y")
    for typed in (other, "", code[:-1], f"{code}0"):
        assert not same_code(typed, code)
