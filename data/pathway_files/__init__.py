"""Pathways that other systems and people write into files of their own: Badgr's JSON, and YAML by hand."""
