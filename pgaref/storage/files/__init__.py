# SPDX-License-Identifier: EUPL-1.2
"""Files and locks: the only calls that touch the disk, durable and without following links."""
