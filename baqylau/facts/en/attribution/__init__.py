"""Where the news comes from."""
