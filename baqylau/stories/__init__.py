"""Pure functions over article texts: reprints, and what changed between two revisions."""
