"""How the shipped data are made: published files in, the files of `data/shipped` out, the same bytes every time.

``python -m data.making PUBLISHED_FOLDER`` remakes everything; the folder holds one folder per published set.
Nothing is fetched and nothing is added that the published files don't say; what a publisher states elsewhere is
written by hand into ``data/shipped/overlay/overlay.csv``, which this script leaves alone.
"""
