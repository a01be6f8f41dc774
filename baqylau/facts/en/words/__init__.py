"""Phrases of English that several fact types read."""
