# SPDX-License-Identifier: EUPL-1.2
"""The time of the log, which is UTC, in the time zone of the covenant."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from pgaref.covenant.profile import Profile


def local(profile: Profile, instant: datetime) -> datetime:
    """An instant in a profile's time zone; its date is the calendar day that all terms go by."""
    return instant.astimezone(ZoneInfo(profile.time_zone))
