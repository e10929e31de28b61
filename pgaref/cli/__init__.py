# SPDX-License-Identifier: EUPL-1.2
"""The command line: the only place that prints, reads the clock or the environment."""
