# SPDX-License-Identifier: EUPL-1.2
"""Evaluating the security, and the covenant: art. 15(3), 18(4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgaref.actions import findings
from pgaref.actions.session import Session, refuse_if
from pgaref.covenant import oversight


def evaluate(session: Session, what: str, content: Mapping[str, Any]) -> str:
    """Keep an evaluation (`evaluatie/1`) of the `beveiliging` or the `convenant`; its path."""
    with session.writing(oversight.evaluation(what)) as work:
        refuse_if(oversight.evaluation_refusals(work.now, content))
        return findings.keep(work, content)
