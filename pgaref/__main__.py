# SPDX-License-Identifier: EUPL-1.2
"""`python -m pgaref` is the command `pgaref`."""

from pgaref.cli.main import run

if __name__ == "__main__":
    run()
