"""Off-policy evaluation: whether intervals hold the truth, and whether estimates agree with the Open Bandit Pipeline.

Logs are simulated (`tests.recommender.off_policy.simulating`), so that the truth is known; and the small Open Bandit
Dataset (Saito and others, 2020), which comes with the pipeline. The pipeline, `obp`, needs older libraries than ours:
name an interpreter that has it by --peer or STACKWAY_OBP, and it runs on the same logs; without, that part is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.off_policy import Estimate, Log, Outcome, estimates, judge, log_of
from recommender.off_policy.estimating import ESTIMATORS, ran
from recommender.off_policy.reward_model import fitted
from tests.benchmarks.figures import Figure, keep, show
from tests.recommender.off_policy.simulating import ITEMS, PLACES, Site, site

PEER = Path(__file__).with_name("off_policy_peer.py")
NOMINAL, CLOSE = 90.0, 1e-6
LISTS = 400


@dataclass(frozen=True, slots=True)
class Made:
    """A simulated log, its truth, the model of rewards that was fitted on it, and our estimates."""

    log: Log
    truth: float
    model: NDArray[np.float64]
    found: tuple[Estimate, ...]


def simulated(count: int) -> Iterator[Made]:
    """Logs of ten sites."""
    for number in range(count):
        made = site(np.random.default_rng(number % 10))
        log = log_of(made.log(np.random.default_rng(50_000 + number), LISTS))
        model = fitted(log)
        yield Made(log, made.truth(made.judged), model, estimates(log, model))


def coverage(logs: Sequence[Made]) -> Iterator[Figure]:
    """How often intervals hold the truth, how wide they are, how far estimates are off."""
    for k, name in enumerate(ESTIMATORS):
        yield from _held(f"ours, {name}", [made.found[k].value for made in logs], [made.truth for made in logs])


def _held(name: str, wide: Sequence[Sequence[float]], truth: Sequence[float]) -> Iterator[Figure]:
    value, low, high = np.array(wide).T
    held = 100 * float(((low <= truth) & (truth <= high)).mean())
    note = f"width {float((high - low).mean()):.4f}, RMSE {float(np.sqrt(((value - truth) ** 2).mean())):.4f}"
    yield Figure(f"{name}: 95 % intervals with the truth", held, "%", least=NOMINAL, note=note)


def verdicts(count: int) -> Iterator[Figure]:
    """How often a verdict is given, and how often it is wrong, where there is no difference and where there is one."""
    flat = [
        judge(_log(replace(made, reward=np.full_like(made.reward, 0.2)), number))
        for number in range(count)
        for made in [site(np.random.default_rng(number % 10))]
    ]
    wrong = 100 * sum(one.outcome in (Outcome.BETTER, Outcome.WORSE) for one in flat) / count
    yield Figure("verdicts where there is no difference", wrong, "%", most=7.5, note=f"of {count} logs")
    right = other = 0
    for number in range(count):
        made = site(np.random.default_rng(100 + number))
        outcome = judge(_log(made, number)).outcome
        truly = Outcome.BETTER if made.truth(made.judged) > made.truth(made.ran) else Outcome.WORSE
        right += outcome is truly
        other += outcome in (Outcome.BETTER, Outcome.WORSE) and outcome is not truly
    yield Figure("right verdicts on sites of all sorts", 100 * right / count, "%", note="the rest: can't be told")
    yield Figure("wrong verdicts on them", 100 * other / count, "%", most=5)


def _log(made: Site, number: int) -> Log:
    return log_of(made.log(np.random.default_rng(90_000 + number), LISTS))


def agreement(peer: str, logs: Sequence[Made], bootstraps: int, folder: Path) -> Iterator[Figure]:
    """The pipeline on the same logs with the same model of rewards."""
    arrays = [_dense(made.log, made.model, ITEMS) for made in logs]
    told = _ask(peer, folder, {key: np.stack([one[key] for one in arrays]) for key in arrays[0]}, bootstraps)
    for k, name in enumerate(ESTIMATORS):
        off = max(abs(made.found[k].value[0] - v) for made, v in zip(logs, told["estimates"][name], strict=True))
        yield Figure(f"{name}, farthest from obp {told['version']}", off, "", most=CLOSE, note=f"{off:.1e}")
    for name, intervals in told["intervals"].items():
        wide = [(value, *ends) for value, ends in zip(told["estimates"][name], intervals, strict=True)]
        for figure in _held(f"obp, {name}, bootstrapped", wide, [made.truth for made in logs]):
            yield replace(figure, least=None)


def dataset(peer: str, folder: Path) -> Iterator[Figure]:
    """The Open Bandit Dataset: shown at random, judged as if by Thompson sampling, which was tested beside."""
    subprocess.run([peer, str(PEER), "dataset", str(folder / "obd.npz")], check=True, capture_output=True)
    arrays = np.load(folder / "obd.npz")
    rounds, items = len(arrays["reward"]), arrays["action_dist"].shape[0]
    position = arrays["position"].astype(np.int64)
    log = Log(
        slot=np.repeat(np.arange(rounds), items),
        item=np.tile(np.arange(items), rounds),
        propensity=np.repeat(arrays["pscore"], items),
        evaluated=arrays["action_dist"].T[position].reshape(-1),
        shown=np.arange(rounds) * items + arrays["action"],
        reward=arrays["reward"].astype(float),
        position=position,
        cluster=np.arange(rounds),
        complete=True,
    )
    model, judged = fitted(log), judge(log)
    told = _ask(peer, folder, {key: value[None] for key, value in _dense(log, model, items).items()}, 0)
    yield Figure("Open Bandit Dataset", rounds, "rounds", note=f"{items} items, {int(log.reward.sum())} clicks")
    beside = arrays["beside"].mean()
    for one in estimates(log, model):
        off = abs(one.value[0] - told["estimates"][one.name][0])
        note = f"{one.value[0]:.5f} ({one.value[1]:.5f} to {one.value[2]:.5f}); tested beside: {beside:.5f}"
        yield Figure(f"{one.name} there, off obp", off, "", most=CLOSE, note=note)
    yield Figure("what ran there", 1000 * ran(log)[0], "clicks in 1,000", note=judged.said[:110])


def _dense(log: Log, model: NDArray[np.float64], items: int) -> dict[str, NDArray[Any]]:
    """A log as the pipeline has it: rounds by actions; what can't be shown at a place has chance 0."""
    first = np.searchsorted(log.slot, np.arange(log.places))
    within = np.arange(len(log.slot)) - first[log.slot]
    chances, rewards = np.zeros((log.places, items, 1)), np.zeros((log.places, items, 1))
    chances[log.slot, within, 0], rewards[log.slot, within, 0] = log.evaluated, model
    return {
        "reward": log.reward,
        "action": within[log.shown],
        "position": np.zeros(log.places, dtype=int),
        "pscore": log.propensity[log.shown],
        "action_dist": chances,
        "estimated_rewards_by_reg_model": rewards,
    }


def _ask(peer: str, folder: Path, arrays: dict[str, NDArray[Any]], bootstraps: int) -> Any:
    given: dict[str, Any] = {**arrays, "bootstraps": np.array(bootstraps)}
    np.savez(folder / "logs.npz", **given)
    command = [peer, str(PEER), "estimate", str(folder / "logs.npz"), str(folder / "told.json")]
    subprocess.run(command, check=True, capture_output=True)
    return json.loads((folder / "told.json").read_text("utf-8"))


def main() -> None:
    """Measure, print, and keep as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    parser.add_argument("--title", default=f"Off-policy evaluation, {LISTS} lists of {PLACES} a log")
    parser.add_argument("--quick", action="store_true", help="a smoke test whose figures mean little")
    parser.add_argument("--peer", default=os.environ.get("STACKWAY_OBP", ""), help="an interpreter that has obp")
    given = parser.parse_args()
    logs = list(simulated(10 if given.quick else 400))
    figures = [*coverage(logs), *verdicts(10 if given.quick else 400)]
    if given.peer:
        with tempfile.TemporaryDirectory() as folder:
            figures += agreement(given.peer, logs, 100 if given.quick else 1_000, Path(folder))
            figures += dataset(given.peer, Path(folder))
    else:
        print("No interpreter with obp is named (--peer, STACKWAY_OBP): its part is left out.")
    show(given.title, figures)
    if given.json:
        keep(given.json, given.title, figures)


if __name__ == "__main__":
    main()
