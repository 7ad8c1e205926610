"""What is advised: the next credential for a learner, whether it may be started now, and why."""
