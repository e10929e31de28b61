# SPDX-License-Identifier: EUPL-1.2
"""The whole way of the fictitious case, from its first signal to the proof of its destruction.

Told under the covenant that pgaref ships and under an invented one, which has other parties,
grounds, sections, readers, roles and terms: the covenant is data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pgaref.storage import yamltext
from tests.cli.settings import COVENANTS, EXPERT, KEEPER, OM, POLICE, PROBATION, TOWN
from tests.cli.story import Card, Story, told
from tests.cli.world import sample, unpacked
from tests.cli.years import REFUSED

KERN = (TOWN, OM, POLICE)
EVERYBODY = (*KERN, PROBATION)
SWEPT = {"sweep declined", "sweep weegploeg", "sweep casus"}


@pytest.fixture(scope="module", params=COVENANTS, ids=str)
def story(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """The case, told once for all tests here; none of them changes its vault."""
    with pytest.MonkeyPatch.context() as patch:
        yield told(tmp_path_factory.mktemp("story") / "home", patch, request.param)


def records(card: Card, *, beyond: int = 0) -> list[tuple[int, str, str]]:
    """Number, kind and section of each record, of those beyond a number."""
    return [(r["n"], r["kind"], r["section"]) for r in card["records"] if r["n"] > beyond]


def readers(card: Card, layer: str = "keys") -> dict[str, set[str]]:
    """Section -> the parties with a key (or a seal) of it."""
    return {
        name: {holder.partition("/")[0] for holder in section.get(layer, {})}
        for name, section in card["sections"].items()
    }


def duties(card: Card) -> dict[tuple[str, int], tuple[str, str]]:
    """Kind and record -> when it is due, and what came of it so far."""
    return {
        (duty["kind"], duty["about"]): (duty["due"], duty.get("outcome", ""))
        for duty in card.get("duties", ())
    }


def placed(story: Story, *rows: tuple[int, str]) -> list[tuple[int, str, str]]:
    """Number, kind and section of records, each in the section where its kind lies."""
    lies = story.setting.lies
    return [(n, kind, lies.get(kind, lies[""])) for n, kind in rows]


def files_of(story: Story, step: str, dossier: str) -> set[str]:
    """Every file in the vault with a dossier's id in its path, after a step."""
    return {path for path in story[step].files if dossier in path}


# What holds after every step


@pytest.mark.artikel("15.1", "15.2.d")
def test_the_vault_is_clean_after_every_step(story: Story) -> None:
    for label, step in story.told.items():
        assert step.checked is not None
        checked = (step.checked.exit_code, step.checked.json)
        assert checked == (0, {"ok": True, "findings": []}), label


@pytest.mark.artikel("15.1")
def test_no_step_leaves_anything_half_done(story: Story) -> None:
    for label, step in story.told.items():
        assert not [path for path in step.files if ".new-" in path or path.startswith("journal/")]
        for dossier, card in step.cards.items():
            numbered = {
                f"{card['place']}/{card['register']}/{dossier}/{section}/{n:04d}.age"
                for n, _, section in records(card)
            }
            keys = f"keys/{card['register']}/{dossier}"
            wrapped = {
                f"{keys}/{section}/{holder}{suffix}.age"
                for layer, suffix in (("keys", ""), ("seals", ".seal"))
                for section, value in card["sections"].items()
                for holder in value.get(layer, ())
            }
            folder = f"{card['place']}/{card['register']}/{dossier}"
            own = {f"{folder}/card.json"}
            if card["place"] == "archive":
                # The active card as it was last signed for.
                own.add(f"{folder}/active.json")
            there = {p for p in files_of(story, label, dossier) if "outbox" not in p}
            assert there == {*numbered, *wrapped, *own}, label


@pytest.mark.artikel("15.2.e")
def test_every_step_is_logged_first_and_signed_by_who_did_it(story: Story) -> None:
    for label, step in story.told.items():
        # A sweep that a person confirmed says so before it acts.
        phases = [line["phase"] for line in step.lines if line["action"] != "sweep"]
        assert phases == ["intent", "commit", "done"] * (len(phases) // 3), label
        actor = {"reopen": "pol-1"}.get(label, "scheduler" if label in SWEPT else "uit-1")
        if phases:
            assert {line["actor"] for line in step.lines} == {actor}, label
        signed = [line["phase"] for line in step.lines if "sig" in line]
        assert signed == ([] if label in SWEPT else ["commit"] * (len(phases) // 3)), label


@pytest.mark.artikel("13.1")
def test_acts_that_are_no_processing_restart_no_term(story: Story) -> None:
    restarting = {
        "inform", "inform a relation", "review", "review the other file", "join", "leave",
        "inform at last", "reopen", "sweep weegploeg", "sweep casus",
    }  # fmt: skip
    before: dict[str, Card] = {}
    for label, step in story.told.items():
        for dossier, card in step.cards.items():
            changed = before.get(dossier, card)["last_processed"] != card["last_processed"]
            assert not (changed and label in restarting), label
            assert card["last_processed"] <= step.today
        before = dict(step.cards)


# From the first signal to the casusoverleg


@pytest.mark.artikel("7.1", "8.1", "8.2.a", "8.2.b", "8.2.c", "8.4", "11.2")
def test_the_intake_opens_a_dossier_of_the_weegploeg(story: Story) -> None:
    step, card, here = story["intake"], story["intake"].cards[story.weegploeg], story.setting
    assert step.made == {"dossier": story.weegploeg, "records": [1, 2, 3, 4, 5]}
    assert records(card) == [
        *placed(story, (1, "subject"), (2, "signaal"), (3, "signaal")),
        (4, "melder", here.melder(POLICE)),
        (5, "melder", here.melder(TOWN)),
    ]
    assert readers(card) == here.readers("weegploeg")
    assert (card["register"], card["state"]) == ("weegploeg", "te-wegen")
    assert card["parties"] == here.parties(*KERN)
    assert (card["opened"], card["last_processed"]) == ("2026-10-12", "2026-10-12")
    assert duties(card) == {
        ("informatieplicht", 1): (str(here.notice.after("2026-10-12")), ""),
        ("controle", 1): (str(here.review.after("2026-10-12")), ""),
    }
    assert card["seq"] == step.line("commit")["seq"]
    assert not {"outcome", "decided", "counterpart"} & set(card)


@pytest.mark.artikel("7.3", "8.2.d")
def test_the_weighing_is_pinned_to_the_referentiekader(story: Story) -> None:
    step, card = story["weigh"], story["weigh"].cards[story.weegploeg]
    assert step.made == {"dossier": story.weegploeg, "records": [6]}
    assert records(card, beyond=5) == placed(story, (6, "weging"))
    assert (card["state"], card["last_processed"]) == ("gewogen", "2026-10-14")
    content = dict(story.shown[story.weegploeg][6]["content"])
    applied = content.pop("referentiekader")
    assert (applied["versie"], len(applied["sha256"])) == ("voorbeeld-1", 64)
    assert content == story.within("weging")


@pytest.mark.artikel("7.4", "8.2.e", "8.5", "9.1", "10.1", "10.4")
def test_agenderen_opens_a_dossier_of_the_casusoverleg(story: Story) -> None:
    step = story["decide"]
    card, casus = step.cards[story.weegploeg], step.cards[story.casus]
    assert {k: v for k, v in step.made.items() if k != "readers"} == {
        "dossier": story.weegploeg,
        "records": [7],
        "casusoverleg": story.casus,
        "handed_over": [1, 2, 3, 4],
    }
    assert set(step.made["readers"]) == {story.weegploeg, story.casus}
    assert (card["state"], card["outcome"], card["decided"]) == (
        "besloten",
        "agenderen",
        "2026-10-15",
    )
    assert (card["counterpart"], casus["counterpart"]) == (story.casus, story.weegploeg)
    assert (casus["register"], casus["state"], casus["parties"]) == (
        "casusoverleg",
        "lopend",
        story.setting.parties(*EVERYBODY),
    )
    expert = story.setting.party(EXPERT)
    assert readers(casus) == {
        name: parties - {expert} for name, parties in story.setting.readers("casusoverleg").items()
    }
    assert records(casus) == placed(
        story, (1, "subject"), (2, "signaal"), (3, "signaal"), (4, "weging")
    )
    assert duties(card)["informatieplicht", 1] == ("2026-10-15", "")
    assert duties(casus)["informatieplicht", 1] == ("2026-10-15", "")


@pytest.mark.artikel("10.2.a", "10.2.b", "10.2.c", "10.2.d")
def test_the_copies_leave_the_melder_behind_and_name_the_party_instead(story: Story) -> None:
    here, there = story.shown[story.weegploeg], story.shown[story.casus]
    for n, source in ((1, 1), (2, 2), (3, 3), (4, 6), (15, 10)):
        copy, original = dict(there[n]["content"]), here[source]["content"]
        place = copy.pop("partij", None)
        assert copy == original
        assert there[n]["origin"] == f"{story.weegploeg}/{source}"
        if there[n]["kind"] == "signaal":
            assert set(place) == {"naam", "contactgegevens"}
    police = story.setting.called(POLICE)
    assert there[2]["content"]["partij"] == {"naam": police, "contactgegevens": "via pol-1"}
    text = str(there)
    assert not [name for name in ("Kim", "Robin", "Eenheid", "example.org") if name in text]


# The casusoverleg at work


@pytest.mark.artikel("9.3", "9.4", "10.2.e", "10.2.f", "10.2.g", "10.5")
def test_the_plan_and_what_is_done_lie_in_their_own_sections(story: Story) -> None:
    assert story["plan"].made == {"dossier": story.casus, "records": [5, 6]}
    assert records(story["advice"].cards[story.casus], beyond=4) == [
        (5, "subject", story.setting.lies["plan"]),
        *placed(story, (6, "plan"), (7, "actie"), (8, "betrokkene"), (9, "advies")),
    ]
    shown = story.shown[story.casus]
    assert shown[5]["content"] == shown[1]["content"]
    assert shown[5]["origin"] == f"{story.casus}/1"
    measures = shown[6]["content"]["maatregelen"]
    assert [measure["nummer"] for measure in measures] == [1, 2]
    assert duties(story["relation"].cards[story.casus])["informatieplicht", 8] == (
        str(story.setting.notice.after("2026-10-15")),
        "",
    )


@pytest.mark.artikel("9.1", "10.4", "10.5", "14.1")
def test_an_externe_casuspartner_that_joins_reads_the_plan_alone(story: Story) -> None:
    step, card, here = story["join"], story["join"].cards[story.casus], story.setting
    assert (step.made["records"], card["parties"]) == ([10], here.parties(*EVERYBODY, EXPERT))
    assert readers(card) == here.readers("casusoverleg")
    assert step.made["readers"] == {
        name: sorted(section["keys"]) for name, section in card["sections"].items()
    }
    before = story["advice"].cards[story.casus]
    for name, section in card["sections"].items():
        assert section["recipient"] == before["sections"][name]["recipient"]
    assert story.shown[story.casus][10]["content"]["partij"] == here.party(EXPERT)


@pytest.mark.artikel("10.5", "14.1")
def test_a_disclosure_holds_exactly_the_chosen_fields(story: Story) -> None:
    step, card = story["disclose"], story["disclose"].cards[story.casus]
    expert = story.setting.party(EXPERT)
    package = f"outbox/{expert}/{story.casus}-11.age"
    key = f"keys/outbox/{expert}/{story.casus}-11/nctv-1.age"
    assert step.made == {
        "dossier": story.casus,
        "record": 11,
        "package": package,
        "key": key,
        "readers": [f"{expert}/nctv-1"],
    }
    assert {p for p in step.files if "outbox" in p} == {package, key}
    (listed,) = card["packages"]
    assert (listed["n"], listed["party"]) == (11, expert)
    assert list(listed["keys"]) == [f"{expert}/nctv-1"]
    files = unpacked(story.package)
    given = yamltext.parse(files["verstrekking.yaml"], "package").value
    chosen = sample("intake")["signalen"][0]
    fields = {name: chosen[name] for name in ("waargenomen_op", "gedraging")}
    assert given["gegevens"] == [{"record": 2, "soort": "signaal", "velden": fields}]
    assert "toestemming" not in given
    assert b"Voorbeeld" not in files["verstrekking.yaml"]


@pytest.mark.artikel("11.2", "11.3", "11.4", "11.5")
def test_what_the_person_is_told_holds_for_both_files(story: Story) -> None:
    deferred = ("2026-11-14", "uitgesteld")
    for dossier in (story.weegploeg, story.casus):
        after, last = story["inform"].cards[dossier], story["inform at last"].cards[dossier]
        assert duties(after)["informatieplicht", 1] == deferred
        assert not [kind for kind, _ in duties(last) if kind == "informatieplicht"]
    relation = story["inform a relation"].cards[story.casus]
    assert ("informatieplicht", 8) not in duties(relation)
    assert duties(relation)["informatieplicht", 1] == deferred
    for step, numbers in (("inform", (8, 12)), ("inform at last", (15, 18))):
        for dossier, n in zip((story.weegploeg, story.casus), numbers, strict=True):
            note = placed(story, (n, "informatieplicht"))
            assert records(story[step].cards[dossier])[-1:] == note
    assert story.shown[story.casus][12]["content"] == story.shown[story.weegploeg][8]["content"]


@pytest.mark.artikel("8.3", "10.3")
def test_a_review_sets_its_next_day_in_its_own_file(story: Story) -> None:
    first, second = story["review"].cards, story["review the other file"].cards
    assert duties(first[story.weegploeg])["controle", 1] == ("2026-11-15", "")
    later = str(story.setting.review.after("2026-10-15"))
    assert duties(first[story.casus])["controle", 1] == (later, "")
    assert duties(second[story.casus])["controle", 1] == ("2026-11-15", "")


# Again


@pytest.mark.artikel("7.2", "8.2.c", "6.b")
def test_a_second_signal_is_to_be_weighed_again_and_lies_apart(story: Story) -> None:
    card, here = story["signal"].cards[story.weegploeg], story.setting
    assert story["signal"].made == {"dossier": story.weegploeg, "records": [10, 11]}
    assert records(card, beyond=9) == [
        (10, "signaal", here.restricted),
        (11, "melder", here.melder(POLICE)),
    ]
    assert (card["state"], card["outcome"]) == ("te-wegen", "agenderen")
    assert story["second weigh"].cards[story.weegploeg]["state"] == "gewogen"


@pytest.mark.artikel("8.5", "6.b", "9.1")
def test_a_second_agenderen_hands_over_to_the_casusoverleg_that_runs(story: Story) -> None:
    step, before = story["second decide"], story["second weigh"]
    assert set(step.cards) == set(before.cards)
    assert (step.made["records"], step.made["handed_over"]) == ([13, 14], [15])
    assert step.made["casusoverleg"] == story.casus
    card, casus = step.cards[story.weegploeg], step.cards[story.casus]
    apart = story.setting.restricted
    assert records(card, beyond=12) == [
        *placed(story, (13, "besluit")),
        (14, "overdracht", apart),
    ]
    assert records(casus, beyond=14) == [(15, "signaal", apart)]
    assert (card["state"], card["decided"]) == ("besloten", "2026-10-21")
    assert casus["last_processed"] == "2026-10-21"
    decision = story.shown[story.weegploeg][13]["content"]
    assert decision["over_te_dragen"] == []
    aside = story.shown[story.weegploeg][14]["content"]
    assert (aside["besluit"], aside["over_te_dragen"][0]["record"]) == (13, 10)


@pytest.mark.artikel("9.2", "6.b")
def test_a_participant_brings_a_signal_into_the_casusoverleg(story: Story) -> None:
    card = story["signal of a participant"].cards[story.casus]
    assert records(card, beyond=15) == [(16, "signaal", story.setting.restricted)]
    assert card["state"] == "lopend"
    assert "melder" not in story.shown[story.casus][16]["content"]


@pytest.mark.artikel("9.1", "10.4")
def test_who_leaves_gets_no_new_key_of_anything_it_read(story: Story) -> None:
    before = story["signal of a participant"].cards[story.casus]
    after = story["leave"].cards[story.casus]
    gone = story.setting.party(PROBATION)
    assert records(after)[-1:] == placed(story, (17, "vertrek"))
    assert after["parties"] == story.setting.parties(*KERN, EXPERT)
    assert readers(after) == {
        name: parties - {gone} for name, parties in story.setting.readers("casusoverleg").items()
    }
    for name, section in after["sections"].items():
        rekeyed = section["recipient"] != before["sections"][name]["recipient"]
        assert rekeyed is (gone in readers(before)[name]), name
    assert not [path for path in files_of(story, "leave", story.casus) if gone in path]
    assert [r["digest"] for r in before["records"]] == [r["digest"] for r in after["records"]][:-1]


# Not agendered


@pytest.mark.artikel("8.4")
def test_an_intake_of_a_known_subject_says_so_and_one_of_another_does_not(story: Story) -> None:
    assert story["intake known"].made["seems_known"] == sorted([story.casus, story.weegploeg])
    assert "seems_known" not in story["intake other"].made


@pytest.mark.artikel("7.4", "13.3")
def test_not_to_agender_opens_nothing_and_starts_its_own_term(story: Story) -> None:
    step, card = story["decline known"], story["decline known"].cards[story.shredded]
    assert set(step.made) == {"dossier", "records", "readers"}
    assert set(step.cards) == set(story["weigh known"].cards)
    assert (card["state"], card["outcome"], card["declined"]) == (
        "besloten",
        "niet-agenderen",
        "2026-11-12",
    )


@pytest.mark.artikel("13.3", "11.2")
@pytest.mark.parametrize(
    ("step", "reason", "article", "actor"),
    [
        ("shred", "niet-agenderen", "13.3", "uit-1"),
        ("sweep declined", "not-agendered", "13.3", "scheduler"),
        ("sweep all", "term-ended", "13.1", "uit-1"),
    ],
)
def test_what_is_destroyed_leaves_a_certificate_and_nothing_else(
    story: Story, step: str, reason: str, article: str, actor: str
) -> None:
    here = story.setting
    processed = here.destroy.after(story.closing)
    due = processed if step == "sweep all" else here.declined.after("2026-11-12")
    before = set(story.told[list(story.told)[list(story.told).index(step) - 1]].cards)
    gone = before - set(story[step].cards)
    expected = {
        "shred": {story.shredded},
        "sweep declined": {story.swept},
        "sweep all": {story.weegploeg, story.casus},
    }
    assert gone == expected[step]
    for dossier in gone:
        assert files_of(story, step, dossier) == {f"certificates/{dossier}.json"}
        proof = story.certificate(dossier)
        party = here.party(KEEPER)
        assert (proof["id"], proof["reason"], proof["article"]) == (dossier, reason, article)
        assert (proof["actor"], proof["party"], proof["due"]) == (actor, party, str(due))
        assert proof["destroyed"] == story[step].today
        assert "days_overdue" not in proof
        assert proof["backup_until"] > proof["destroyed"]


@pytest.mark.artikel("13.1")
@pytest.mark.parametrize(
    "argv",
    [
        ["show"],
        ["show", "--purpose", "klacht"],
        ["weigh", "weging"],
        ["inform", "informatieplicht"],
        ["close", "afsluiting"],
        ["reopen", "opdracht"],
        ["archive"],
        ["shred", "--reason", "termijn-verstreken", "--yes"],
    ],
)
def test_a_destroyed_id_is_refused_with_its_certificate_as_a_hint(
    story: Story, argv: list[str]
) -> None:
    act, *words = argv
    content = story.within(words.pop()) if len(words) == 1 else None
    for dossier in (story.shredded, story.casus):
        before = story.files()
        result = story.do(act, dossier, *words, content=content)
        assert (result.exit_code, result.stdout) == (REFUSED, "")
        assert result.stderr == (
            f"pgaref: refused: {dossier} was destroyed (art. 13 lid 1)\n"
            f"hint: pgaref certificate {dossier}\n"
        )
        assert story.files() == before


# The end


@pytest.mark.artikel("13.1", "13.2", "13.3")
def test_every_sweep_says_what_was_due_and_why(story: Story) -> None:
    def step(dossier: str, act: str, due: str, why: str, article: str) -> dict[str, Any]:
        reasons = [why]
        return {"dossier": dossier, "act": act, "due": due, "reasons": reasons, "article": article}

    wp, co, here = story.weegploeg, story.casus, story.setting
    declined = f"niet-agenderen 2026-11-12 + {here.declined.text}"
    end = str(here.declined.after("2026-11-12"))
    assert story["sweep declined"].made == {
        "steps": [step(story.swept, "destroy", end, declined, "13.3")],
        "done": 1,
    }
    processed = f"last processing 2026-10-21 + {here.archive.text}"
    end = str(here.archive.after("2026-10-21"))
    assert story["sweep weegploeg"].made == {
        "steps": [step(wp, "archive", end, processed, "13.2")],
        "done": 1,
    }
    ended = f"last processing {story.closing} + {here.destroy.text}"
    end = str(here.destroy.after(story.closing))
    swept = story["sweep all"].made
    assert swept["done"] == 3
    for dossier in (wp, co):
        assert step(dossier, "destroy", end, ended, "13.1") in swept["steps"]


@pytest.mark.artikel("11.2", "13.3")
def test_the_day_before_its_end_a_dossier_is_still_there_and_the_open_duty_is_told(
    story: Story,
) -> None:
    swept = story["sweep nothing"]
    assert swept.made["done"] == 0
    assert [(s["dossier"], s["act"]) for s in swept.made["steps"]] == [(story.swept, "warn")]
    assert story.swept in swept.cards


@pytest.mark.artikel("13.2")
@pytest.mark.parametrize("step", ["sweep weegploeg", "sweep casus", "sweep all"])
def test_in_the_archive_kernpartijen_alone_have_keys(story: Story, step: str) -> None:
    dossier = {
        "sweep weegploeg": story.weegploeg,
        "sweep casus": story.casus,
        "sweep all": story.reopened,
    }[step]
    card = story[step].cards[dossier]
    assert (card["place"], card["state"]) == ("archive", "gearchiveerd")
    assert readers(card) == readers(card, "seals")
    for parties in readers(card).values():
        assert parties <= {*story.setting.parties(*KERN)}
    assert not [path for path in files_of(story, step, dossier) if path.startswith("dossiers/")]
    keeper = f"/{story.setting.party(KEEPER)}/"
    assert not [path for path in files_of(story, step, dossier) if keeper in path]


@pytest.mark.artikel("9.4", "8.2.f", "10.2.h")
def test_a_closing_is_noted_in_both_files_though_one_lies_in_the_archive(story: Story) -> None:
    step, before = story["close"], story["sweep weegploeg"]
    noted = f"{story.weegploeg}/16"
    assert step.made == {"dossier": story.casus, "records": [20], "noted": noted}
    casus, card = step.cards[story.casus], step.cards[story.weegploeg]
    day = str(story.closing)
    assert (casus["state"], casus["last_processed"]) == ("afgesloten", day)
    assert records(casus)[-1:] == placed(story, (20, "afsluiting"))
    assert records(card)[-1:] == placed(story, (16, "afsluiting"))
    assert (card["state"], card["place"]) == ("gearchiveerd", "archive")
    assert card["last_processed"] == day
    assert card["sections"] == before.cards[story.weegploeg]["sections"]


@pytest.mark.artikel("13.4")
def test_what_a_kernpartij_reopens_is_a_new_dossier_without_the_melder(story: Story) -> None:
    step, card = story["reopen"], story["reopen"].cards[story.reopened]
    assert step.made == {"dossier": story.reopened, "records": [1, 2, 3]}
    assert records(card) == placed(story, (1, "subject"), (2, "signaal"), (3, "opdracht"))
    here, day = story.setting, step.today
    assert (card["state"], card["opened"]) == ("te-wegen", day)
    assert card["parties"] == here.parties(*KERN)
    assert readers(card) == here.readers("weegploeg")
    assert duties(card)["informatieplicht", 1] == (str(here.notice.after(day)), "")
    before, after = story["sweep casus"].cards, step.cards
    assert after[story.weegploeg] == before[story.weegploeg]
    assert {line["party"] for line in step.lines} == {here.party(POLICE)}
    shown = story.shown[story.reopened]
    original = story.shown[story.weegploeg]
    for n in (1, 2):
        assert shown[n]["content"] == original[n]["content"]
        assert shown[n]["origin"] == f"{story.weegploeg}/{n}"
