"""Public keys written as one word: multibase text (``z`` and base 58, or ``u`` and base 64) with a code for the kind.

The codes are those of the Multikey format (https://www.w3.org/TR/cid-1.0/#Multikey); ``did:key`` is made of them.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final

from data.errors import InvalidValue

MAX_TEXT: Final = 2_000
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519: Final = b"\xed\x01"
_CURVES: Final = {b"\x80\x24": "SECP256R1", b"\x81\x24": "SECP384R1", b"\xe7\x01": "SECP256K1"}


def base58(text: str) -> bytes:
    """The bytes that a text in base 58 (Bitcoin's letters) stands for; raises `InvalidValue`.

    >>> base58("2NEpo7TZRRrLZSi2U")
    b'Hello World!'
    """
    number = 0
    for letter in text[:MAX_TEXT]:
        if (digit := _BASE58.find(letter)) < 0:
            raise InvalidValue(f"{letter!r} is no letter of base 58.")
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multibase(text: str) -> bytes:
    """The bytes of a multibase text in base 58 (``z``) or base 64 without padding (``u``); raises `InvalidValue`."""
    if not text or len(text) > MAX_TEXT:
        raise InvalidValue("Empty, or too long to be a key or signature.")
    try:
        if text[0] == "z":
            return base58(text[1:])
        if text[0] == "u":
            return base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidValue(f"Damaged ({error}).") from error
    raise InvalidValue("Neither base 58 nor base 64 of the multibase kind.")


def public_key(text: str) -> Any:
    """The public key (Ed25519, P-256, P-384 or secp256k1) of a multikey text; raises `InvalidValue`."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    content = multibase(text)
    code, packed = content[:2], content[2:]
    try:
        if code == _ED25519:
            return ed25519.Ed25519PublicKey.from_public_bytes(packed)
        if code in _CURVES:
            curve: ec.EllipticCurve = getattr(ec, _CURVES[code])()
            return ec.EllipticCurvePublicKey.from_encoded_point(curve, packed)
    except ValueError as error:
        raise InvalidValue("It isn't a whole public key.") from error
    raise InvalidValue("A kind of key that isn't known here.")
