"""The library: fetched pages come in, articles and facts with their evidence go out."""

__version__ = "0.1.0"
