"""Rules for Kazakh. They differ from the Russian ones, since the Kazakh verb stands last in its
sentence.

Comes in: an `Analysis` of a Kazakh text. Goes out: quotes with verbs like деді and indirect speech,
attributions (`деп хабарлайды`), roles, amounts and dates. Events and documents are not read in
Kazakh yet.
"""

from baqylau.facts.kk import amounts, attribution, dates, quotes, speaker_resolver

__all__ = ["amounts", "attribution", "dates", "quotes", "speaker_resolver"]
