"""Laws, agreements and other documents."""
