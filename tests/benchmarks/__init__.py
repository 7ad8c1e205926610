"""The benchmarks: each is a program, ``python -m tests.benchmarks.NAME``; all of them together write BENCHMARKS.md."""
