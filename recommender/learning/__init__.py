"""Models that learn from learners' histories what is earned next; served as an additive part of the score.

Nothing here is imported by serving before a model is asked for; training needs scikit-learn's and LightGBM's company,
which is imported inside the functions that train.
"""
