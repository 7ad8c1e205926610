"""Promises of the floor recommender."""
