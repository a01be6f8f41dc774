"""English: no facts are read yet."""
