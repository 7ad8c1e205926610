"""The command line: `stackway`, for issuers, learners and career sites at a terminal."""

from api.cli.app import main

__all__ = ["main"]
