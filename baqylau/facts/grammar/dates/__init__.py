"""Dates and periods in every language: one reading for each form of a date, on tables of words."""
