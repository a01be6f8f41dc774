"""Which names mean one person, one organization or one place, across articles, scripts and
languages.

Names and what is known beside them come in; how likely two are one (`compare`), or which known
entity each name of an article means (`assign`), goes out. The package knows nothing but its
arguments: the store of entities is `baqylau.store.entities`.
"""

VERSION = "entities-1"
"""Raised with every change that may change which names are joined: the archive is then decided
again.
"""
