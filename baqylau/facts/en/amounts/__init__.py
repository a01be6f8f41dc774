"""Money, percentages, counts, measures, durations and ratios."""
