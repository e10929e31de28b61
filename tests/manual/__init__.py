# SPDX-License-Identifier: EUPL-1.2
"""The manual in docs/handleiding, typed again: its pages show what their commands really say."""
