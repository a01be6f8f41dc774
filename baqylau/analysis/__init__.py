"""Registers over facts and articles: citations, coverage of a release, what an edition leaves out.
Articles with their facts come in, rows of a register go out; nothing here touches a database.
"""
