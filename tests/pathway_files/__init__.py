"""Pathways in files: hand-written YAML and Badgr, read, written and told of what is lost."""
