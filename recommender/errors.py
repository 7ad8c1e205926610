"""What can go wrong while advice is compiled or given.

StackwayError
└── RecommenderError
    ├── BuildError        the tables can't be made into a snapshot
    ├── SnapshotDamaged   a snapshot's files don't agree with its name or version
    ├── TrainingError     awards can't be trained on, or a trained model can't be read
    ├── InvalidQuery      a question that makes no sense (a limit of -5, a boost of 40)
    ├── BadLog            a log of what was shown that nothing can be concluded from
    └── TooFewAwards      awards that nothing can be measured on
"""

from data.errors import StackwayError


class RecommenderError(StackwayError):
    """Advice can't be compiled or given as asked."""


class BuildError(RecommenderError):
    """The tables can't be made into a snapshot."""


class SnapshotDamaged(RecommenderError):
    """A snapshot's files don't agree with what it says of itself."""


class InvalidQuery(RecommenderError):
    """A question that makes no sense; the message names the field."""


class TooFewAwards(RecommenderError):
    """Awards that nothing can be measured on: too few, undated, of one learner, or all of one day."""


class TrainingError(RecommenderError):
    """Awards can't be trained on as asked, or a folder holds no trained model that can be read."""


class BadLog(RecommenderError):
    """A log of what was shown that nothing can be concluded from; the message names the place."""
