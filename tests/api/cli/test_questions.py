"""`stackway recommend`, `explain`, `match` and `search`, as learners and issuers type them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.cli.conftest import Stackway
from tests.world import DECKHAND, RADIO, SKIPPER, SKIPPER_JOB

DAY = ("--today", "2026-06-01")


def suggested(told: dict[str, Any]) -> list[str]:
    return [one["credential"] for one in told["recommendations"]]


def refused(told: dict[str, Any]) -> dict[str, str]:
    return {one["credential"]: one["code"] for one in told["refusals"]}


def test_who_holds_the_deckhand_is_sent_on_to_the_skipper_in_words_and_in_json(stackway: Stackway) -> None:
    ran = stackway("recommend", "--holds", DECKHAND, "--goal", "skipper", *DAY)
    assert ran.code == 0
    assert "1. Skipper Certificate" in ran.said
    assert "you can start now" in ran.said
    assert "https://sea.example/skipper/sign-up" in ran.said
    ran = stackway("recommend", "--holds", DECKHAND, "--goal", "skipper", *DAY, "--json")
    assert suggested(ran.json)[0] == SKIPPER
    assert ran.err == ""


def test_who_holds_nothing_is_told_what_the_skipper_asks_for(stackway: Stackway) -> None:
    told = stackway("recommend", "--goal", "skipper", *DAY, "--json").json
    assert refused(told)[SKIPPER] == "ineligible"
    assert "Deckhand Certificate" in stackway("recommend", "--goal", "skipper", *DAY).said


def test_the_same_question_has_the_same_answer_to_the_letter(stackway: Stackway) -> None:
    words = ("recommend", "--holds", DECKHAND, "--goal", "skipper", *DAY, "--json")
    assert stackway(*words).out == stackway(*words).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--dismiss", RADIO), "dismissed"),
        (("--knows", RADIO), "already_known"),
        (("--block", "sea"), "out_of_scope"),
        (("--issuer", "land"), "out_of_scope"),
        (("--budget", "50"), "beyond_limits"),
        (("--budget", "50", "--currency", "EUR"), "beyond_limits"),
        (("--mode", "onsite"), "beyond_limits"),
        (("--language", "fr"), "beyond_limits"),
        (("--hours-a-week", "1", "--by", "2026-06-14"), "beyond_limits"),
        (("--today", "2027-06-01"), "closed"),
    ],
)
def test_each_option_that_rules_out_says_so(stackway: Stackway, words: tuple[str, ...], code: str) -> None:
    told = stackway("recommend", "--goal", "skipper", *DAY, *words, "--json").json
    assert RADIO not in suggested(told)
    assert refused(told)[RADIO] == code


def test_what_is_held_is_never_suggested(stackway: Stackway) -> None:
    told = stackway("recommend", "--goal", "skipper", "--holds", f"{RADIO},{DECKHAND}", *DAY, "--json").json
    assert suggested(told) == [SKIPPER]
    assert refused(told).get(RADIO, "earned") == "earned"


def test_a_skill_that_is_known_is_nothing_to_gain(stackway: Stackway) -> None:
    told = stackway("recommend", "--goal", "skipper", "--knows", "use a marine radio", *DAY, "--json").json
    assert not any("use a marine radio" in one["gains"] for one in told["recommendations"])


def test_values_may_be_repeated_or_separated_by_commas(stackway: Stackway) -> None:
    repeated = stackway("recommend", "--holds", DECKHAND, "--holds", RADIO, *DAY, "--json").json
    assert suggested(repeated) == suggested(
        stackway("recommend", "--holds", f"{DECKHAND}, {RADIO}", *DAY, "--json").json
    )


def test_on_the_page_of_a_credential_the_next_one_is_suggested(stackway: Stackway) -> None:
    assert suggested(stackway("recommend", "--after", DECKHAND, *DAY, "--json").json)[0] == SKIPPER


def badge(recipient: str, **more: object) -> str:
    """An Open Badge 2.0 of the deckhand."""
    return json.dumps(
        {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "id": "https://sea.example/a/1",
            "recipient": {"type": "email", "hashed": False, "identity": recipient},
            "issuedOn": "2025-05-01T00:00:00Z",
            "verification": {"type": "hosted"},
            "badge": {
                "type": "BadgeClass",
                "id": "https://sea.example/deckhand",
                "name": "Deckhand Certificate",
                "description": "d",
                "criteria": {"narrative": "n"},
                "issuer": {"type": "Profile", "id": "https://sea.example", "name": "Sea School"},
            },
            **more,
        }
    )


def test_several_badge_files_may_follow_one_option_and_each_is_accounted_for(
    stackway: Stackway, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text(badge("ann@sea.example"))
    (tmp_path / "b.json").write_text(badge("ben@sea.example"))
    lapsed_then = {"issuedOn": "2020-05-01T00:00:00Z", "expires": "2024-01-01T00:00:00Z"}
    (tmp_path / "c.json").write_text(badge("ann@sea.example", **lapsed_then))
    (tmp_path / "d.json").write_text("{")
    files = [tmp_path / f"{name}.json" for name in "abcde"]
    ran = stackway("recommend", "--badges", *files, "--email", "ann@sea.example", "--goal", "skipper", *DAY, "--json")
    assert ran.code == 0, ran.err
    ann, ben, lapsed, broken, missing = sorted(ran.json["badges"], key=lambda found: str(found["file"]))
    assert (ann["credential"], ann["counts"], ann["verified"]) == (DECKHAND, True, False)
    assert ann["why_not"]
    assert not ben["counts"]
    assert lapsed["credential"] == DECKHAND
    assert broken["error"]
    assert missing["error"]
    skipper = next(one for one in ran.json["recommendations"] if one["credential"] == SKIPPER)
    assert skipper["eligible"] == "unknown"
    words = stackway("recommend", "--badges", *files[:2], "--email", "ann@sea.example", *DAY).said
    assert "Taken for sea:DECKHAND" in words
    assert "Not verified" in words


@pytest.mark.parametrize("known", ["expired", "revoked"])
def test_a_badge_that_no_longer_holds_unlocks_nothing(stackway: Stackway, tmp_path: Path, known: str) -> None:
    more = {"expired": {"expires": "2026-01-01T00:00:00Z"}, "revoked": {"revoked": True}}[known]
    (tmp_path / "a.json").write_text(badge("ann@sea.example", **more))
    words = ("recommend", "--badges", tmp_path / "a.json", "--email", "ann@sea.example", "--goal", "skipper", *DAY)
    told = stackway(*words, "--json").json
    assert SKIPPER not in suggested(told)


def test_a_stored_learner_is_answered_from_the_records(stackway: Stackway, tmp_path: Path) -> None:
    (tmp_path / "awards.csv").write_text(f"learner,credential,date\nann-1,{DECKHAND},2025-05-01\n")
    assert (
        stackway("import", tmp_path / "awards.csv", "--issuer", "sea", "--json").json["imports"][0]["new_awards"] == 1
    )
    told = stackway("recommend", "--learner", "ann-1", "--goal", "skipper", *DAY, "--json").json
    assert suggested(told)[0] == SKIPPER
    explained = stackway("explain", SKIPPER, "--learner", "ann-1", *DAY, "--json").json
    assert explained["recommendations"][0]["eligible"] == "yes"


def test_an_explanation_walks_back_to_file_and_line(stackway: Stackway) -> None:
    ran = stackway("explain", SKIPPER, "--holds", DECKHAND, "--goal", "skipper", *DAY)
    assert ran.code == 0
    assert "credential_skills.csv:" in ran.said
    assert "score" in ran.said
    told = stackway("explain", SKIPPER, "--goal", "skipper", *DAY, "--json").json
    assert refused(told) == {SKIPPER: "ineligible"}


def test_a_match_compares_with_an_occupation(stackway: Stackway) -> None:
    ran = stackway("match", "deckhand", "--holds", DECKHAND, *DAY)
    assert "100%" in ran.said
    told = stackway("match", "skipper", "--skill", "sail a boat", *DAY, "--json").json
    assert [need["label"] for need in told["have"]] == ["sail a boat"]


@pytest.mark.parametrize(("kind", "typed", "id_"), [
    ("credential", "marine radoi", RADIO), ("occupation", "skiper", SKIPPER_JOB),
    ("skill", "tie knot", "esco:skill/knots"),
])  # fmt: skip
def test_names_are_found_as_people_type_them(stackway: Stackway, kind: str, typed: str, id_: str) -> None:
    assert stackway("search", typed, "--kind", kind, "--json").json["hits"][0]["id"] == id_
    assert id_ in stackway("search", typed, "--kind", kind).said


def test_a_search_that_finds_nothing_says_so(stackway: Stackway) -> None:
    assert stackway("search", "qwxzy").said == "Nothing is called that."
    assert stackway("search", "qwxzy", "--json").json == {"hits": []}


def test_a_strict_goal_with_several_meanings_exits_with_2_and_the_choices(stackway: Stackway) -> None:
    for words in (("recommend", "--goal", "sailor"), ("match", "sailor")):
        ran = stackway(*words, "--strict-goal")
        assert ran.code == 2
        assert ran.out == ""
        assert "esco:occupation/coxswain" in ran.err
        assert "esco:occupation/rigger" in ran.err
        ran = stackway(*words, "--strict-goal", "--json")
        assert ran.code == 2
        assert ran.out == ""
        assert {choice["label"] for choice in json.loads(ran.err)["choices"]} == {"coxswain", "rigger"}


def test_an_unknown_goal_is_said_and_answered_unless_asked_strictly(stackway: Stackway) -> None:
    ran = stackway("recommend", "--goal", "qwxzy vbnmq", *DAY)
    assert ran.code == 0
    assert "qwxzy vbnmq" in ran.said
    assert stackway("recommend", "--goal", "qwxzy vbnmq", "--strict-goal").code == 1
    assert stackway("match", "qwxzy vbnmq", *DAY).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("recommend", "--holds", "sea:NOPE"),
        ("recommend", "--skill", "juggling chainsaws"),
        ("recommend", "--knows", "juggling chainsaws"),
        ("recommend", "--after", "sea:NOPE"),
        ("recommend", "--today", "tomorrow"),
        ("recommend", "--by", "31.12.2026"),
        ("recommend", "--mode", "telepathic"),
        ("recommend", "--limit", "0"),
        ("recommend", "--limit", "-5"),
        ("recommend", "--limit", "100000000000000000000"),
        ("match", "skipper", "--limit", "-5"),
        ("match", "skipper", "--limit", "1000000"),
        ("search", "boat", "--limit", "-5"),
        ("search", "boat", "--limit", "1000000"),
        ("search", "boat", "--kind", "boat"),
        ("explain", "sea:NOPE"),
        ("recommend", "--workspace", "nowhere"),
    ],
)
def test_what_makes_no_sense_is_said_on_standard_error_with_what_to_do(
    stackway: Stackway, words: tuple[str, ...]
) -> None:
    ran = stackway(*words)
    assert ran.code == 1, ran.said
    assert ran.out == ""
    assert "Traceback" not in ran.err
    ran = stackway(*words, "--json")
    assert ran.code == 1
    assert ran.out == ""
    told = json.loads(ran.err)
    assert told["message"]
    assert told["hint"], told


def test_a_narrow_terminal_without_colours_gets_everything(stackway: Stackway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    for words in (
        ("recommend", "--holds", DECKHAND, "--goal", "skipper", *DAY),
        ("explain", SKIPPER, "--goal", "skipper", *DAY),
        ("match", "skipper", *DAY),
        ("search", "certificate"),
        ("doctor",),
        ("about",),
    ):
        ran = stackway(*words)
        assert ran.code == 0, ran.err
        assert "\x1b" not in ran.out
        assert ran.out.strip()


def test_what_was_read_is_never_taken_for_markup(stackway: Stackway) -> None:
    ran = stackway("recommend", "--goal", "[bold red]boo[/] [/nothing]", *DAY)
    assert ran.code == 0, ran.err
    assert "[bold red]boo[/]" in ran.said
