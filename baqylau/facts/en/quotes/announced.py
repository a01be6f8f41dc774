"""What announces words in marks: `X said: “…”`, `Coach X: “…”`, a paragraph that ends with a colon.

Comes in: a `Text`, a paragraph's index and its stretch in marks. Goes out: the clause and the name
of the rule; no clause where nothing announces it.
"""

from baqylau.facts.en.quotes.clauses import Clause, before_quotation, verb_at
from baqylau.facts.en.speakers.mentions import person_named, with_position
from baqylau.facts.en.words.marks import Marked
from baqylau.facts.en.words.positions_before import before
from baqylau.facts.en.words.text import Text
from baqylau.lang.en.wordlists import entries

_REACH = 400  # characters before a mark that are looked at


def announced(text: Text, paragraph: int, first: Marked, ended: int) -> tuple[Clause | None, str]:
    """`X said: “…”`, `X said, “…”`, and a paragraph before that ends with a colon."""
    a = text.analysis
    at = text.index(first.start)
    span = a.paragraphs[paragraph]
    words = a.text[max(span.start, first.start - _REACH) : first.start].rstrip()
    if words:
        floor = text.index(max(span.start, a.sentence_at(max(span.start, first.start - 1)).start))
        floor = max(floor, text.index(ended))
        clause = before_quotation(text, floor, at)
        if clause is None and words[-1] == ":":
            named = _name_before(text, floor, at)
            return named or _subject_before(text, floor, at), "en.colon_marks"
        if clause is None or not (words[-1] in ":," or clause.behind == at):
            return None, ""
        return clause, "en.verb_then_marks"
    previous = a.paragraphs[paragraph - 1] if paragraph else None
    if previous and a.text[previous.end - 1 : span.start].rstrip().endswith(":"):
        end = text.index(previous.end)
        floor = text.index(a.sentence_at(previous.end - 1).start)
        return before_quotation(text, floor, end - 1), "en.announced_marks"
    return None, ""


def _name_before(text: Text, floor: int, at: int) -> Clause | None:
    """`Damir Ospanov: “…”`, `Coach Damir Ospanov: “…”`: only the name and its position."""
    person = text.ending(at - 1, "person")
    if person is None or text.first(person) < floor:
        return None
    first = with_position(text, person)
    source = text.low(first - 1) in ("from", "by", "of")
    begins = first <= floor or (source and text.low(first - 2) in entries("speakers", "texts"))
    return Clause(at - 1, at, person_named(text, person)) if begins else None


def _subject_before(text: Text, floor: int, at: int) -> Clause | None:
    """`Adviser X defended the court: “…”`: a verb that is none of speech, and its subject."""
    if any(verb_at(text, i) > i for i in range(floor, at)):
        return None  # somebody says it, and who was not understood
    for i in range(floor, at):
        person = text.beginning(i, "person")
        if person is None:
            continue
        last = text.last(person)
        verb = next((k for k in range(last, at) if text.pos(k) == "VERB"), None)
        held = before(text, i)
        begins = i - floor <= 1 or (held is not None and held.start - floor <= 1)
        if verb is None or not begins:
            return None
        return Clause(verb, verb + 1, person_named(text, person))
    return None
