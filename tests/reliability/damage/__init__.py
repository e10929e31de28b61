# SPDX-License-Identifier: EUPL-1.2
"""Every file of a vault, damaged in every way."""
