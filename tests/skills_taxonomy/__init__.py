"""Promises of the floor skills_taxonomy."""
