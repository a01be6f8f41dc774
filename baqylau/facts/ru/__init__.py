"""Russian: one folder per fact type, and `words` and `speakers`, which several of them read."""
