"""Tables and credentials are compiled into the arrays that serving needs, once a build."""

from recommender.compiling.compile import compile_snapshot

__all__ = ["compile_snapshot"]
