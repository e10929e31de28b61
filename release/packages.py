# SPDX-License-Identifier: EUPL-1.2
"""The packages that pgaref runs on: those of requirements.lock that this Python needs for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
_LOCKED = re.compile(r"^([a-z0-9-]+)==(\S+)[^\n]*\n((?:    --hash=\S+[ \\]*\n)+)", re.MULTILINE)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Package:
    """A package at its version, with the SHA-256 of each file that the lock lets be installed."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needs: tuple[str, ...]
    licence: str
    summary: str

    @property
    def installed(self) -> Distribution:
        """What is installed of it beside this program."""
        return distribution(self.name)


def version() -> str:
    """The version of pgaref."""
    text = (ROOT / "pgaref" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise LookupError("pgaref has no version")
    return found[1]


def locked(lock: Path = ROOT / "requirements.lock") -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name -> version and hashes, of everything in a lock file."""
    rows = _LOCKED.findall(lock.read_text("ascii"))
    return {name: (version, tuple(_HASH.findall(hashes))) for name, version, hashes in rows}


def asked() -> list[str]:
    """The names that pgaref itself asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [canonicalize_name(Requirement(text).name) for text in project["dependencies"]]


def running() -> list[Package]:
    """Everything that pgaref runs on here, transitive packages included, by name.

    Raises:
        LookupError: what is installed is not what the lock says.
    """
    lock = locked()
    found: dict[str, Package] = {}
    waiting = asked()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _package(name, lock)
            waiting += found[name].needs
    return [found[name] for name in sorted(found)]


def _package(name: str, lock: dict[str, tuple[str, tuple[str, ...]]]) -> Package:
    there = distribution(name)
    wanted, hashes = lock.get(name, ("", ()))
    if there.version != wanted:
        raise LookupError(f"{name} {there.version} is installed, the lock has {wanted or 'none'}")
    metadata = there.metadata
    return Package(
        name=name,
        version=there.version,
        hashes=hashes,
        needs=tuple(dict.fromkeys(_needs(there))),
        licence=_licence(there),
        summary=metadata["Summary"] or "",
    )


def _needs(there: Distribution) -> Iterator[str]:
    """What a package asks for on this Python; the extras that others ask of it are in the lock."""
    for text in there.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def _licence(there: Distribution) -> str:
    """How a package names its licence: an SPDX expression, or else its own words."""
    expression = there.metadata["License-Expression"]
    classified = [
        line.rpartition(" :: ")[2]
        for line in there.metadata.get_all("Classifier") or ()
        if line.startswith("License :: ")
    ]
    told = (there.metadata["License"] or "").partition("\n")[0]
    return str(expression or told or ", ".join(classified) or _first_line_of_licence(there))


def _first_line_of_licence(there: Distribution) -> str:
    """What the licence that comes with a package begins with, or nothing."""
    texts = (file for file in there.files or () if "licenses" in file.parts)
    lines = (file.read_text("utf-8").strip().partition("\n")[0] for file in texts)
    return next(lines, "").strip()
