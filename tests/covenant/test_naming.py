# SPDX-License-Identifier: EUPL-1.2
"""Whether a text names somebody whom its reader may not know: art. 8(2)(c), 12(4)."""

from __future__ import annotations

import pytest

from pgaref.covenant.naming import Others, others_of

SUBJECT = {"naam": "Sam Voorbeeld", "adres": "Voorbeeldstraat 1, 6411 ZZ", "woonplaats": "Heerlen"}
KIM = others_of([{"naam": "Kim Fictief", "contactgegevens": "kim.fictief@example.org"}], SUBJECT)


@pytest.mark.artikel("8.2.c", "12.4")
@pytest.mark.parametrize(
    ("text", "named", "doubtful"),
    [
        ("Zei het tegen KIM\\nfictief.", True, True),
        ("Mail naar kim.fictief@example.org", True, True),
        ("Fictief zag het.", False, True),
        ("Het kimono-feest was fictieve onzin.", False, False),
        ("", False, False),
    ],
)
def test_a_name_is_found_word_for_word(text: str, named: bool, doubtful: bool) -> None:
    text = text.encode().decode("unicode_escape")
    assert (KIM.named_in(text), KIM.doubtful_in(text)) == (named, doubtful)


@pytest.mark.artikel("12.3")
def test_what_stands_in_any_text_takes_nothing_away() -> None:
    # What the schema asks to write where an address is not known, and a name of one short word.
    others = others_of([{"naam": "An", "adres": "onbekend"}, {}], SUBJECT)
    assert others == Others((), ("an",))
    assert not others.named_in("Het adres is onbekend; an, of en.")


def test_what_families_share_betrays_nobody() -> None:
    at_home = {"naam": "Noor Voorbeeld", "adres": "Voorbeeldstraat 1, 6411 ZZ"}
    others = others_of([at_home, {"naam": "Jo de Wit"}], SUBJECT)
    assert others == Others((("noor", "voorbeeld"), ("jo", "de", "wit")), ("noor",))
