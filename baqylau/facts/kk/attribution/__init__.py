"""Where the outlet has its news from."""
