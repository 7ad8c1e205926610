"""Promises of the floor data."""
