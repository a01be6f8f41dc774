"""Judges outlets by comparing what was expected with what was seen: visits, links and articles of
an outlet come in, findings of what is wrong go out. Pure functions without any input or output.

The detectors use only numbers and answers. Three rules, each stated in its module: a silence is a
finding when a day of the outlet's usual activity would hold one so long with a probability below
.001 (`silence`, `activity_model`); a source that cannot be reached is a finding after two visits
(`reachability`); a change of layout within ten articles (`field_coverage`).
"""

UNLIKELY = 0.001
"""A finding is reported where a healthy outlet would show the same by chance on fewer than one day
in a thousand.
"""
