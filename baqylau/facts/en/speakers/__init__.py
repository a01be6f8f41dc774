"""Who speaks: the words that name a speaker, and the name."""
