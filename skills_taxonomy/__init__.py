"""What exists: skills and occupations of several vocabularies, found as people type them and read out of text."""
