# SPDX-License-Identifier: EUPL-1.2
"""What a whole case leaves where no key is needed to look."""
