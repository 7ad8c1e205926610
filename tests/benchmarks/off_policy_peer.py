"""The Open Bandit Pipeline on logs that it is given: run by an interpreter that has `obp`, without anything of ours.

python off_policy_peer.py estimate LOGS.npz OUT.json    estimates, and bootstrapped intervals, of each log
python off_policy_peer.py dataset OUT.npz               the small Open Bandit Dataset that comes with the package
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from obp.dataset import OpenBanditDataset
from obp.ope import DoublyRobust, InverseProbabilityWeighting, SelfNormalizedInverseProbabilityWeighting
from obp.policy import BernoulliTS

ESTIMATORS = {
    "IPS": InverseProbabilityWeighting,
    "SNIPS": SelfNormalizedInverseProbabilityWeighting,
    "DR": DoublyRobust,
}
NAMES = ("reward", "action", "position", "pscore", "action_dist", "estimated_rewards_by_reg_model")


def estimate(logs, out):
    """Arrays (logs, rounds, ...) in; estimates and intervals by estimator and log out."""
    arrays = np.load(logs)
    found = {"version": version("obp"), "estimates": {}, "intervals": {}}
    for name, kind in ESTIMATORS.items():
        values, intervals = [], []
        for number in range(len(arrays["reward"])):
            given = {key: arrays[key][number] for key in NAMES}
            values.append(float(kind().estimate_policy_value(**given)))
            if arrays["bootstraps"]:
                wide = kind().estimate_interval(
                    **given, n_bootstrap_samples=int(arrays["bootstraps"]), random_state=number
                )
                intervals.append([wide["95.0% CI (lower)"], wide["95.0% CI (upper)"]])
        found["estimates"][name], found["intervals"][name] = values, intervals
    Path(out).write_text(json.dumps(found), "utf-8")


def dataset(out):
    """Lists that were shown at random, the chances of the policy that was tested beside, and what that one brought."""
    logged = OpenBanditDataset(behavior_policy="random", campaign="all")
    log = logged.obtain_batch_bandit_feedback()
    beside = OpenBanditDataset(behavior_policy="bts", campaign="all").obtain_batch_bandit_feedback()
    policy = BernoulliTS(
        n_actions=logged.n_actions, len_list=logged.len_list, is_zozotown_prior=True, campaign="all", random_state=1
    )
    chances = policy.compute_batch_action_dist(n_sim=100_000, n_rounds=log["n_rounds"])
    np.savez(
        out, reward=log["reward"], action=log["action"], position=log["position"], pscore=log["pscore"],
        action_dist=chances[0], beside=beside["reward"],
    )  # fmt: skip


if __name__ == "__main__":
    {"estimate": estimate, "dataset": dataset}[sys.argv[1]](*sys.argv[2:])
