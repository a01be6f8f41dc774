"""Reported speech, in the patterns that languages share."""
