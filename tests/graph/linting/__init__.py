"""Checks of designs: every rule finds what was put in, and nothing where nothing is wrong."""
