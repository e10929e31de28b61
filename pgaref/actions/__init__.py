# SPDX-License-Identifier: EUPL-1.2
"""What people do: one module an activity; each gathers, lets the covenant decide, and applies."""
