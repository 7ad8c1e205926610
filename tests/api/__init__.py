"""Promises of the floor api."""
