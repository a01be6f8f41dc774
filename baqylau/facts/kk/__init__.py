"""Facts of a Kazakh text: rules whose shape is the language's own, since its verb stands last and
its speaker in between.

Comes in: an `Analysis` of a Kazakh text. Goes out: quotes of the деді family and indirect speech,
attributions (`деп хабарлайды`), the roles that name the speakers, amounts and dates. Events and
documents are not read in Kazakh yet.
"""

from baqylau.facts.kk import amounts, attribution, dates, quotes, speaker_resolver

__all__ = ["amounts", "attribution", "dates", "quotes", "speaker_resolver"]
