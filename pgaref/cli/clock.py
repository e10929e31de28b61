# SPDX-License-Identifier: EUPL-1.2
"""The only clock. Everything else is told what time it is."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment in UTC, in whole seconds: as fine as the log and the records write it."""
    return datetime.now(UTC).replace(microsecond=0)
