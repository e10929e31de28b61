# SPDX-License-Identifier: EUPL-1.2
"""Sequences played by hypothesis, in a process of their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.reliability.adversary.machine import Adversary
from tests.reliability.adversary.play import UnlawfulError

STEPS = 12


@dataclass(frozen=True)
class Played:
    """What was counted, and the first thing that was unlawful."""

    totals: Counter[str]
    given: Counter[tuple[str, int]]
    unlawful: str


def play(work: tuple[int, int]) -> Played:
    """Play so many sequences from a seed; what is unlawful is told, not raised."""
    sequences, start = work
    Adversary.totals.clear()
    Adversary.given.clear()
    unlawful = ""
    how = settings(
        database=None,
        deadline=None,
        max_examples=sequences,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        # A sequence that fails is told as it was: each is a vault, and slow to make shorter.
        phases=[Phase.generate],
        print_blob=False,
    )

    @seed(start)
    class Seeded(Adversary):
        """The machine from this seed on."""

    try:
        run_state_machine_as_test(Seeded, settings=how)
    except UnlawfulError as error:
        unlawful = f"seed {start}: {error}"
    totals = Counter(Adversary.totals)
    totals["unlawful"] += bool(unlawful)
    return Played(totals, Counter(Adversary.given), unlawful)
