"""Which credential comes next: Stackway against the field's baselines on histories of real learners."""
