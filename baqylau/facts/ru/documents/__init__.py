"""Laws, decrees, agreements."""
