"""A pathway as a JSON document and back, for the snapshot."""
