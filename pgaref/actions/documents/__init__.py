# SPDX-License-Identifier: EUPL-1.2
"""What each kind of document is made of: a module a kind, and what they share in `gathering`."""
