"""Promises of the HTTP door."""
