"""Watches: saved queries and one article with its facts come in, the watches that match it go out.
Nothing here touches a database.
"""
