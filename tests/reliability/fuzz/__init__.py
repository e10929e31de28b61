# SPDX-License-Identifier: EUPL-1.2
"""What reads bytes that anybody may have written, given bytes of every kind."""
