"""Evaluation on small sets of awards whose right verdict is known."""
