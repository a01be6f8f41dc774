"""The database. Functions take an `Engine`, or a `Connection` inside the caller's transaction, and
give and take the classes of `baqylau.model`; SQL is written nowhere else.
"""
