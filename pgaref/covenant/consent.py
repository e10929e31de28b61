# SPDX-License-Identifier: EUPL-1.2
"""Consent to a disclosure: whose is asked, what it is about, what proves it: art. 8(2)(c), 10(5).

An officer whose signing key is on record consents with a signature over the text that says exactly
what goes to whom and why; one without a key by name and day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pgaref.covenant import access
from pgaref.covenant.circumstances import Circumstances, dates_of_acts, unknown_officers
from pgaref.covenant.model import Card, Officer, PartyKind
from pgaref.covenant.profile import RegisterRule
from pgaref.errors import Refusal
from pgaref.language import _

_Content = Mapping[str, Any]
NAMESPACE = "pgaref-consent"
COVENANT_PARTIES = (PartyKind.KERNPARTIJ, PartyKind.CASUSPARTIJ)
# What a consent binds besides the records chosen.
BOUND = ("soort_gegevens", "doel", "noodzaak", "geheimhouding")
# What it says of each consent; the signature over all of it is the only thing left out.
WHO = ("partij", "functionaris", "op")


def article_of(register: RegisterRule) -> str:
    """The article under which a register's data is disclosed: a melder's, or what 10(5) lists."""
    return "8.2.c" if register.reporter else "10.5"


def asked(now: Circumstances, card: Card, register: RegisterRule, content: _Content) -> list[str]:
    """The parties whose consent is asked: every covenant party on the dossier (art. 10(5)).

    For who reported a signal it is the party that brought it, on the dossier still or not.
    """
    parties = now.profile.parties
    if register.reporter is None:
        on = now.remaining(card.parties)
        return [p for p in on if parties[p].kind in COVENANT_PARTIES]
    entries = (card.record(item["record"]) for item in content["gegevens"])
    chosen = {entry.section for entry in entries if entry is not None}
    return [p for p in parties if access.reporter_section(register, p) in chosen]


def statement(vault: str, card: Card, content: _Content) -> dict[str, object]:
    """What is consented to, in this vault and dossier, each record as it is now by its digest.

    Every officer signs the same text. It says who consents on which day, and how many disclosures
    to this recipient went before: so it fits one disclosure, and none that repeats it.
    """
    # Not the number that the record will get, nor a count of all disclosures: signing takes days,
    # and what is filed meanwhile, or goes to another, would undo it. A package stays on its card.
    earlier = sum(package.party == content["aan"] for package in card.packages)
    consents = [{name: entry[name] for name in WHO} for entry in content["toestemming"]]
    digests = {record.n: record.digest for record in card.records}
    return {
        "toestemming": "verstrekking/1",
        "vault": vault,
        "dossier": card.id,
        "aan": content["aan"],
        "eerdere_verstrekkingen": earlier,
        "toestemming_van": sorted(consents, key=lambda entry: [entry[name] for name in WHO]),
        "grondslag": content["grondslag"],
        "gegevens": [
            {
                "record": item["record"],
                "digest": digests.get(item["record"], ""),
                "velden": item["velden"],
            }
            for item in content["gegevens"]
        ],
        **{name: content[name] for name in BOUND if name in content},
    }


def consent_refusals(
    now: Circumstances,
    card: Card,
    register: RegisterRule,
    content: _Content,
    verdicts: Mapping[str, bool],
) -> Iterator[Refusal]:
    """A refusal for each party asked that has not consented, and for each bad consent.

    `verdicts`: officer id -> whether that officer's signatures are over the `statement`.
    """
    article = article_of(register)
    for place, entry in enumerate(content["toestemming"]):
        field = f"toestemming[{place}]"
        yield from dates_of_acts(now, {f"{field}.op": entry["op"]})
        unknown = list(unknown_officers(now, [entry["functionaris"]]))
        yield from unknown
        officer = now.officers.get(entry["functionaris"])
        if officer is not None and officer.party != entry["partij"]:
            message = _(
                "{field}: {officer} does not speak for {partij}",
                field=field,
                officer=officer.id,
                partij=entry["partij"],
            )
            yield Refusal(message, article, "no-consent")
        elif officer is not None and not unknown:
            yield from _unproved(card, officer, entry, field, article, verdicts)
    yield from _missing(asked(now, card, register, content), content["toestemming"], article)


def _missing(
    parties: Sequence[str], consents: Sequence[_Content], article: str
) -> Iterator[Refusal]:
    given = {entry["partij"] for entry in consents}
    for party_id in parties:
        if party_id not in given:
            yield Refusal(
                _("{party} has not consented", party=party_id),
                article,
                "no-consent",
                _(
                    "add its consent to toestemming, with an officer of {party} and the day",
                    party=party_id,
                ),
            )


def _unproved(
    card: Card,
    officer: Officer,
    entry: _Content,
    field: str,
    article: str,
    verdicts: Mapping[str, bool],
) -> Iterator[Refusal]:
    """A refusal unless a consent is signed by whoever can sign, and by nobody else."""
    signed = "handtekening" in entry
    if not officer.signing_key:
        if signed:
            yield Refusal(
                _(
                    "{field}.handtekening cannot be verified: {officer} has no signing key",
                    field=field,
                    officer=officer.id,
                ),
                article,
                "unverifiable",
                _("leave the signature out; functionaris and op stand for the consent"),
            )
    elif not signed:
        yield Refusal(
            _("{officer} has not signed", officer=officer.id),
            article,
            "no-signature",
            how_to_sign(card.id),
        )
    elif not verdicts.get(officer.id, False):
        yield Refusal(
            _(
                "{field}.handtekening is not {officer}'s, or not over this disclosure",
                field=field,
                officer=officer.id,
            ),
            article,
            "bad-signature",
            sign_anew(card.id),
        )


def sign_anew(dossier: str) -> str:
    """What a signature fits, and how to make one that does."""
    return _(
        "it fits one text: the choice, its records as they are, the days of all consents, "
        "and how many disclosures went to this party before; anew: {how_to_sign}",
        how_to_sign=how_to_sign(dossier),
    )


def how_to_sign(dossier: str) -> str:
    """The two lines that lead to a signature, and how it is handed in."""
    return _(
        "pgaref disclose {dossier} FILE --consent-text >TEXT; "
        "ssh-keygen -Y sign -n {namespace} -f KEY TEXT; then --signature TEXT.sig",
        dossier=dossier,
        namespace=NAMESPACE,
    )
