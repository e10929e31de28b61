# SPDX-License-Identifier: EUPL-1.2
"""Many processes on one vault at the same time, some of them killed."""
