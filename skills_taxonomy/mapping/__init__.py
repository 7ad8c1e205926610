"""An own vocabulary's skills and those of another that they are the same as, broader or narrower than."""

from skills_taxonomy.mapping.mapper import Mapper, Match, Own
from skills_taxonomy.mapping.targets import Targets, targets_of

__all__ = ["Mapper", "Match", "Own", "Targets", "targets_of"]
