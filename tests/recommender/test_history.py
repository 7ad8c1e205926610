"""What a build makes of histories, and how it shows in advice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from graph.holdings import Award, Holdings
from recommender.compiling.history import history, trained_history
from recommender.compiling.weighing import Lists, fitted
from recommender.errors import TrainingError
from recommender.snapshot import Snapshot
from recommender.training import training
from recommender.training.settings import Settings
from recommender.weights import Weights
from tests import world
from tests.recommender.asking import ask
from tests.recommender.conftest import compiled
from tests.recommender.training.awards import duck, parquet, quiet

NUMBER = {f"c{n:02d}": n for n in range(30)}


def in_pathways(learners: int, seed: int = 0) -> list[tuple[str, str, str]]:
    """Learners who walk through five pathways of six, now and then with something else between."""
    rng, rows = np.random.default_rng(seed), []
    for learner in range(learners):
        pathway, step, day = rng.integers(5), rng.integers(3), date(2024, 1, 1) + timedelta(int(rng.integers(300)))
        for _ in range(rng.integers(2, 5)):
            aside = rng.random() < 0.2
            credential = rng.integers(30) if aside else pathway * 6 + step
            step = min(step + (not aside), 5)
            rows.append((f"l{learner}", f"c{credential:02d}", str(day)))
            day += timedelta(int(rng.integers(1, 40)))
    return rows


def frame(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """As a build gets it."""
    return pd.DataFrame(rows, columns=["learner", "credential", "awarded"])


def test_enough_histories_are_learned_from_and_the_next_step_is_told_apart() -> None:
    found = history(frame(in_pathways(3000)), NUMBER)
    assert found.said.startswith("What comes next is learned from 3,000 histories")
    columns, values = found.learned.row(7)
    assert int(columns[values.argmax()]) == 8


def test_few_histories_are_counted_only_and_it_is_said_why() -> None:
    found = history(frame(in_pathways(60)), NUMBER)
    assert not len(found.learned.values)
    assert "100 are needed" in found.said
    assert history(frame([]), NUMBER).said == "There is no history that five learners share."


def test_histories_without_dates_or_with_nonsense_for_one_are_taken_as_they_come() -> None:
    rows = [(learner, credential, None) for learner, credential, _ in in_pathways(200)]
    rows += [("x", "c01", "not a day"), ("x", "elsewhere", "2024-01-01")]
    found = history(frame(rows), NUMBER)  # type: ignore[arg-type]
    assert int(found.earned.sum()) == len({(learner, credential) for learner, credential, _ in rows}) - 1


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sea school with three thousand learners who mostly go on to what stands next, DECKHAND to RADIO first."""
    more = [{"id": f"sea:X{n:02d}", "name": f"Voyage {n}", "description": "at sea"} for n in range(25)]
    tables = world.tables(credentials=more)
    ids = tables["credentials"]["id"].tolist()
    rng, rows = np.random.default_rng(1), []
    order = [world.DECKHAND, world.RADIO, *[id_ for id_ in ids if id_ not in (world.DECKHAND, world.RADIO)]]
    for learner in range(3000):
        at, day = int(rng.integers(len(order))), date(2024, 1, 1) + timedelta(int(rng.integers(500)))
        for step in range(int(rng.integers(2, 5))):
            rows.append((f"l{learner}", order[at], str(day + timedelta(30 * step))))
            at = (at + 1) % len(order) if rng.random() < 0.7 else int(rng.integers(len(order)))
    return compiled(tmp_path_factory.mktemp("learned"), tables, frame(rows))


def test_a_reason_names_the_award_with_the_largest_part_and_its_learners(learned: Snapshot) -> None:
    assert learned.history.startswith("What comes next is learned")
    told = ask(learned, holds=(world.DECKHAND,))
    radio = next(each for each in told.recommendations if each.credential == world.RADIO)
    assert any(part.name == "co_awards" and part.contribution > 0.1 for part in radio.contributions)
    reason = next(reason for reason in radio.reasons if reason.code == "co_awards")
    assert f"learners who earned {learned.credential(learned.place(world.DECKHAND)).name}" in reason.text


def test_a_newer_award_counts_more_than_an_older_one(learned: Snapshot) -> None:
    def part(first: str, second: str) -> float:
        held = Holdings((Award(first, awarded=date(2025, 1, 1)), Award(second, awarded=date(2025, 6, 1))))
        told = ask(learned, holdings=held, limit=50)
        radio = next(each for each in told.recommendations if each.credential == world.RADIO)
        return sum(part.contribution for part in radio.contributions if part.name == "co_awards")

    ids = learned.credential_documents.keys
    other = next(
        id_ for id_ in ids if id_ not in (world.DECKHAND, world.RADIO)
        and learned.place(world.RADIO) not in learned.learned.row(learned.place(id_))[0]
    )  # fmt: skip
    fade = float(learned.arrays["recency"])
    if fade < 1:
        assert part(other, world.DECKHAND) > part(world.DECKHAND, other)
    else:
        assert part(other, world.DECKHAND) == part(world.DECKHAND, other)


def test_a_trained_folder_stands_for_the_awards(tmp_path: Path) -> None:
    with duck(tmp_path) as engine:
        path = parquet(tmp_path / "a.parquet", in_pathways(2000))
        training.train([path], tmp_path / "trained", engine, Settings(dense=50, l2=20.0), quiet)
    fewer = {name: place for place, name in enumerate(sorted(NUMBER)[3:20])}
    found = trained_history(tmp_path / "trained", fewer)
    columns, values = found.learned.row(fewer["c07"])
    assert int(columns[values.argmax()]) == fewer["c08"]
    assert "17 of 30 credentials are in this catalogue" in found.said
    counts = dict(zip(*(part.tolist() for part in found.after.row(fewer["c07"])), strict=True))
    assert counts[fewer["c08"]] <= int(found.earned[fewer["c07"]])
    with pytest.raises(TrainingError, match="no trained model"):
        trained_history(tmp_path / "nowhere", fewer)


def test_weights_are_learned_where_the_next_step_can_be_told_better(learned: Snapshot) -> None:
    """They seldom go on to what asks for what they hold, but to what stands next: requirements lose their weight."""
    by_hand = Weights()
    assert learned.weights.co_awards > by_hand.co_awards
    assert learned.weights.next_step < by_hand.next_step
    total = by_hand.co_awards + by_hand.builds_on + by_hand.next_step
    own = learned.weights
    assert own.co_awards + own.builds_on + own.next_step == pytest.approx(total, abs=1e-3)
    assert own.goal_skills == by_hand.goal_skills
    assert "Weights are learned" in learned.history


def test_without_histories_the_weights_are_those_set_by_hand(sea: Snapshot) -> None:
    assert sea.weights == Weights()


def test_the_fitted_weights_are_those_that_made_the_choices() -> None:
    """Choices drawn from a logit with known weights give them back."""
    rng, truth, drawn = np.random.default_rng(0), np.array([4.0, 0.0, 2.0]), []
    for _ in range(4000):
        parts = rng.random((8, 3))
        chances = np.exp(parts @ truth)
        drawn.append(Lists(parts, int(rng.choice(8, p=chances / chances.sum()))))
    np.testing.assert_allclose(fitted(drawn), truth, atol=0.25)
