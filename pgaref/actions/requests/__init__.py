# SPDX-License-Identifier: EUPL-1.2
"""What a person concerned asks, and what is done with it (art. 12)."""
