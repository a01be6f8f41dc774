"""Words and phrases that several types read."""
