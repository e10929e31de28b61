# SPDX-License-Identifier: EUPL-1.2
"""Terms on the real calendar: years and months as people count them.

A term of months ends on the same day of the month, or on the month's last day where it has no such
day (31 August + 6 months = 28 or 29 February).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from pgaref.language import counted


@dataclass(frozen=True, slots=True)
class Term:
    """A span of calendar time, with the article that sets it."""

    years: int = 0
    months: int = 0
    days: int = 0
    article: str = ""

    def after(self, start: date) -> date:
        """The day on which this term, begun on `start`, ends.

        Raises:
            OverflowError: the end lies beyond the calendar.
        """
        month_index = start.year * 12 + start.month - 1 + self.years * 12 + self.months
        year, month = divmod(month_index, 12)
        if year > date.max.year:
            raise OverflowError("beyond the calendar")
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, day) + timedelta(days=self.days)

    def __str__(self) -> str:
        parts = (
            (self.years, counted("{n} year", "{n} years", self.years)),
            (self.months, counted("{n} month", "{n} months", self.months)),
            (self.days, counted("{n} day", "{n} days", self.days)),
        )
        return " ".join(text for n, text in parts if n)
