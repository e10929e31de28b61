# SPDX-License-Identifier: EUPL-1.2
"""pgaref: the information system of a covenant for a person-centred approach to extremism."""

__version__ = "0.1.0"
