# SPDX-License-Identifier: EUPL-1.2
"""Backups made, kept, restored and lost, as docs/reservekopieen.md tells to."""
