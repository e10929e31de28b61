# SPDX-License-Identifier: EUPL-1.2
"""Input that is made to do harm, given to the real command in a process of its own."""
