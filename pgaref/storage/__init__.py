# SPDX-License-Identifier: EUPL-1.2
"""The vault on disk: durable writes, the transaction, keys, records, cards and the log."""
