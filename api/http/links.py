"""Signed links: a click goes to where the suggestion's credential is signed up for, and nowhere else."""

from __future__ import annotations

from itsdangerous import BadSignature, Signer

from api.http.errors import ForgedLink

_SALT = "stackway-click"


def click_path(secret: bytes, suggestion: str) -> str:
    """The path that logs a click on a suggestion and leads on to its sign-up page.

    The target isn't in the link: it is looked up, so a link can't be made to lead elsewhere.
    """
    return f"/go/{Signer(secret, salt=_SALT).sign(suggestion).decode()}"


def suggestion_of(secret: bytes, token: str) -> str:
    """The suggestion that a link was made for; raises `ForgedLink`."""
    try:
        return Signer(secret, salt=_SALT).unsign(token).decode()
    except BadSignature as error:
        raise ForgedLink(
            "This link wasn't made here, or has been changed.", hint="Go back to the page or e-mail that it came from."
        ) from error
