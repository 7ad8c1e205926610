"""Documents read for skills: which are named, where, wished for or required, how well and for how long."""
