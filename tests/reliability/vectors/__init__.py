# SPDX-License-Identifier: EUPL-1.2
"""The public test vectors of age, read the way pgaref reads the files of a vault."""
