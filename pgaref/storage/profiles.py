# SPDX-License-Identifier: EUPL-1.2
"""Profiles: the covenants that pgaref ships, and reading one that may be trusted."""

from __future__ import annotations

from pathlib import Path

from pgaref.covenant import profile_checks, profile_reading
from pgaref.covenant.profile import Profile
from pgaref.errors import InputError, UsageError
from pgaref.language import _
from pgaref.storage import schemas, yamltext

_SHIPPED = Path(__file__).parents[1] / "profiles"
DEFAULT = "limburg-2019"


def names() -> list[str]:
    """The profiles that come with pgaref."""
    return sorted(path.parent.name for path in _SHIPPED.glob("*/convenant.yaml"))


def text(name: str) -> bytes:
    """The text of a profile that comes with pgaref.

    Raises:
        UsageError: there is no such profile.
    """
    if name not in names():
        raise UsageError(
            _("no such profile"), hint=_("profiles: {names}", names=", ".join(names()))
        )
    return (_SHIPPED / name / "convenant.yaml").read_bytes()


def read(data: bytes, name: str) -> Profile:
    """The profile in `data`, checked against its schema and itself; `name` is for messages.

    Raises:
        InputError: everything that is wrong with it.
    """
    document = yamltext.parse(data, name)
    schemas.validate(document, "profile/1", name)
    twice = list(profile_checks.duplicates(document.value))
    profile = profile_reading.parse(document.value)
    problems = twice or list(profile_checks.problems(profile))
    if problems:
        raise InputError(*(f"{name}: {problem}" for problem in problems))
    return profile
