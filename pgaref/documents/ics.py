# SPDX-License-Identifier: EUPL-1.2
"""The agenda as a calendar (RFC 5545) that others may see: ids, articles, commands, no person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pgaref.covenant.agenda import Entry
from pgaref.covenant.article import render as article

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODUCT = "-//pgaref//agenda//NL"
# What a calendar of pgaref begins with, and no other file.
HEAD = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}\r\n".encode()
# How long before its day a term is brought to mind.
ALARM = timedelta(days=7)
ALARM_OF_HOURS = timedelta(hours=24)


def calendar(entries: Iterable[Entry], vault: str, now: datetime) -> bytes:
    """One event for each term, of a whole day unless it counts hours; it updates what was there.

    `vault` is the vault's id, `now` the aware moment at which the terms were read.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODUCT)
    for entry in entries:
        made.add_component(_event(entry, vault, now))
    data: bytes = made.to_ical()
    return data


def _event(entry: Entry, vault: str, now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    subject = f"{entry.dossier}: {entry.what}" if entry.dossier else entry.what
    event.add("uid", f"{entry.dossier}.{entry.key}@{vault}")
    event.add("dtstamp", now)
    event.add("dtstart", datetime.fromisoformat(entry.at) if entry.at else entry.due)
    event.add("summary", f"{subject} ({article(entry.article)})")
    event.add("description", entry.command)
    event.add("categories", ["pgaref", entry.key.partition("-")[0]])
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(subject, ALARM_OF_HOURS if entry.at else ALARM))
    return event


def _alarm(subject: str, before: timedelta) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", subject)
    alarm.add("trigger", -before)
    return alarm
