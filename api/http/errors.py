"""What can go wrong at the HTTP door.

StackwayError
└── DoorError
    ├── KeyMissing              no key, or one that isn't known
    ├── NotAllowed              the key is known and doesn't allow this
    ├── ForgedLink              a link whose signature isn't ours
    ├── UnknownSuggestion       an event of a suggestion that was never made
    ├── UnknownLearner          a learner of whom the issuer knows nothing
    ├── SharedLearner           a learner of whom other issuers know something too
    ├── PersonalDataInAddress   an e-mail address where an opaque identifier belongs
    ├── BodyTooLarge            a body beyond the bound
    └── VersionMissing          a change that doesn't say which version it changes
"""

from data.errors import StackwayError


class DoorError(StackwayError):
    """A request that can't be served as it was made."""


class KeyMissing(DoorError):
    """No API key was sent, or one that isn't known."""


class NotAllowed(DoorError):
    """The key is known and doesn't allow this."""


class ForgedLink(DoorError):
    """A link whose signature isn't ours."""


class UnknownSuggestion(DoorError):
    """An event of a suggestion that was never made."""


class UnknownLearner(DoorError):
    """A learner of whom the asking issuer knows nothing."""


class SharedLearner(DoorError):
    """A learner of whom other issuers have records, too, so that one alone can't forget them."""


class PersonalDataInAddress(DoorError):
    """Personal data where addresses are logged."""


class BodyTooLarge(DoorError):
    """A body beyond the bound."""


class VersionMissing(DoorError):
    """A change that doesn't say which version was read and changed, so that it might undo somebody else's unseen."""
