# SPDX-License-Identifier: EUPL-1.2
"""What each kind of document may be given: a whole example of the fictitious case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COMMON: Mapping[str, Any] = {
    "datum": "2026-10-15",
    "kenmerk": "WP-7K3F9QXD",
    "convenant": "Convenant Persoonsgerichte aanpak voorkoming radicalisering en extremisme "
    "provincie Limburg",
    "verantwoordelijken": ["De gemeente Heerlen", "De politie", "Het Openbaar Ministerie"],
    "contact": "Postbus 1, 6400 AA Heerlen, uitvoerder@voorbeeld.example",
    "fg": "Fie Verzonnen, fg@voorbeeld.example",
}
PERSON = {
    "naam": "Sam Voorbeeld",
    "adres": "Voorbeeldstraat 1, 6411 ZZ",
    "woonplaats": "Heerlen",
}
BY_PROXY = {"naam": "Ouder Voorbeeld", "hoedanigheid": "ouder van een jongere onder de zestien"}
SIGNAL = [
    {"naam": "inbrenger", "waarde": "De politie"},
    {"naam": "waargenomen_op", "waarde": "2026-09-30"},
    {"naam": "grondslag", "waarde": ["Wet politiegegevens, artikel 20"]},
    {
        "naam": "gedraging",
        "waarde": "Heeft op 30 september in buurthuis De Proef een stapel pamfletten uitgedeeld "
        "die oproepen om het gemeentehuis te bezetten en ambtenaren vast te houden.",
    },
]
CRITERIA = [
    {
        "id": "feitelijk",
        "vraag": "Berust het beeld op waargenomen gedragingen, en niet op overtuiging of afkomst?",
        "vereist": True,
    },
    {
        "id": "meervoudig",
        "vraag": "Is de inzet van meer dan een partij nodig?",
        "vereist": True,
    },
    {
        "id": "minderjarigen",
        "vraag": "Zijn er minderjarigen van wie de ontwikkeling wordt bedreigd?",
        "vereist": False,
    },
]
MEASURES = [
    {
        "nummer": 1,
        "wat": "Nieuwe begeleider en dagbesteding.",
        "wie": "De gemeente Heerlen",
        "aard": "zorg",
        "gereed_op": "2026-12-15",
        "stand": "loopt",
        "toelichting": "Kennismaking heeft plaatsgevonden.",
    },
    {
        "nummer": 2,
        "wat": "Toezichtgesprek elke twee weken.",
        "wie": "De Reclassering Nederland",
        "aard": "strafrechtelijk",
        "gereed_op": "2027-04-01",
        "stand": "gepland",
        "toelichting": "Begint in januari.",
    },
]
ABOUT: Mapping[str, Any] = {
    "doeleinden": ["Voorkomen dat iemand radicaliseert.", "Hulp en zorg regelen."],
    "grondslagen": [
        "Wet politiegegevens, artikel 20",
        "Algemene verordening gegevensbescherming, artikel 6, eerste lid, onder e",
    ],
    "categorieen": ["Naam, adres en woonplaats", "Politiegegevens (strafrechtelijk)"],
    "doorgifte": "Wij geven uw gegevens niet door naar landen buiten de EER.",
}


def dossier(records: int = 2) -> dict[str, Any]:
    """A dossier for the weegploeg, with so many records."""
    return {
        "kenmerk": "WP-7K3F9QXD",
        "stand": "te-wegen",
        "subject": PERSON,
        "geopend": "2026-10-12",
        "stukken": [
            {"nummer": n, "soort": "signaal", "datum": "2026-10-12", "velden": SIGNAL}
            for n in range(2, 2 + records)
        ],
        "termijnen": [{"wat": "Vernietigen", "op": "2031-10-12", "artikel": "art. 13 lid 1"}],
        "criteria": CRITERIA,
    }


def overview(records: int = 2) -> dict[str, Any]:
    """A dossier as the person concerned reads it, with so many records."""
    return {
        "kenmerk": "CO-4PWE81SJ",
        "bestand": "casusoverleg",
        "geopend": "2026-10-15",
        "ontvangers": [
            {
                "partij": "De Reclassering Nederland",
                "wat": "dossier, plan en voortgang",
                "sinds": "2026-10-15",
                "tot": "2026-11-02",
                "grondslag": "Reclasseringsregeling 1995, artikel 8",
            },
            {"partij": "De politie", "wat": "alles", "sinds": "2026-10-15"},
        ],
        "bewaren": [
            {"wat": "Archiveren", "op": "2027-10-15", "artikel": "art. 13 lid 2"},
            {"wat": "Vernietigen", "op": "2031-10-15", "artikel": "art. 13 lid 1"},
        ],
        "stukken": [
            {
                "nummer": n,
                "soort": "signaal",
                "datum": "2026-10-12",
                "herkomst": "De politie",
                "velden": SIGNAL,
            }
            for n in range(2, 2 + records)
        ],
    }


FULL: Mapping[str, Mapping[str, Any]] = {
    "weegploeg": {**COMMON, "dossiers": [dossier(), {**dossier(1), "kenmerk": "WP-2M8TZR4H"}]},
    "plan": {
        **COMMON,
        "kenmerk": "CO-4PWE81SJ",
        "subject": PERSON,
        "doelen": ["Ander gedrag", "Minder risico voor de veiligheid", "Zorg"],
        "omschrijving": "Contact herstellen, veiligheidsrisico beperken.",
        "maatregelen": MEASURES,
        "evaluatie_op": "2027-01-15",
    },
    "verstrekking": {
        **COMMON,
        "kenmerk": "CO-4PWE81SJ/9",
        "verstrekking": "CO-4PWE81SJ/9",
        "aan": "De Nationaal Coördinator Terrorismebestrijding en Veiligheid",
        "grondslagen": ["Wet politiegegevens, artikel 20"],
        "soort_gegevens": "Omschrijving van een gedraging.",
        "doel": "het plan opstellen",
        "noodzaak": "Het advies kan niet zonder de feitelijke gedraging worden gegeven.",
        "geheimhouding": {
            "opgelegd_door": "uit-1",
            "bevestigd_door": "nctv-1",
            "op": "2026-10-15",
        },
        "wpg": [
            {"naam": "samenwerkingsverband", "waarde": "Het casusoverleg van het convenant."},
            {"naam": "voorwaarden", "waarde": ["De ontvanger houdt de gegevens geheim."]},
        ],
        "gegevens": [{"record": 2, "soort": "signaal", "velden": SIGNAL[1:]}],
    },
    "kennisgeving": {
        **COMMON,
        **ABOUT,
        "geadresseerde": PERSON,
        "ontvangers": ["De politie", "De gemeente Heerlen"],
        "bewaartermijnen": [{"wat": "Uw dossier bij de weegploeg", "op": "2031-10-12"}],
        "herkomst": ["De politie", "De gemeente Heerlen"],
    },
    "inzage": {
        **COMMON,
        **ABOUT,
        "geadresseerde": PERSON,
        "vertegenwoordiger": BY_PROXY,
        "ontvangen_op": "2026-10-20",
        "rechten": ["U kunt de stukken komen bekijken op het gemeentehuis."],
        "dossiers": [overview()],
        "bezwaar": "College van burgemeester en wethouders, Postbus 1, 6400 AA Heerlen",
    },
    "weigering": {
        **COMMON,
        "geadresseerde": PERSON,
        "vertegenwoordiger": BY_PROXY,
        "verzoek": {"soort": "inzage", "ontvangen_op": "2026-10-20"},
        "gronden": [
            {
                "grond": "Artikel 41, eerste lid, onder c, UAVG",
                "tekst": "Bescherming van de openbare veiligheid.",
            }
        ],
        "motivering": "Inzage kan de groep waarschuwen.\nDaarom wachten wij tot het onderzoek "
        "klaar is.",
        "bezwaar": "College van burgemeester en wethouders, Postbus 1, 6400 AA Heerlen",
    },
    "correctie": {
        **COMMON,
        "geadresseerde": PERSON,
        "besluit_datum": "2026-10-22",
        "punten": [
            {
                "kenmerk": "WP-7K3F9QXD/1",
                "uitkomst": "verbeterd",
                "wat": "Het adres is gewijzigd.",
                "motivering": "U bent verhuisd.",
                "uiterlijk_op": "2026-11-19",
            }
        ],
        "te_informeren": [
            {
                "partij": "De Reclassering Nederland",
                "sinds": "2026-10-15",
                "ontvangst": "2026-10-15",
            }
        ],
        "bezwaar": "College van burgemeester en wethouders, Postbus 1, 6400 AA Heerlen",
    },
    "incident": {
        **COMMON,
        "kenmerk": "IN-7K3F9QXD",
        "kennisgenomen": {"datum": "2026-10-19", "tijd": "14:30"},
        "uiterlijk": {"datum": "2026-10-22", "tijd": "14:30"},
        "aard": ["vertrouwelijkheid"],
        "feiten": "Een afdruk van het plan is blijven liggen in de trein.",
        "gegevens": "Naam en adres van het subject, de maatregelen van het plan.",
        "politiegegevens": "ja",
        "personen": {"soorten": "Een subject.", "aantal": "ongeveer 1"},
        "stukken": "ongeveer 1",
        "gevolgen": "Wie de afdruk las, weet dat over deze persoon wordt overlegd.",
        "maatregelen": [{"wat": "De afdruk is teruggehaald.", "stand": "genomen"}],
        "dossiers": ["CO-7K3F9QXD"],
        "fasen": [
            {
                "fase": "eerste",
                "gemeld": {"datum": "2026-10-23", "tijd": "08:30"},
                "kenmerk": "AP-0000-0000",
                "vertraging": "Pas toen bleek het.",
            },
            {
                "fase": "niet",
                "gemeld": {"datum": "2026-10-24", "tijd": "09:00"},
                "motivering": "Niemand las het.",
            },
        ],
        "mededeling": {
            "uitkomst": "gedaan",
            "op": "2026-10-24",
            "wijze": "Een gesprek.",
            "reden": "onevenredig",
            "motivering": "De persoon kan erdoor worden herkend.",
        },
        "geleerd": "Een plan wordt niet meer afgedrukt.",
        "afgesloten": "2026-10-30",
    },
    "verklaring": {
        **COMMON,
        "format": 1,
        "vault": "9d2c7c0e5b8f4d3a",
        "id": "WP-7K3F9QXD",
        "register": "weegploeg",
        "seq": 41,
        "opened": "2026-10-12",
        "last_processed": "2026-10-15",
        "due": "2027-04-15",
        "destroyed": "2027-04-17",
        "reason": "niet-agenderen",
        "article": "art. 13 lid 3",
        "method": "sleutels en stukken verwijderd",
        "actor": "uit-1",
        "party": "De uitvoerder",
        "parties": ["De gemeente Heerlen", "De politie", "Het Openbaar Ministerie"],
        "records": {"subject": 1, "signaal": 2, "weging": 1, "besluit": 1, "melder": 2},
        "backup_until": "2027-05-17",
        "days_overdue": 2,
        "declined": "2026-10-15",
        "outcome": "niet-agenderen",
    },
    "verwerkingsregister": {
        **{n: COMMON[n] for n in ("datum", "convenant", "verantwoordelijken", "contact")},
        "kenmerk": "limburg-2019",
        "versie": "2",
        "uitvoerder": "De uitvoerder",
        "functionaris_gegevensbescherming": "Fie Verzonnen",
        "verwerkingen": [
            {
                "naam": "weegploeg",
                "versie": 3,
                "geldig_van": "2026-10-01",
                "omschrijving": "Wegen of een aanpak nodig is.",
                "doeleinden": ["het bieden van zorg aan subjecten"],
                "grondslagen": ["Wet politiegegevens, artikel 20"],
                "betrokkenen": ["subjecten"],
                "gegevens": [
                    {
                        "wat": "omschrijving van de signalen",
                        "bijzonder": ["overtuiging", "politiegegevens"],
                        "artikel": "art. 8 lid 2 onder b",
                    }
                ],
                "ontvangers": ["politie: dossier, beperkt"],
                "doorgifte": "Er gaan geen gegevens buiten de EER.",
                "bewaartermijnen": ["vernietigd 5 jaar na de laatste verwerking"],
                "beveiliging": ["Elk deel heeft een eigen sleutel."],
                "artikel": "art. 8 lid 1",
            }
        ],
        "tellingen": {
            "van": "2026-01-01",
            "tot": "2026-12-31",
            "dossiers": {"weegploeg": {"te-wegen": 4}, "casusoverleg": {"lopend": 5}},
            "handelingen": {"intake": 6},
            "inzagen": {"verantwoording": 7},
            "geweigerd": 8,
            "mislukt": 9,
        },
    },
}
