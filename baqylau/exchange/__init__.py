"""Import and export of files: folders and WARC files of saved pages, and OPML, come in; OPML, and
rows as CSV and JSON Lines, go out.
"""
