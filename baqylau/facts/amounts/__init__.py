"""What the amounts of every language share: numbers, figures that measure nothing, and the amount
made of a number and its unit.
"""
