"""Questions to the database: a filter comes in; rows for a list, a page, an export or a figure go
out.
"""
