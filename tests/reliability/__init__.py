# SPDX-License-Identifier: EUPL-1.2
"""How hard a vault is to break: long runs, each with a make target and a sample in the suite."""
