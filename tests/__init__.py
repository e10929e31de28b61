# SPDX-License-Identifier: EUPL-1.2
"""The tests of pgaref; the folders mirror the package."""
