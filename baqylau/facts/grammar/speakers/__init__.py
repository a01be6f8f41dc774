"""Who speaks: the words that name a speaker, and the one pass that finds whom they mean."""
