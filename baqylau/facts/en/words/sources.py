"""Who is a newsroom. Comes in: the words that name a source or a speaker. Goes out: whether they
name the press, which reports what others say.
"""

from baqylau.facts.en.words.text import Text
from baqylau.facts.grammar.attribution import is_own
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.lang.en.wordlists import entries
from baqylau.text.outlet_names import ends_as_a_site

_OF_A_NEWSROOM = ("service", "correspondent", "reporter")
_SHORTEST = 3  # letters of an outlet's name that are sought in another name


def is_newsroom_name(text: Text, name: str) -> bool:
    """Whether an organization of this name publishes news: `Reuters`, `The Astana Times`."""
    words = name.split()
    if name in entries("organizations", "media") or is_own(text.analysis, name):
        return True
    if name in entries("attribution", "outlets") or f"The {name}" in entries(
        "attribution", "outlets"
    ):
        return True
    outlet = (text.analysis.source.outlet or "").casefold().removeprefix("the ").replace(" ", "")
    if len(outlet) > _SHORTEST and outlet in name.casefold().replace(" ", ""):
        return True
    if ends_as_a_site(name.lower()) or name.lower().endswith(" news agency"):
        return True
    if words[0] in ("Radio", "Television") or "News" in words:
        return True
    return words[-1] in entries("organizations", "media_heads") or words[0] in entries(
        "organizations", "media"
    )


def is_newsroom(text: Text, mention: SpeakerMention) -> bool:
    """Whether the speaker is the press: a name, or `local media`."""
    if mention.mention is not None:
        return mention.kind == "institution" and is_newsroom_name(text, mention.mention.name)
    words = [w.text.lower() for w in mention.words]
    named = list(text.analysis.mentions_in(mention.start, mention.end))
    if mention.head.text.lower() in _OF_A_NEWSROOM and any(
        is_newsroom_name(text, m.name) for m in named
    ):
        return True
    if mention.head.text.lower() == "agency":
        return "news" in words
    return mention.head.text.lower() in entries("attribution", "press") and (
        mention.kind == "institution"
    )
