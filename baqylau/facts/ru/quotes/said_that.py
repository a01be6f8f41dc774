"""Speech behind `что`, behind a colon, and around `как сообщил X`.

Comes in: a `Reading` and the index of a reporting verb. Goes out: `ReportedSpeech`, or None.
"""

from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.facts.ru.quotes.reading import Reading
from baqylau.facts.ru.quotes.relaying import relays
from baqylau.facts.ru.words.clauses import clause_end, complement, is_introduction, piece_start
from baqylau.facts.ru.words.speech import (
    is_finite,
    is_verb,
    trimmed,
    verbs,
)
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.span import Span

_TIME = 2  # words back from `как` to `того`


def that(r: Reading, at: int) -> ReportedSpeech | None:
    """`X отметил, что …`: also `сообщили в акимате, что`, `уверена, что`, `…, добавив, что`."""
    what = complement(r.words, at) or _accused(r, at)
    if (
        what is None
        and r.words[at].lemma in ("дать", "давать")
        and at + 1 < len(r.words)
        and r.words[at + 1].lemma == "понять"
    ):
        what = complement(r.words, at + 1)  # `дал понять, что`
    if what is None or _of_others(r, at, what) or _is_newsroom_itself(r, at):
        return None
    content = _free(r, r.span(what + 1, clause_end(r.words, what + 1)))
    return r.speech([content], at, r.speaker(at, what - 1), "ru.verb_that")


def _accused(r: Reading, at: int) -> int | None:
    """`обвинил министерство в том, что`, `рассказал о том, что`: the index of `что`."""
    if not is_verb(r.words[at], "accusing", "say"):
        return None
    for i in range(at + 1, min(at + _ACCUSED, len(r.words) - 2)):
        that = r.words[i].text.lower() in ("том", "тем")
        if that and r.words[i + 1].text == "," and r.words[i + 2].text.lower() == "что":
            return i + 2
        if is_finite(r.words[i]) or r.words[i].text in (",", ":", ";"):
            return None
    return None


def _of_others(r: Reading, at: int, until: int) -> bool:
    """`прокомментировали слова свидетеля о том, что`: what somebody else said."""
    said = wordlist("speakers")["said"]
    about = [t.text.lower() for t in r.words[until - 3 : until]] == ["о", "том", ","]
    return about and any(
        t.lemma in said and t.feats.get("Case") == "Acc" for t in r.words[at + 1 : until]
    )


def _is_newsroom_itself(r: Reading, at: int) -> bool:
    """`Мы уже рассказывали, что`, `ранее мы писали, что`: the newsroom on its own news."""
    near = {t.text.lower() for t in r.words[max(0, at - _BESIDE) : at + 2]}
    return r.words[at].lemma in verbs("own_news") and "мы" in near and bool(near & verbs("already"))


_BESIDE = 3  # words before the verb
_ACCUSED = 12  # words between the verb and `в том, что`


def _free(r: Reading, content: Span) -> Span:
    """`что реестр останется ловушкой: «Человек …»`: the content up to the colon before direct
    speech.
    """
    direct = next(
        (
            s
            for s in sorted(r.taken.touching(content.start, content.end), key=lambda s: s.start)
            if s.start > content.start
        ),
        None,
    )
    colon = r.a.text.rfind(":", content.start, direct.start) if direct else -1
    return trimmed(r.a.text, content.start, colon) if colon > 0 else content


def as_reported(r: Reading, at: int) -> ReportedSpeech | None:
    """`Как сообщил X, …`, `…, как заверила X, …`; a newsroom that passes news on makes only an
    attribution.
    """
    first = next(
        (i for i in range(at - 1, max(-1, at - 9), -1) if r.words[i].text.lower() == "как"),
        None,
    )
    if (
        first is None
        or (first and not _introduces(r, first))
        or not is_verb(r.words[at], "say", "opinion", "direct", "impersonal", "describe")
    ):
        return None
    lead, comma = r.words[first + 1 : at], r.comma_behind(at)
    if is_verb(r.words[at], "impersonal"):
        speaker_mention = r.finder.inside(r.words[at + 1 : comma])
    else:
        speaker_mention = r.finder.subject(
            lead, r.words[at + 1 : comma], r.words[at], after_first=True
        )
        speaker_mention = speaker_mention or r.finder.subject(
            lead, r.words[at + 1 :], r.words[at], after_first=True
        )
    if speaker_mention is None or relays(r.a, speaker_mention, r.words[at]):
        return None
    comma = r.comma_behind(max(at, r.index(speaker_mention.end)))
    content = (
        [_lead(r, first), r.span(comma + 1, clause_end(r.words, comma + 1))]
        if comma
        else [r.span(0, first)]
    )
    return r.speech([c for c in content if c.end > c.start], at, speaker_mention, "ru.as_said")


def _introduces(r: Reading, at: int) -> bool:
    """Whether a `как` behind a comma introduces the speaker; not in `после того, как` and `с
    тех пор, как`.
    """
    return r.words[at - 1].text == "," and (
        at < _TIME or r.words[at - _TIME].lemma not in ("то", "тот", "пора")
    )


def _lead(r: Reading, until: int) -> Span:
    """The content before the interruption; empty where it only introduces the sentence."""
    start = piece_start(r.words, until)
    return Span(0, 0) if is_introduction(r.words[start:until]) else r.span(start, until)


def colon(r: Reading, at: int) -> ReportedSpeech | None:
    """`Белова уверена: одной работы мало.`"""
    colon = next(
        (i for i in range(at + 1, min(at + 8, len(r.words) - 1)) if r.words[i].text == ":"),
        None,
    )
    if colon is None or r.words[colon + 1].text in '«“"–—-':
        return None
    if r.words[at].lemma in verbs("knowing"):
        return None  # `Анна знает меру: …`
    content = [r.span(colon + 1, clause_end(r.words, colon + 1))]
    speaker_mention = r.speaker(at, colon)
    start = piece_start(r.words, at)
    lead = r.words[start : max(at - 1, start)]
    behind = speaker_mention is not None and speaker_mention.start > r.words[at].start
    if (
        behind
        and at > 1
        and r.words[at - 1].text == ","
        and any(is_finite(t) for t in lead)
        and lead[0].start >= r.end
    ):
        content.insert(
            0, r.span(start, at - 1)
        )  # `Авария случилась ночью, объяснил X: трубы стары`
    return r.speech(content, at, speaker_mention, "ru.verb_colon")
