# SPDX-License-Identifier: EUPL-1.2
"""The time of the log, which is UTC, in the time zone of the covenant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from pgaref.covenant.profile import Profile


def instant_of(profile: Profile, content: Mapping[str, str]) -> datetime:
    """The instant of a day and a time on the clock there: `{datum: 2026-10-20, tijd: "14:30"}`.

    An hour that the clock shows twice is the first one.
    """
    spelt = datetime.fromisoformat(f"{content['datum']}T{content['tijd']}")
    return spelt.replace(tzinfo=ZoneInfo(profile.time_zone))


def local(profile: Profile, instant: datetime) -> datetime:
    """An instant in a profile's time zone; its date is the calendar day that all terms go by."""
    return instant.astimezone(ZoneInfo(profile.time_zone))
