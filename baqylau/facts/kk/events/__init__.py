"""Meetings, visits, accidents and other events."""
