"""How it connects: credentials, what they teach and ask for, pathways through them, and the skills graph."""
