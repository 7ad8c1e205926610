"""Plans: best by brute force, agreed to by the checker, and explained where there is none."""
