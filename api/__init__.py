"""How it is said: over HTTP, on a page, in an e-mail and on the command line."""
