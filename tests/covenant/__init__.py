# SPDX-License-Identifier: EUPL-1.2
"""Tests of the covenant's rules, each named for its article."""
