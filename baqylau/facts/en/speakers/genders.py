"""Whether a person is a man or a woman, for "he" and "she". Comes in: an analysis and a name. Goes
out: m, f, or an empty text: by the given name, else by the title or the office before the name,
else by the pronouns of sentences that name nobody else.
"""

from collections import Counter
from collections.abc import Mapping

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.en.words.marks import mark_index
from baqylau.facts.en.words.text import Text, text_of
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries
from baqylau.model.words import Sentence


def gender_of(a: Analysis, name: str) -> str:
    return gazetteer.gender(name) or _told(a).get(name, "")


@memoized
def _told(a: Analysis) -> Mapping[str, str]:
    """What the text tells of people whose names are of no gender."""
    text = text_of(a)
    unknown = {m.name for m in a.mentions if m.type == "person" and not gazetteer.gender(m.name)}
    titled: dict[str, Counter[str]] = {name: Counter() for name in unknown}
    spoken: dict[str, Counter[str]] = {name: Counter() for name in unknown}
    for sentence in a.sentences if unknown else ():
        people = [m for m in a.mentions_in(sentence.start, sentence.end) if m.type == "person"]
        for person in people:
            if person.name in unknown:
                titled[person.name].update(_title(text, text.first(person)))
        names = {m.name for m in people}
        if len(names) == 1 and names <= unknown:
            spoken[names.pop()].update(_pronouns(text, sentence, text.last(people[0])))
    return {name: _sure(titled[name], 1) or _sure(spoken[name], _LEAST) for name in unknown}


_LEAST = 2  # pronouns that agree


def _sure(found: Counter[str], least: int) -> str:
    """The only gender that was found, often enough."""
    (gender, count), *others = found.most_common() or [("", 0)]
    return gender if count >= least and not others else ""


def _title(text: Text, first: int) -> set[str]:
    word = text.word(first - 1).removesuffix(".")
    if word in _TITLES:
        return {_TITLES[word]}
    low = word.lower()
    pairs = (("male", "m"), ("female", "f"))
    return {gender for key, gender in pairs if low in entries("positions", key)}


_TITLES = {"Mr": "m", "Sir": "m", "Lord": "m", "Mrs": "f", "Ms": "f", "Miss": "f", "Dame": "f"}


def _pronouns(text: Text, sentence: Sentence, start: int) -> set[str]:
    """The genders of the pronouns behind the name, outside marks."""
    return {
        _PRONOUNS[text.low(i)]
        for i in range(start, sentence.last)
        if text.low(i) in _PRONOUNS and mark_index(text.analysis).at(text.start(i)) is None
    }


_PRONOUNS = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
