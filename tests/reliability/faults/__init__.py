# SPDX-License-Identifier: EUPL-1.2
"""Every command that changes a vault, killed or refused by the system at each of its calls."""
