"""A first draft of a pathway out of what an issuer offers, with the reason for every step."""

from graph.drafting.draft import Draft, Wanted, draft

__all__ = ["Draft", "Wanted", "draft"]
