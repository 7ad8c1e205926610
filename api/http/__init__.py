"""The HTTP door: JSON under /v1, pages, fragments and links beside it."""

from api.http.app import create_app

__all__ = ["create_app"]
