# SPDX-License-Identifier: EUPL-1.2
"""What a review or an evaluation found, kept with the log: art. 15(2)(e), 15(3), 18(4)."""

from __future__ import annotations

from collections.abc import Mapping

from pgaref.actions.officers import knowing
from pgaref.actions.session import Work
from pgaref.storage import age, layout, yamltext


def keep(work: Work, content: Mapping[str, object]) -> str:
    """Commit it as a file of its own; its path.

    Encrypted to who may know the officers: the uitvoerder and the kernpartijen.
    """
    path = layout.log_findings(work.transaction.commit_seq)
    sealed = age.encrypt(yamltext.dump(content), knowing(work.now))
    work.transaction.put(path, sealed, bound=True)
    work.transaction.commit()
    return path
