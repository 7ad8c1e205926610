"""Promises of the floor graph."""
