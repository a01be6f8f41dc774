"""Money, percentages, counts, measures, durations and ratios in every language: a number, its unit,
the words that change its meaning, and the fact made of them.
"""
