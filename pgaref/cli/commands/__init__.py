# SPDX-License-Identifier: EUPL-1.2
"""One module a command: parse, call one action, show. Registered in `pgaref.cli.registry`."""
