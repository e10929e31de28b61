# SPDX-License-Identifier: EUPL-1.2
"""Documents for people outside: Dutch, PDF/A and tagged, made in memory (art. 11, 12, 13, 14)."""
