# SPDX-License-Identifier: EUPL-1.2
"""`doctor`, through the command line: art. 15(1)."""

from __future__ import annotations

import pytest

from tests.cli.world import World


@pytest.mark.artikel("15.1", "15.2.a")
def test_the_machine_is_looked_at_and_the_vault_left_alone(world: World) -> None:
    before = world.files(log=True)
    result = world.do("doctor", "--json")
    found = {one["what"]: one for one in result.json}
    assert (result.exit_code == 15) is any(not one["ok"] for one in found.values())
    assert found["vault"]["ok"]
    assert found["identity"]["ok"]
    world.vault.chmod(0o755)
    told = world.do("doctor")
    assert told.exit_code == 15
    (line,) = [line for line in told.stdout.splitlines() if line.startswith("vault\t")]
    assert line == "vault\tmend\tothers may read it (mode 755)\tchmod 700"
    world.vault.chmod(0o700)
    assert world.files(log=True) == before
    # Where nothing is, it still says what to do.
    nowhere = world.run("doctor", "--vault", world.run.home / "nowhere", "--identity", "none")
    assert nowhere.exit_code == 15
    assert "pgaref keygen FILE" in nowhere.stdout
