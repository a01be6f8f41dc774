"""Numbers of any language whose number words are a table: the core the amounts of each language
stand on.
"""
