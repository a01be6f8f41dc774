"""The crawler, the only package that sends requests to outlets: outlets of the registry come in,
fetched pages go to archive and database.
"""
