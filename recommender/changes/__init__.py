"""A vocabulary's upgrade seen from here: what is carried through it, what it touches, and why suggestions changed."""

from recommender.changes.explaining import AdviceChange, Asked, CredentialChange, compared
from recommender.changes.forwarding import Forwarded, Forwards, forwarded
from recommender.changes.tags import retagged
from recommender.changes.touching import Touch, Touched, touched, touched_pathways

__all__ = [
    "AdviceChange",
    "Asked",
    "CredentialChange",
    "Forwarded",
    "Forwards",
    "Touch",
    "Touched",
    "compared",
    "forwarded",
    "retagged",
    "touched",
    "touched_pathways",
]
