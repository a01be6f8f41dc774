"""A bounded child process: a page or a text comes in, an article, facts or stems go out, within a
limit of time and memory.
"""
