"""Direct speech in every typography: in quotation marks, in paragraphs that begin with a dash, with
a missing opening mark, without marks, and split by the reporting clause.

Comes in: an `Analysis`. Goes out: `ReportedSpeech` in reading order. Words in marks that are no
speech (titles, companies, scare quotes) have no reporting clause beside them and are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotation_marks import Quoted, continued, quoted
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.quotes.reported import ReportedSpeech
from baqylau.facts.ru.quotes.signed import signature, speech_noun_owner
from baqylau.facts.ru.quotes.written import document_in
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.speech import count, is_finite, is_verb, slot, trimmed
from baqylau.model.fact import Slot
from baqylau.model.span import Span
from baqylau.model.words import Token

_ALL = ("say", "opinion", "direct", "impersonal")
_AFTER = re.compile(r"\s*[,.!?…]{0,3}\s*[–—-]?\s*")
_BREAK = re.compile(r"[,.!?…]{1,3}[»”\"]?\s+[–—-]\s+(?=[а-яё])")
_RESUME = re.compile(r"[.,!?…]\s+[–—-]\s+(?=[«“\"]?\w)")
_DASH = re.compile(r"[–—-]\s+")
_FEWEST = 3
"""The fewest words of a quote without a reporting verb of its own; fewer words in marks are a
title.
"""
_BESIDE = 8
"""Characters behind a sentence's end in which the dash that resumes speech stands with its first
letter.
"""
_RIGHT_BEHIND = 4  # characters: a full stop, a line feed, and the next word begins
_NAME_AND_OFFICE = 90  # characters of a speaker with his office before a colon
_NOUN_BEFORE = 30  # characters back to the word before the marks
_LONGEST_NAME = 6  # words of a name in marks
_NEAR = 7
"""Words between a closing mark and its verb: `– на пресс-конференции в Астане заявил`."""


_CITING = frozenset({"цитировать", "процитировать", "приводить", "привести"})
_HIM = frozenset({"его", "ее", "её", "их"})


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """A reporting clause: its cue and the words that name its speaker. `end` is the offset behind
    which the speech may continue.

    `weak` says that its verb is no verb of speech (`подвёл итоги:`): only speech with a dash or
    marks may follow it.
    """

    cue: Slot
    speaker_mention: SpeakerMention | None
    end: int
    weak: bool = False
    document: str | None = None


def direct(a: Analysis, finder: SpeakerMentionFinder) -> Iterator[ReportedSpeech]:
    """Every stretch of direct speech."""
    reader = _DirectSpeechReader(a, finder)
    announcement: ReportingClause | None = None  # a paragraph that ended with "заявил:"
    i = 0
    while i < len(a.paragraphs):
        paragraph = a.paragraphs[i]
        over = continued(a.text, a.paragraphs, i)
        if over:
            stretch, last = over
            yield from reader.across(stretch, a.paragraphs[i : last + 1], announcement)
            i = last
        else:
            yield from reader.paragraph(paragraph, announcement)
        announcement = reader.announced(a.paragraphs[i])
        i += 1


class _DirectSpeechReader:
    def __init__(self, a: Analysis, finder: SpeakerMentionFinder) -> None:
        self._a = a
        self._finder = finder

    def paragraph(
        self, paragraph: Span, announcement: ReportingClause | None
    ) -> Iterator[ReportedSpeech]:
        marks = [
            m
            for m in quoted(self._a.text, paragraph)
            if self._a.tokens_in(m.inner.start, m.inner.end)
        ]
        if _DASH.match(self._a.text, paragraph.start, paragraph.end) and not (
            marks and not marks[0].opened
        ):
            yield from self._dashed(paragraph, announcement)
        elif marks:
            yield from self._marked(paragraph, marks, announcement)
        else:
            yield from self._unmarked(paragraph, announcement)

    def across(
        self, stretch: Quoted, paragraphs: Sequence[Span], announcement: ReportingClause | None
    ) -> Iterator[ReportedSpeech]:
        """One quotation over several paragraphs: it opens in the first and closes in the last."""
        last = paragraphs[-1]
        content = [
            trimmed(self._a.text, max(p.start, stretch.inner.start), min(p.end, stretch.inner.end))
            for p in paragraphs
        ]
        content = [
            Span(c.start + (self._a.text[c.start] in '«“"'), c.end)
            for c in content
            if c.end > c.start
        ]
        clause = (
            self._following(stretch.outer.end, last)
            or self._leading(stretch, paragraphs[0])
            or announcement
        )
        if clause is None:
            split = [self._split(c) for c in content]
            clause = next((found for _, found in split if found), None)
            content = [
                piece
                for whole, (pieces, found) in zip(content, split, strict=True)
                for piece in (pieces if found else [whole])
            ]
        yield self._made(
            content,
            clause,
            "ru.marks_over_paragraphs",
            stretch.outer.start,
            continues=clause is None,
        )

    def _marked(
        self, paragraph: Span, marks: list[Quoted], announcement: ReportingClause | None
    ) -> Iterator[ReportedSpeech]:
        done = paragraph.start
        had_speech = announcement is not None
        for i, stretch in enumerate(marks):
            if stretch.outer.start < done:
                continue
            following = marks[i + 1] if i + 1 < len(marks) else None
            made = self._closed(stretch, following, paragraph) or self._introduced(
                stretch, paragraph
            )
            made = (
                made
                or self._inside(stretch)
                or self._presented(stretch, paragraph)
                or self._alone(stretch, paragraph, announcement, had_speech)
            )
            if made:
                had_speech = True
                done = max(s.end for s in made.content)
                yield made

    def _made(
        self,
        content: Sequence[Span],
        clause: ReportingClause | None,
        rule: str,
        at: int,
        continues: bool = False,
    ) -> ReportedSpeech:
        place = (
            clause.speaker_mention.start
            if clause and clause.speaker_mention and clause.speaker_mention.start > at
            else at
        )
        return ReportedSpeech(
            tuple(content),
            "direct",
            rule,
            clause.cue if clause else None,
            clause.speaker_mention if clause else None,
            place,
            continues,
            clause.document if clause else None,
        )

    def _closed(
        self, stretch: Quoted, following: Quoted | None, paragraph: Span
    ) -> ReportedSpeech | None:
        """`«…», – сказал X` and `«…», – сказал X. – «…»`"""
        clause = self._following(stretch.outer.end, paragraph)
        if clause is None or self._is_part(stretch, paragraph) or self._is_name(stretch, paragraph):
            return None
        if clause.speaker_mention is None and clause.document is None:
            leading = self._leading(stretch, paragraph)
            clause = ReportingClause(
                clause.cue, leading.speaker_mention if leading else None, clause.end
            )
        content = [trimmed(self._a.text, stretch.inner.start, stretch.inner.end)]
        if following and re.fullmatch(
            r"[.,]?\s*[–—-]\s*", self._a.text[clause.end : following.outer.start]
        ):
            content.append(trimmed(self._a.text, following.inner.start, following.inner.end))
        rule = "ru.marks_then_verb" if stretch.opened else "ru.unopened_marks"
        return self._made(
            content, clause, rule, stretch.outer.start, continues=clause.speaker_mention is None
        )

    def _is_part(self, stretch: Quoted, paragraph: Span) -> bool:
        """`проект «задушат согласованиями», сказал X`: the marks hold only a part of a clause; the
        rules of indirect speech read the whole clause.
        """
        before = self._a.text[paragraph.start : stretch.outer.start].rstrip()
        inner = self._a.text[stretch.inner.start : stretch.inner.start + 1]
        return (
            stretch.opened and inner.islower() and before[-1:].isalpha() and before[-1:].islower()
        )

    def _is_name(self, stretch: Quoted, paragraph: Span) -> bool:
        """`канал «Степной патруль» утверждает`: the words in marks are a name, because a noun right
        before them says what they name.
        """
        before = self._a.tokens_in(
            max(paragraph.start, stretch.outer.start - _NOUN_BEFORE), stretch.outer.start
        )
        named = (
            stretch.opened
            and bool(before)
            and before[-1].pos == "NOUN"
            and (before[-1].text.islower() or before[-1].lemma in listed("documents"))
        )
        words = self._a.tokens_in(stretch.inner.start, stretch.inner.end)
        mention = self._a.mention_at(stretch.inner.start)
        named = named or (
            mention is not None
            and mention.type == "organization"
            and mention.end >= stretch.inner.end
        )
        return named and len(words) <= _LONGEST_NAME and not any(is_finite(t) for t in words)

    def _following(self, at: int, paragraph: Span) -> ReportingClause | None:
        """The reporting clause right behind a closing mark, after a comma, a dash or a `?`; without
        one of these the verb comes at once.
        """
        after = _AFTER.match(self._a.text, at, paragraph.end)
        if after is None:
            return None
        after_punctuation = bool(set(after[0]) & set(",–—-")) or self._a.text[at - 2 : at - 1] in (
            "!",
            "?",
            "…",
        )
        return self._clause(
            after.end(),
            paragraph,
            _NEAR if after_punctuation else 1,
            any_verb=bool(set(after[0]) & set("–—-")),
        )

    def _clause(
        self, start: int, within: Span, near: int, any_verb: bool = False
    ) -> ReportingClause | None:
        words = self._clause_words(start, within)
        if not words or "." in self._a.text[start : words[0].start]:
            return None
        at = next((i for i, t in enumerate(words[:near]) if is_verb(t, *_ALL)), None)
        first = int(words[0].pos in ("PART", "ADV") and len(words) > 1)  # `не сдержался тренер`
        if at is None and any_verb and is_finite(words[first]) and words[first].text.islower():
            at = first
            if self._subject(words, at) is None:
                return None
        if at is None or any(
            t.lemma in ("который", "что", "где", "и", "но", "а") for t in words[:at]
        ):
            return None
        subject = self._subject(words, at)
        return ReportingClause(
            slot(self._a, words[at : at + 1]),
            subject,
            words[-1].end,
            document=self._document(words, at) if subject is None else None,
        )

    def _document(self, words: Sequence[Token], at: int) -> str | None:
        """The document that speaks in `говорится в сообщении`; None for a verb with a speaker."""
        return document_in(words) if is_verb(words[at], "impersonal") else None

    def _clause_words(self, start: int, within: Span) -> tuple[Token, ...]:
        """The words from `start` to the end of the clause: the end of the sentence, or the dash
        behind which the speech continues.
        """
        sentence = self._a.sentence_at(start)
        end = min(max(sentence.end, start + 1), within.end)
        resume = _RESUME.search(self._a.text, start, min(end + _BESIDE, within.end))
        end = min(end, resume.start() if resume else end)
        return self._a.tokens_in(start, end)

    def _subject(self, words: Sequence[Token], at: int) -> SpeakerMention | None:
        verb = words[at]
        after = words[at + 1 :]
        if verb.lemma in _CITING and after and after[0].text.lower() in _HIM:
            return SpeakerMention("pronoun", (after[0],), after[0])
        words_of = next(
            (
                i
                for i, t in enumerate(words[:at])
                if t.lemma == "слово" and i and words[i - 1].text.lower() in _HIM
            ),
            None,
        )
        if verb.lemma in _CITING and words_of:  # `её слова приводит портал`
            return SpeakerMention("pronoun", (words[words_of - 1],), words[words_of - 1])
        if verb.lemma in _CITING:
            quoted_one = [
                n for n in self._finder.all(after, "Gen") if n.kind in ("person", "role", "people")
            ]
            if quoted_one:
                return quoted_one[0]
        if is_verb(verb, "impersonal"):
            return self._document_owner(after)
        comma = next((i for i, t in enumerate(after) if t.text == "," and i > 0), len(after))
        found = self._finder.subject(words[:at], after[:comma], verb, after_first=True)
        if found and found.kind not in ("role", "people"):
            return found
        wider = self._finder.subject((), after, verb)  # `считает доктор наук, профессор X`
        named = wider and wider.kind == "person" and (not found or wider.start == found.start)
        return wider if named or found is None else found

    def _document_owner(self, after: Sequence[Token]) -> SpeakerMention | None:
        """`говорится в ответе ведомства`: the speaker is the owner of the document."""
        found = [
            n for n in self._finder.all(after, "Gen") if n.kind in ("institution", "person", "role")
        ]
        return found[0] if found else self._finder.inside(after)

    def _leading(self, stretch: Quoted, paragraph: Span) -> ReportingClause | None:
        """`Министр заявил: «…»`, `Министр: «…», – сказал`: the reporting clause before the marks,
        in the same sentence.
        """
        before = self._a.text[paragraph.start : stretch.outer.start].rstrip()
        if not before:
            return None
        end = paragraph.start + len(before)
        start = max(paragraph.start, self._a.sentence_at(end - 1).start)
        words = [t for t in self._a.tokens_in(start, end) if t.text != ":"]
        if not words:
            return None
        verb_indices = [i for i, t in enumerate(words) if is_verb(t, *_ALL)]
        at = verb_indices[-1] if verb_indices else None
        verb = (
            words[at]
            if at is not None
            else next((t for t in reversed(words) if is_finite(t)), words[-1])
        )
        place = words.index(verb)
        speaker_mention = (
            self._finder.subject(words[:place], words[place + 1 :], verb)
            if verb.pos in ("VERB", "AUX", "ADJ")
            else None
        )
        document = self._document(words, place)
        if document is not None:
            speaker_mention = self._document_owner(words[:place] + words[place + 1 :])
        else:
            speaker_mention = speaker_mention or next(iter(self._finder.all(words, "Nom")), None)
        return (
            ReportingClause(
                slot(self._a, [verb]),
                speaker_mention,
                end,
                document=document if speaker_mention is None else None,
            )
            if speaker_mention or at is not None
            else None
        )

    def _introduced(self, stretch: Quoted, paragraph: Span) -> ReportedSpeech | None:
        """`X заявил: «…»`"""
        before = self._a.text[paragraph.start : stretch.outer.start].rstrip()
        if not before.endswith(":"):
            return None
        clause = self._leading(stretch, paragraph)
        if clause is None or count(self._a, stretch.inner) < 2:
            return None
        content = trimmed(self._a.text, stretch.inner.start, stretch.inner.end)
        known = is_verb(self._a.tokens_in(clause.cue.start, clause.cue.end)[0], *_ALL)
        return self._made(
            [content],
            clause,
            "ru.verb_colon_marks" if known else "ru.colon_marks",
            stretch.outer.start,
            continues=clause.speaker_mention is None,
        )

    def _presented(self, stretch: Quoted, paragraph: Span) -> ReportedSpeech | None:
        """`Слова главного инженера X: «…»`, `«…» (X, директор)`, `«…». – X`, and `«…»` with the
        name on a line of its own: the speaker is named and no verb says so.
        """
        before = self._a.text[paragraph.start : stretch.outer.start].rstrip()
        if count(self._a, stretch.inner) < _FEWEST:
            return None
        mention = (
            speech_noun_owner(self._a, self._finder, paragraph.start, stretch.outer.start)
            if before.endswith(":")
            else signature(self._a, self._finder, stretch.outer.end)
        )
        if mention is None or (before and not before.endswith((":", ".", "!", "?", "…"))):
            return None
        content = trimmed(self._a.text, stretch.inner.start, stretch.inner.end)
        rule = "ru.announced_marks" if before.endswith(":") else "ru.signed_marks"
        place = max(mention.start, stretch.outer.start)
        return ReportedSpeech((content,), "direct", rule, None, mention, place)

    def _inside(self, stretch: Quoted) -> ReportedSpeech | None:
        """`«Первое, – сказал X. – Второе»`: the reporting clause stands inside the marks."""
        content, clause = self._split(stretch.inner)
        return (
            self._made(
                content,
                clause,
                "ru.split_in_marks",
                stretch.outer.start,
                continues=clause.speaker_mention is None,
            )
            if clause
            else None
        )

    def _split(self, span: Span) -> tuple[list[Span], ReportingClause | None]:
        """The stretch cut at its reporting clauses, and the first of these clauses; None where
        there is no clause.
        """
        pieces: list[Span] = []
        found: ReportingClause | None = None
        start = span.start
        for cut in _BREAK.finditer(self._a.text, span.start, span.end):
            clause = (
                self._clause(cut.end(), span, 5, any_verb=True) if cut.start() >= start else None
            )
            if clause is None or (clause.speaker_mention is None and clause.cue.start > cut.end()):
                continue
            pieces.append(trimmed(self._a.text, start, cut.start() + len(cut[0].split()[0])))
            found = found or clause
            resume = _RESUME.match(self._a.text, clause.end, span.end)
            start = resume.end() if resume else span.end
        if found and start < span.end:
            pieces.append(trimmed(self._a.text, start, span.end))
        return [p for p in pieces if p.end > p.start], found

    def _dashed(
        self, paragraph: Span, announcement: ReportingClause | None
    ) -> Iterator[ReportedSpeech]:
        """A paragraph that begins with a dash is speech if a reporting clause interrupts or ends
        it, or if the paragraph before announced it.
        """
        opening = _DASH.match(self._a.text, paragraph.start)
        assert opening is not None  # the caller matched it
        content, clause = self._split(Span(opening.end(), paragraph.end))
        if clause:
            yield self._made(
                content,
                clause,
                "ru.dash_paragraph",
                paragraph.start,
                continues=clause.speaker_mention is None,
            )
            return
        whole = trimmed(self._a.text, opening.end(), paragraph.end)
        if announcement and (not announcement.weak or self._is_sentence(paragraph)):
            yield self._made([whole], announcement, "ru.announced_dash", paragraph.start)
        elif count(self._a, whole) >= _FEWEST and not self._a.text[
            paragraph.start : paragraph.end
        ].rstrip().endswith((";", ":")):
            yield self._made([whole], None, "ru.dash_alone", paragraph.start, continues=True)

    def _unmarked(
        self, paragraph: Span, announcement: ReportingClause | None
    ) -> Iterator[ReportedSpeech]:
        """Speech without quotation marks: `Мы успеем, – сказал X.`, or a whole paragraph behind
        "заявил:".
        """
        if announcement and not announcement.weak:
            yield self._made(
                [trimmed(self._a.text, paragraph.start, paragraph.end)],
                announcement,
                "ru.announced_paragraph",
                paragraph.start,
            )
            return
        named = self._named_before_colon(paragraph)
        if named:
            yield named
            return
        content, clause = self._split(paragraph)
        if (
            clause
            and clause.speaker_mention
            and not is_verb(self._a.tokens_in(clause.cue.start, clause.cue.end)[0], "impersonal")
        ):
            yield self._made(content, clause, "ru.dash_then_verb", paragraph.start)

    def _named_before_colon(self, paragraph: Span) -> ReportedSpeech | None:
        """`Айбек Оспанов: Начнём весной.`: a headline or an interview, where only the speaker
        stands before the colon.
        """
        words = self._a.tokens_in(
            paragraph.start, min(paragraph.start + _NAME_AND_OFFICE, paragraph.end)
        )
        colon = next((i for i, t in enumerate(words) if t.text == ":"), None)
        if not colon or colon + 1 >= len(words) or words[colon].end == words[colon + 1].start:
            return None
        speaker_mention = next(iter(self._finder.all(words[:colon], "Nom")), None)
        alone = (
            speaker_mention is not None
            and speaker_mention.kind == "person"
            and speaker_mention.start == words[0].start
            and speaker_mention.end == words[colon - 1].end
        )
        content = trimmed(self._a.text, words[colon].end, paragraph.end)
        if (
            speaker_mention is None
            or not alone
            or not self._a.text[content.start].isupper()
            or count(self._a, content) < _FEWEST
        ):
            return None
        return ReportedSpeech(
            (content,), "direct", "ru.name_colon", None, speaker_mention, paragraph.start
        )

    def _alone(
        self,
        stretch: Quoted,
        paragraph: Span,
        announcement: ReportingClause | None,
        had_speech: bool,
    ) -> ReportedSpeech | None:
        """A whole sentence in marks without a reporting clause of its own: either the paragraph
        before announced it, or the last speaker continues.
        """
        words = self._a.tokens_in(stretch.inner.start, stretch.inner.end)
        before = self._a.text[paragraph.start : stretch.outer.start].rstrip()
        after = self._a.text[stretch.outer.end : paragraph.end].lstrip()
        first = before.strip(" –—-") == ""
        content = trimmed(self._a.text, stretch.inner.start, stretch.inner.end)
        if announcement and first:
            return self._made([content], announcement, "ru.announced_marks", stretch.outer.start)
        whole = (first or before.endswith((".", "!", "?", "…", "»", '"'))) and (
            not after or after[0] in ".!?…" or self._a.text[stretch.inner.end - 1] in ".!?…"
        )
        is_sentence = (
            len(words) > _FEWEST
            and words[0].text[0].isupper()
            and any(is_finite(t) or t.feats.get("Variant") == "Short" for t in words)
        )
        if not (whole and is_sentence):
            return None
        clause = None if had_speech else self._sentence_before(stretch, paragraph)
        clause = clause or self._sentence_behind(stretch)
        return self._made(
            [content], clause, "ru.marks_alone", stretch.outer.start, continues=clause is None
        )

    def _sentence_before(self, stretch: Quoted, paragraph: Span) -> ReportingClause | None:
        """`О ценах рассказал продавец Рашид Алиев. «Картошка подешевела»`: the sentence before the
        marks names the speaker.
        """
        start = self._a.sentence_at(stretch.outer.start).start
        if start <= paragraph.start:
            return None
        words = self._a.words(self._a.sentence_at(start - 1))
        at = next((i for i, t in enumerate(words) if is_verb(t, *_ALL)), None)
        speaker_mention = (
            self._finder.subject(words[:at], words[at + 1 :], words[at]) if at is not None else None
        )
        return (
            ReportingClause(slot(self._a, words[at : at + 1]), speaker_mention, start)
            if at is not None and speaker_mention
            else None
        )

    def _sentence_behind(self, stretch: Quoted) -> ReportingClause | None:
        """`«…». Так тренер прокомментировал итоги`: the next sentence points back and names the
        speaker.
        """
        after = next(
            iter(self._a.tokens_in(stretch.outer.end, stretch.outer.end + _RIGHT_BEHIND)), None
        )
        after = (
            after
            if after is None or after.text != "."
            else next(iter(self._a.tokens_in(after.end, after.end + _RIGHT_BEHIND)), None)
        )
        if after is None:
            return None
        sentence = self._a.sentence_at(after.start)
        low = self._a.text[after.start : sentence.end].lower()
        if not any(low.startswith(p + " ") for p in listed("pointing")):
            return None
        words = self._a.tokens_in(after.start, sentence.end)
        at = next((i for i, t in enumerate(words) if is_verb(t, *_ALL)), None)
        speaker_mention = (
            self._finder.subject(words[:at], words[at + 1 :], words[at]) if at is not None else None
        )
        return (
            ReportingClause(slot(self._a, words[at : at + 1]), speaker_mention, sentence.end)
            if at is not None and speaker_mention
            else None
        )

    def announced(self, paragraph: Span) -> ReportingClause | None:
        """The reporting clause of a paragraph that ends with a colon and so announces speech;
        before the colon stands a reporting verb or only a speaker.
        """
        text = self._a.text[paragraph.start : paragraph.end].rstrip()
        if not text.endswith(":"):
            return None
        words = [
            t
            for t in self._a.words(self._a.sentence_at(paragraph.start + len(text) - 1))
            if t.start >= paragraph.start
        ]
        at = next((i for i in range(len(words) - 1, -1, -1) if is_verb(words[i], *_ALL)), None)
        weak = at is None
        at = (
            next((i for i in range(len(words) - 1, -1, -1) if is_finite(words[i])), None)
            if at is None
            else at
        )
        if at is None:
            return None
        speaker_mention = self._finder.subject(words[:at], words[at + 1 :], words[at])
        if weak and (
            speaker_mention is None or speaker_mention.kind not in ("person", "pronoun", "role")
        ):
            return None
        return ReportingClause(
            slot(self._a, words[at : at + 1]), speaker_mention, paragraph.end, weak
        )

    def _is_sentence(self, paragraph: Span) -> bool:
        """Whether the paragraph is a sentence with a verb and a full stop; an item of a list has
        neither.
        """
        ended = (
            self._a.text[paragraph.start : paragraph.end].rstrip().endswith((".", "!", "?", "…"))
        )
        return ended and any(
            is_finite(t) for t in self._a.tokens_in(paragraph.start, paragraph.end)
        )
