# SPDX-License-Identifier: EUPL-1.2
"""The covenant's rules as pure functions: no files, no clock, no randomness."""
