"""Stories: articles come in; which event each is about and what it repeats go out."""

VERSION = "3"
"""Raise it when the answers change: articles of earlier versions are then placed again."""
