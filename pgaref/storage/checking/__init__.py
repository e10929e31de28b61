# SPDX-License-Identifier: EUPL-1.2
"""What `check` looks at: everything in a vault that is not what its log and its cards say."""
