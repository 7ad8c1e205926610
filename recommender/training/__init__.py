"""Training at scale: awards in Parquet are counted on an engine, solved in blocks, and served as a top-k matrix.

`training` is the way in; `queries` says what is counted, once for every engine; `solving` makes associations of it.
"""
