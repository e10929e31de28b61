# SPDX-License-Identifier: EUPL-1.2
"""What was done before a page begins: each scene made once, and copied for each page."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.manual.shell import MEMORY, Shell

OFFICERS = {
    "pol-1": ("politie", "Pol Verzonnen"),
    "om-1": ("openbaar-ministerie", "Omar Verzonnen"),
    "hrl-1": ("gemeente-heerlen", "Hera Verzonnen"),
    "vnl-1": ("gemeente-venlo", "Vera Verzonnen"),
    "rec-1": ("reclassering-nederland", "Rec Verzonnen"),
    "nctv-1": ("nctv", "Nico Verzonnen"),
}
VAULT = [
    "mkdir -p -m 700 ~/.config/pgaref",
    "pgaref keygen ~/.config/pgaref/identity > uit-1.card",
    *(f"pgaref keygen {officer} > {officer}.card" for officer in OFFICERS),
    "cp docs/voorbeeld/*.yaml .",
    'pgaref init --name "Uma Verzonnen" --referentiekader referentiekader-voorbeeld.yaml',
    *(
        f'pgaref officer add {party} {officer} --name "{name}" --card {officer}.card'
        " --accepted 2026-10-01"
        for officer, (party, name) in OFFICERS.items()
    ),
    *(
        f"pgaref whoami --identity {officer} 2>&1 | grep -oE '[0-9A-Z]{{4}}(-[0-9A-Z]{{4}}){{2}}'"
        f" | pgaref officer confirm {officer} --how telefonisch"
        for officer in OFFICERS
    ),
]
# Six people who do not exist, and what was seen of them.
PEOPLE = [
    ("Noor Bedacht", "Heeft in buurthuis De Proef gezegd dat de volgende actie niet vreedzaam is."),
    ("Jo Verzonnen", "Heeft op een school pamfletten uitgedeeld die oproepen tot een bezetting."),
    ("Ali Voorbeeld", "Heeft een winkelier gevraagd om geld voor een reis naar een strijdgebied."),
    (
        "Mia Fictief",
        "Heeft in een chatgroep van de wijk opgeroepen om de burgemeester te bedreigen.",
    ),
    ("Bo Denkbeeld", "Heeft bij het buurthuis gefilmd wie er naar binnen ging."),
    ("Lou Proef", "Heeft een docent gezegd dat wie stemt, straf verdient."),
]
_SIX = """\
schema: intake/1
gemeenten: [gemeente-heerlen]
subject: {{naam: {name}, adres: "Voorbeeldstraat {n}, 6411 ZZ", woonplaats: Heerlen}}
signalen:
  - inbrenger: politie
    via: pol-1
    grondslag: [wpg-20]
    gegevens: wpg-8
    onderbouwing: {{doel: openbare orde, zwaarwegend_belang: veiligheid}}
    waargenomen_op: 2026-10-0{n}
    betreft: [extremisme]
    gedraging: {seen}
    melder: {{naam: Kim Fictief, contactgegevens: kim.fictief@example.org}}
"""
_DECLINED = """\
schema: besluit/1
datum: 2026-10-14
aanwezig: [pol-1, om-1, hrl-1]
uitkomst: niet-agenderen
motivering: Hulp van de gemeente is genoeg.
afwijking: De hulp is deze week al begonnen.
"""
# From a scene to the next: the moment, and what is typed.
_SCENES: dict[str, tuple[str, str, list[str]]] = {
    "leeg": ("", "2026-10-14 09:00", []),
    "kluis": ("leeg", "2026-10-14 09:00", VAULT),
    "gewogen": (
        "kluis",
        "2026-10-14 14:00",
        ["pgaref intake intake.yaml > wp", "pgaref weigh $(cat wp) weging.yaml"],
    ),
    "zes": (
        "kluis",
        "2026-10-14 10:00",
        [
            *(
                f"pgaref intake - > wp{n} <<'TEXT'\n{_SIX.format(name=name, seen=seen, n=n)}TEXT"
                for n, (name, seen) in enumerate(PEOPLE, 1)
            ),
            f"cat > niet.yaml <<'TEXT'\n{_DECLINED}TEXT",
        ],
    ),
    "zaak": (
        "gewogen",
        "2026-10-15 10:00",
        [
            "pgaref decide $(cat wp) besluit.yaml | tail -n 1 > co",
            "pgaref plan $(cat co) plan.yaml",
            "pgaref action $(cat co) actie.yaml",
            "pgaref relation $(cat co) betrokkene.yaml",
        ],
    ),
}


@cache
def scene(name: str) -> Shell:
    """The home in which a scene was played."""
    before, moment, lines = _SCENES[name]
    folder = Path(tempfile.mkdtemp(prefix="pgaref-manual-", dir=MEMORY))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = scene(before).copy(folder) if before else Shell.new(folder)
    made.moment = moment
    for line in lines:
        said, code = made.run(line)
        if code:
            raise RuntimeError(f"{line}: exit {code}: {said}")
    return made
