# SPDX-License-Identifier: EUPL-1.2
"""The log: one line, the chain of lines, who may commit what, and the head that is remembered."""
