"""Who may be speaking, and the one pass that finds whom these words mean."""
