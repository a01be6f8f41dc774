"""A switch for each rule that we add to trafilatura, so that a benchmark can measure what each rule
brings.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """Baqylau cleans with all of them on; the benchmark's ablation turns off one at a time."""

    menu_gate: bool = True
    article_range: bool = True
    lost_lead: bool = True
    restore: bool = True
    prune: bool = True
    boilerplate_lines: bool = True
    repeated_title: bool = True
    body_fallback: bool = True
    adaptive: bool = True
    layouts: bool = True
    title_agreement: bool = True
    byline: bool = True
    visible_dates: bool = True
