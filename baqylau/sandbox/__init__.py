"""Readers run in processes of their own, within limits of time and memory: a page or a text comes
in, an article, facts or stems go out.
"""
