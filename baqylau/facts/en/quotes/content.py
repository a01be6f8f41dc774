"""Where an indirect statement begins and ends: behind "that", behind the words between the verb
and the statement, before `, adding that`. Comes in: a `Text`, a sentence and a reporting clause.
Goes out: token indices.
"""

import re
from functools import cache

from baqylau.facts.en.quotes.clauses import Clause
from baqylau.facts.en.words.marks import closes_mark
from baqylau.facts.en.words.source_phrases import behind_channel, is_press_service
from baqylau.facts.en.words.text import Text, is_determiner
from baqylau.lang.en.wordlists import entries
from baqylau.model.words import Sentence


def content_start(text: Text, s: Sentence, clause: Clause, word: str) -> tuple[int | None, bool]:
    """The token where the statement begins, and whether "that" stands before it."""
    i = clause.behind
    if text.low(i).endswith("ly") and text.low(i + 1) == "that":
        i += 1  # announced subsequently that
    if i >= s.last or text.word(i) in (".", ",", "?", "!", ":"):
        return behind_that(text, i, s) if text.word(i) == "," else (None, False)
    if word in entries("speech", "told"):
        i = _listener(text, i, s)
    if word in entries("speech", "acting") and _is_infinitive(text, i):
        return None, False  # agreed to install a radar that slows the blades
    found, that = behind_that(text, i, s)
    if that:
        return found, True
    i = _adjuncts(text, i, s)
    if text.low(i) == "that" and text.pos(i + 1) not in ("AUX",):
        return i + 1, True
    return (i if i < s.last else None), False


def _is_infinitive(text: Text, i: int) -> bool:
    """`to install`; the tagger takes many bare verbs for nouns, so whoever is told is left out."""
    told = text.pos(i + 1) in ("DET", "PROPN", "PRON") or (
        text.low(i + 1) in entries("speech", "listeners")
    )
    return text.low(i) == "to" and not told


_NEAR_THAT = 16
_FEWEST = 3  # words of a clause


def has_subject(text: Text, i: int) -> bool:
    """Whether a clause begins with its subject: `he will play`, `the roof is old`."""
    if text.pos(i) == "PRON":
        return text.pos(i + 1) in ("AUX", "VERB")
    if text.pos(i) not in ("DET", "PROPN"):
        return False
    for k in range(i + 1, i + 7):
        if text.pos(k) == "AUX":
            return True
        if text.pos(k) in ("ADP", "PUNCT", "CCONJ", "PRON"):
            return False
    return False


def has_bare_subject(text: Text, i: int) -> bool:
    """`growth will remain slow`: a noun without an article, and what will be."""
    for k in range(i, i + _BARE):
        if text.low(k) in _WILL:
            return k > i
        if text.pos(k) not in ("NOUN", "ADJ", "PROPN"):
            return False
    return False


_BARE = 4  # words of such a subject
_WILL = ("will", "would", "could", "may", "might", "must", "should")


def behind_that(text: Text, i: int, s: Sentence) -> tuple[int | None, bool]:
    """Behind a "that" with only adjuncts between (`said on Monday in Astana that`)."""
    if text.low(i) in _ABOUT and any(
        text.low(k) in entries("speech", "contents") for k in range(i, min(i + _NEAR_THAT, s.last))
    ):
        return None, False  # commented on the statements of others that
    adjunct = text.pos(i) == "ADP" or text.word(i) in (",", "(") or text.low(i) in days()
    for k in range(i, min(i + _NEAR_THAT, s.last)):
        low = text.low(k)
        if low == "that" and (k == i or adjunct) and not _is_relative(text, k):
            return k + 1, True
        if text.pos(k) in ("AUX", "PRON") or text.word(k) in (";", ":", "“", '"', "``"):
            return None, False
    return None, False


_ABOUT = ("on", "about", "to", "against", "upon")


def _is_relative(text: Text, that: int) -> bool:
    """`a letter that says`; `that culling quotas would rise` begins a statement."""
    behind = text.low(that + 1)
    return text.pos(that + 1) in ("AUX", "VERB") and not behind.endswith("ing")


def _listener(text: Text, i: int, s: Sentence) -> int:
    """Behind whom somebody told: `reporters`, `the court`, `Dala TV`."""
    first = i + (text.pos(i) == "DET")
    if has_bare_subject(text, first):
        return i  # warned growth will slow
    if text.low(first).endswith("ing") and text.low(first + 1) in entries("speech", "listeners"):
        return first + 2  # told waiting journalists
    held = text.beginning(first, "person", "organization", "place")
    if held:
        k = behind_channel(text, text.last(held))
        return k + (text.low(k) in entries("speech", "occasions"))  # told the TUC conference
    k = i
    while (
        k < min(i + 5, s.last)
        and text.low(k) != "that"
        and (
            text.pos(k) in ("DET", "NOUN", "ADJ", "PRON", "PROPN")
            or text.low(k) in entries("speech", "occasions")
        )
    ):
        k += 1
        if text.low(k - 1) in (*entries("speech", "listeners"), *entries("speech", "occasions")):
            break
    return k


@cache
def days() -> frozenset[str]:
    return frozenset(w.lower() for w in entries("speech", "months_and_days"))


def _adjuncts(text: Text, i: int, s: Sentence) -> int:
    """Behind `on Monday (Nov 12)`, `in a statement`, `at a briefing`, `late Friday`."""
    while i < s.last:
        low = text.low(i)
        if low in ("on", "late", "early") and (
            text.low(i + 1).removesuffix(".") in days() or text.low(i + 1).isdigit()
        ):
            i += 2
        elif (
            (low.removesuffix(".") in days() and text.low(i + 1) not in ("’s", "'s"))
            or low in ("today", "yesterday", "earlier", "also")
            or (low.isdigit() and text.low(i - 1).removesuffix(".") in days())
        ):
            i += 1
        elif low == "(":
            while i < s.last and text.word(i) != ")":
                i += 1
            i += 1
        elif low in ("in", "at", "during", "to", "after") and _adjunct_end(text, i, s):
            i = _adjunct_end(text, i, s)
        else:
            break
    return i


def _adjunct_end(text: Text, i: int, s: Sentence) -> int:
    """Behind a short phrase whose noun is an occasion; 0 where there is none."""
    for k in range(i + 1, min(i + 8, s.last)):
        if text.low(k) in entries("speech", "occasions"):
            while text.low(k + 1) in entries("speech", "occasions"):
                k += 1
            return k + 1
        if text.pos(k) in ("AUX", "PRON") or text.word(k) in (",", "."):
            return 0
    return 0


def is_clause(text: Text, start: int, s: Sentence, end: int | None = None) -> bool:
    """Whether the words, up to `end` where it is given, have a finite verb and begin with no
    preposition and no infinitive.
    """
    if text.low(start) in entries("speech", "no_clause") or text.word(start) in (
        "“",
        '"',
        "``",
        "''",
        ":",
        ",",
    ):
        return False
    words = range(start, min(s.last if end is None else end, start + 26))
    return (
        any(
            (text.pos(i) in ("AUX", "VERB") and not text.low(i + 1).isdigit())  # May 4
            or (text.low(i).endswith("s") and text.pos(i) == "NOUN")
            for i in words
        )
        and s.last - start > _FEWEST
    )


def content_end(text: Text, start: int, stop: int) -> int:
    """The token that ends a statement: before `, adding that`, `, although`, or the full stop."""
    quoted = False
    for i in range(start, stop):
        if text.word(i) == "," and _is_source_tail(text, i + 1, stop):
            return i
        if text.word(i) == ";":
            return i
        if text.word(i) == "," and text.low(i + 1) == "but" and _another_speaks(text, i + 2, stop):
            return i
        if text.word(i) == "," and quoted and text.low(i + 1) == "and" and text.pos(i + 2) == "DET":
            return i
        quoted = quoted or closes_mark(text, i)
        if text.word(i) == "," and (
            text.low(i + 1) in entries("speech", "cuts")
            or (text.low(i + 1) in entries("speech", "adding") and text.low(i + 2) != "and")
            or (text.low(i + 1) == "before" and text.low(i + 2) in entries("speech", "adding"))
            or (text.low(i + 1) == "according" and text.low(i + 2) == "to")
            or (
                text.low(i + 1) in ("and", "while")
                and text.low(i + 2) in entries("speech", "added")
            )
        ):
            return i
        if says_more(text, i):
            return i
    return stop


def says_more(text: Text, i: int) -> bool:
    """`and added that`, behind words in marks any verb (`is “key” and indicated that`), and
    `, but admits that`: the speaker's next statement.
    """
    if text.word(i) == ",":
        said = text.low(i + 2) in entries("speech", "said")
        more = text.low(i + 3) == "that" or has_subject(text, i + 3)
        return text.low(i + 1) == "but" and said and more
    if text.low(i) != "and" or text.low(i + 2) != "that":
        return False
    key = "said" if closes_mark(text, i - 1) else "added"
    return text.low(i + 1) in entries("speech", key)


def _another_speaks(text: Text, i: int, stop: int) -> bool:
    """`…, but the next day Marat Tulegenov called it a “shame”`: the words of somebody else."""
    for k in range(i, min(i + _NEAR_BUT, stop)):
        person = text.beginning(k, "person")
        if person:
            verb = text.low(text.last(person))
            return verb in entries("speech", "said") or verb in entries("speech", "called")
    return False


_NEAR_BUT = 9


def _is_source_tail(text: Text, i: int, stop: int) -> bool:
    """`…, Interfax reports.`: whence the news comes, no part of what was said."""
    last = stop
    while last > i and text.word(last - 1) in (".", "”", '"', "''"):
        last -= 1
    if _is_of_press_service(text, i, last):
        return True
    if text.low(i) in entries("speech", "relays") and last - i <= _LONGEST_TAIL:
        return all(text.is_capital(k) or not text.word(k).isalpha() for k in range(i + 1, last))
    if last - i > _LONGEST_TAIL or text.low(last - 1) not in entries("speech", "relays"):
        return False
    firm = text.beginning(i + is_determiner(text.low(i)), "organization")
    parts = (text.word(k) for k in range(i, last - 1))
    capitals = last - i > 1 and all(w[:1].isupper() or w in ("/", "’s", "'s") for w in parts)
    return capitals or (firm is not None and text.last(firm) >= last - 2)


def _is_of_press_service(text: Text, i: int, last: int) -> bool:
    """`…, the Akorda press service reports.` and `…, reported the Akorda press service.`"""
    relays = entries("speech", "relays") | entries("attribution", "press_says")
    if last - i > _LONGEST_TAIL + 3:
        return False
    if text.low(i) in relays:
        return any(is_press_service(text, k) and k + 2 == last for k in range(i + 1, last))
    return text.low(last - 1) in relays and is_press_service(text, last - 3)


_LONGEST_TAIL = 7  # words

_DATELINE = re.compile(
    r"[A-Z][\w.,’' -]{1,60}?(?:\([\w /.,-]{2,40}\)\s?)?\s?[–—-]{1,2}\s|[A-Z][A-Z ,.]{2,40}:\s"
    r"|[A-Z]{3}[A-Z ,.-]{0,40}\([^()]{3,60}\)\s"
)


@cache
def _stamp() -> re.Pattern[str]:
    """`03 May 2026, 12:02 by Steppe Agency`, up to an article where a byline stands."""
    openers = {w.capitalize() for w in entries("words", "determiners")}
    begins = "|".join(sorted(openers | entries("words", "articles")))
    return re.compile(
        r"\b\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d,? \d{1,2}:\d\d\s+"
        rf"(?P<byline>by [A-Z](?:[^.!?\n]{{1,60}}?\s(?P<opens>(?=(?:{begins})\s)))?)?"
    )


_PLACE = re.compile(r"[A-Z][A-Z .,–-]{2,40}\s?")


@cache
def _agency() -> re.Pattern[str]:
    """`KAZINFORM In Karaganda, …`: an agency in capitals without a dash behind it."""
    names = "|".join(sorted(n.upper() for n in entries("attribution", "agencies") if len(n) > _AP))
    return re.compile(rf"(?:{names})\s(?:[–—-]{{1,2}}\s)?(?=[A-Z][a-z])")


_AP = 4  # letters of an agency whose name is no word of a headline


def behind_dateline(text: Text, s: Sentence, stop: int) -> int:
    """The offset behind `ASTANA – ` or `ASTANA. KAZINFORM` at the beginning of a paragraph, or
    behind the title, time and byline of a page without line feeds; the clause begins at `stop`.
    """
    stamp = _stamp().search(text.text, s.start, stop)
    if stamp:
        unsure = stamp["byline"] is not None and stamp["opens"] is None
        return stop if unsure else stamp.end()  # where the byline ends, nobody knows
    begins = text.analysis.paragraphs[s.paragraph].start
    if s.start != begins and not _PLACE.fullmatch(text.text, begins, s.start):
        return s.start
    agency = _agency().match(text.text, s.start, s.end)
    if agency:
        return agency.end()
    found = _DATELINE.match(text.text, s.start, s.end)
    if found is None:
        return s.start
    place = text.analysis.mention_at(s.start)
    bracketed = "(" in found[0]
    return found.end() if place or bracketed or found[0].isupper() else s.start
