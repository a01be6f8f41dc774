"""The rules of ours on top of trafilatura, each with a switch, so that what each brings can be
measured.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """All on is how Baqylau cleans; the benchmark's ablation turns off one at a time."""

    menu_gate: bool = True
    lost_lead: bool = True
    filling: bool = True
    prune: bool = True
    lines: bool = True
    repeated_title: bool = True
    body_fallback: bool = True
    adaptive: bool = True
    layouts: bool = True
    title_agreement: bool = True
    byline: bool = True
    visible_dates: bool = True
