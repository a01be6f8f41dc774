"""Dates of a Kazakh text: the shared readings (`facts.grammar.dates`) with the tables of lang/kk.

Comes in: an `Analysis`. Goes out: `Date`s with first and last day (inclusive). A span keeps the
case ending of its last word, without `дейін` and `бастап`.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.dates.extractor import date_facts, date_mentions
from baqylau.facts.grammar.dates.grammar import DateGrammar, Groups
from baqylau.facts.grammar.numbers import numbers
from baqylau.lang.kk.counting import number_words
from baqylau.lang.kk.date_forms import tables
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Date
from baqylau.model.span import Span


def extract(analysis: Analysis) -> Iterable[Date]:
    return date_facts(analysis, _grammar(), dates(analysis))


@memoized
def dates(analysis: Analysis) -> tuple[DateMention, ...]:
    """All date expressions in reading order; amounts do not use their characters."""
    return date_mentions(analysis, _grammar())


@cache
def _grammar() -> DateGrammar:
    return DateGrammar(
        code="kk",
        tables=tables(),
        number=_number,
        looks=_looks,
        no_date=_is_no_date,
        leads=(),
        sure=0.85,
    )


_FIGURE = re.compile(r"\d+")


def _number(written: str) -> int | None:
    """`2025`, `27-нші`, `екі мың жиырмасыншы`: the number, without the ending of an ordinal; None
    for `бірнеше`.
    """
    digits = _FIGURE.match(written)
    if digits:
        return int(digits[0])
    bare = re.sub(wordlist("numerals")["words"]["ordinal_ending"], "", written.lower())
    for stem in (bare, bare[:-1]):  # алтыншы: алты; оныншы: он
        found = numbers(stem, number_words())
        if found and found[0].end == len(stem) and found[0].value:
            return int(found[0].value)
    return None


def _is_no_date(groups: Groups) -> bool:
    """Words of a date that mean something else: the season of a series, a feast, a name."""
    match groups.form.read:
        case "day":
            return _is_season(groups)
        case "month":
            return not _is_month(groups)
        case "weekday":
            return not _says_when(groups)
    return False


def _is_season(groups: Groups) -> bool:
    """`телехикаяның 2-нші маусымы`: a season of a series, with an ordinal and without a year, is no
    month.
    """
    lists = wordlist("dates")["months"]
    end = groups.match.end("month")
    return (
        groups["month"].lower() == lists["season"]
        and not groups["day"].isdigit()
        and not groups.names_year()
        and groups.match.string[end : end + 1] == lists["season_ending"]
    )


_FIRST_WORD = re.compile(r"(?:^|[.!?:»”\"–—-])\s*$")


def _is_month(groups: Groups) -> bool:
    """Whether the word is a date: a bare nominative without a year, and words that also mean
    something else, are not read.
    """
    ending = groups.get("ending")
    if ending is None or groups.get("year"):
        return True
    lists = wordlist("dates")["months"]
    text, start, capital = groups.match.string, groups.match.start(), groups["month"][0].isupper()
    if groups["month"].lower() in lists["doubtful"]:
        before = text[max(0, start - 12) : start].lower().split()
        season = bool(before) and before[-1] in lists["of_season"]
        meant = ending in lists["doubtful_endings"] and not season
        return meant and (groups.relative() or not capital)
    first = _FIRST_WORD.search(text[max(0, start - 4) : start])
    if capital and not groups.relative() and not first:
        return False  # with a capital letter inside a sentence it is a name
    return bool(ending) or groups.relative()


def _says_when(groups: Groups) -> bool:
    """A weekday needs a word beside it, or a case ending for "when": `жұма күні`, `сенбіде`, `өткен
    жұмада`.
    """
    when = tuple(wordlist("dates")["weekdays_when"]["endings"])
    return bool(groups.get("which") or groups.get("on")) or groups.match[0].lower().endswith(when)


_REACH = 140  # characters behind a date to the verb of its clause, which stands last


def _looks(a: Analysis, span: Span) -> tuple[bool, bool]:
    """Whether the sentence speaks of the future or the past: by the first verb with a tense behind
    the date. `қазаннан бері` looks back, `5 мамырға дейін` and `келесі кездесу – шілдеде` look
    ahead where no verb says otherwise.
    """
    tense = wordlist("dates")["tense"]
    end = min(a.sentence_at(span.start).end, span.end + _REACH)
    words = re.findall(r"\w+", a.text[span.end : end])
    if words and words[0] in tense["since"]:
        return False, True
    told = _told(words)
    if told is not None:
        return told, not told
    return bool(words and words[0] in tense["until"]) or _announced(a, span), False


def _told(words: Sequence[str]) -> bool | None:
    """Whether the first verb with a tense looks ahead; None where there is none. Verbs of saying
    and names (`Ташкенттегі` only ends as a verb does) do not count.
    """
    tense, (first, ahead, past) = wordlist("dates")["tense"], _verbs()
    done = False
    for i, printed in enumerate(words):
        word = printed.lower()
        if word == tense["had_been"] and done:
            return False  # "өткен болатын"
        done = word.endswith(tuple(tense["participles"]))
        if word in tense["speech_verbs"] or printed.istitle():
            continue
        if ahead.fullmatch(word) and not first.fullmatch(word):
            return not _was_to(words[i + 1 : i + 4])
        if first.fullmatch(word) or past.fullmatch(word):
            return False
    return None


def _was_to(behind: Sequence[str]) -> bool:
    """`аяқталуға тиіс еді`, `ашылады деп жоспарланған еді`: a plan of the past, by the words
    behind its first verb.
    """
    tense = wordlist("dates")["tense"]
    last = behind[2:] if behind[:1] == [tense["quoted_plan"]] else behind[:1]
    return bool(last) and last[0].lower() in tense["was_to"]


def _announced(a: Analysis, span: Span) -> bool:
    """`келесі кездесу – шілдеде`: a word of its clause before the date that looks ahead."""
    before = a.text[a.sentence_at(span.start).start : span.start].lower()
    clause = re.split(r"[,;:]", before)[-1]
    return not set(wordlist("dates")["tense"]["announces"]).isdisjoint(clause.split())


@cache
def _verbs() -> tuple[re.Pattern[str], ...]:
    """Patterns of verbs: past forms that look like the present, forms that look ahead,
    past forms.
    """
    lists = wordlist("dates")["tense"]
    first, ahead, past = (
        "|".join(rf"\w{many}{x}" for x in lists[name])
        for name, many in (("past_first", "*"), ("ahead", "+"), ("past", "+"))
    )
    return tuple(
        re.compile(rf"(?<!\w)(?:{x})") for x in (first, "|".join((*lists["plans"], ahead)), past)
    )
