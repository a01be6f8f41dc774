"""What the rules of all languages share: numbers and quantities, periods, quotation marks and
offsets. Nothing here knows a word of any language.
"""
