"""Kazakh, whose verb stands last in its sentence: one folder per fact type, and `speakers`."""
