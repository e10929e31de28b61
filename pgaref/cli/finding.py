# SPDX-License-Identifier: EUPL-1.2
"""Findings of a check as they are printed, and the exit code that they mean."""

from __future__ import annotations

from collections.abc import Sequence

from pgaref.errors import IntegrityError
from pgaref.language import counted
from pgaref.storage.checking.findings import Finding


def plain(findings: Sequence[Finding]) -> list[dict[str, str]]:
    """The findings as `--json` prints them."""
    return [{"path": finding.path, "problem": finding.problem} for finding in findings]


def refuse(findings: Sequence[Finding], message: str) -> None:
    """Say how many findings there are, where there are any.

    Raises:
        IntegrityError: there are.
    """
    if findings:
        count = counted("{n} finding", "{n} findings", len(findings))
        raise IntegrityError(f"{message}: {count}")
