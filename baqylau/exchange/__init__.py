"""What comes in and goes out in bulk: folders and WARC files of saved pages, OPML; rows as CSV and
JSON Lines.
"""
