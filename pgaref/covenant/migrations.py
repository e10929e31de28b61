# SPDX-License-Identifier: EUPL-1.2
"""What carries content from one version of its schema to the next: pure functions, one a version.

A record keeps the version under which it was filed until an act migrates it (`schema migrate`), and
is read in the newest one all the same: no rule has to know an older shape (art. 15(1)).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Content = Mapping[str, Any]
# Takes content of a version and gives that of the next, all but `schema`; what it takes, it leaves
# as it is.
Migration = Callable[[Content], dict[str, Any]]

# Kind and version -> what carries content of it to the next version. A released one stays as it is:
# schemas/<kind>/<n>.before.yaml and .after.yaml hold it to that.
MIGRATIONS: dict[tuple[str, int], Migration] = {}


def newest(kind: str, version: int) -> int:
    """The version to which content of `kind` and `version` is carried; maybe the same."""
    while (kind, version) in MIGRATIONS:
        version += 1
    return version


def carried(kind: str, version: int, content: Content) -> Content:
    """The content in the newest version of its kind; itself where it is that already."""
    while (kind, version) in MIGRATIONS:
        made = MIGRATIONS[kind, version](content)
        version += 1
        content = {**made, "schema": f"{kind}/{version}"}
    return content


def named(content: Content) -> tuple[str, int]:
    """The kind and version that content says it is of."""
    kind, _, version = str(content["schema"]).partition("/")
    return kind, int(version)


def brought(content: Content) -> Content:
    """The content in the newest version of the kind that it says it is of."""
    return carried(*named(content), content)
