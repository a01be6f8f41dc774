"""Whether a verb passes news on: `деп хабарлайды X` makes an attribution and no quote where X is an
institution, `деп жазды X` where X is a newsroom.

Comes in: a cue and the `SpeakerMention` behind it. Goes out: yes or no.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.words.cues import Cue
from baqylau.lang.kk.speakers import listed
from baqylau.lang.kk.speech import words


def relays(a: Analysis, cue: Cue, who: SpeakerMention | None) -> bool:
    """Whether nobody's own words stand before the cue."""
    if cue.kind != "relay":
        return False
    if who is None or is_newsroom(who):
        return True
    passes_on = any(x in a.text[cue.start : cue.end] for x in words("passing"))
    return passes_on and who.kind == "institution"


def is_newsroom(who: SpeakerMention) -> bool:
    """A site in Latin letters, `… порталы`, `… тілшісі`, `басылым`."""
    last = who.words[-1].text.lower()
    latin = who.mention is not None and who.mention.name.isascii()
    noun = any(last.startswith(x) for x in listed("newsrooms"))
    return latin or noun or last in listed("newsroom_tails")
