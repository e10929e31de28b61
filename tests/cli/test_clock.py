# SPDX-License-Identifier: EUPL-1.2
"""The only clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pgaref.cli import clock


def test_now_is_utc_in_whole_seconds() -> None:
    now = clock.now()
    assert now.tzinfo is UTC
    assert now.microsecond == 0
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=5)
