"""Frozen dataclasses without I/O: the data that the packages pass to one another."""
