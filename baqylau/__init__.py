"""The library in the middle of the house: pages come in, articles, facts and their evidence go
out.
"""

__version__ = "0.1.0"
