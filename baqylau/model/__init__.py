"""Frozen dataclasses without I/O: what the rooms hand to one another."""
