# SPDX-License-Identifier: EUPL-1.2
"""What all tests share: the marker of an article, and how long a property is searched."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

# Nothing is remembered between runs, and a slow machine is no failure.
_COMMON = settings(
    database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("fast", _COMMON, max_examples=25)
settings.register_profile("ci", _COMMON, max_examples=100, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))
# Messages are in the source's language, whoever runs the suite.
os.environ["LC_ALL"] = "C.UTF-8"
# A shell lets what runs in the background ignore interrupts, and its children with it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Name the one marker of this project; any other is an error."""
    config.addinivalue_line(
        "markers",
        'artikel(*references): the covenant stands behind this test: "13.3" is article 13, '
        'paragraph 3, "6.b" article 6 under b',
    )
