"""Laws, agreements, plans."""
