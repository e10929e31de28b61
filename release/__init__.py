# SPDX-License-Identifier: EUPL-1.2
"""What `make release` makes of a commit: wheel, source archive, Debian package, SBOM and checksums.

Each is the same to the byte for the same commit and the same Python; nothing asks the network.
"""
