"""The chance that a learner gets a credential within a horizon: those who never return count."""
