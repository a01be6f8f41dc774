"""Expected against seen: what an outlet's visits, links and articles were comes in, what ails it
goes out. Thinks; touches nothing.

The detectors know numbers and answers alone. Three rules, each stated where it is written: a
silence is a finding when a day of the outlet's own rhythm would hold one so long with a probability
below .001 (`rhythm`); a door is a finding after two visits it stayed shut (`doors`); a change of
layout within ten articles (`fields`).
"""

UNLIKELY = 0.001
"""A finding that rests on chance is made when so much bad luck befalls a healthy outlet on fewer
than one day in a thousand.
"""
