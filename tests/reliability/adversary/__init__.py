# SPDX-License-Identifier: EUPL-1.2
"""Parties that keep every key and every old copy of a vault, and try all of it on all of it."""
