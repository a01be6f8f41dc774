"""Watches: saved queries and one article come in, the watches that match it go out. Pure."""
