# SPDX-License-Identifier: EUPL-1.2
"""How long an edit that was given up is kept, and whose it is: art. 13(1), 15(2)(b)."""

from __future__ import annotations

from datetime import date

import pytest

from pgaref.covenant import drafts
from tests.covenant.examples import OFFICERS, profile, said


@pytest.mark.artikel("13.1")
def test_a_draft_goes_fourteen_days_after_it_was_kept() -> None:
    assert drafts.ends(profile(), date(2026, 12, 20)) == date(2027, 1, 3)
    assert profile().terms.draft.article == "13.1"


@pytest.mark.artikel("15.2.b")
def test_a_draft_is_its_officers_alone() -> None:
    actor = OFFICERS["uit-1"]
    assert said(drafts.ownership_refusals(actor, "uit-1")) == []
    assert said(drafts.ownership_refusals(actor, "pol-1")) == [("15.2.b", "not-the-owner")]
