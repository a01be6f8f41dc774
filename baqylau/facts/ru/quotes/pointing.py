"""Sentences that report the statement before them: `Об этом заявил X`.

Comes in: an `Analysis`. Goes out: `Pointing`s.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.according import Pointing
from baqylau.facts.ru.quotes.relaying import relays
from baqylau.facts.ru.speakers.listed import listed
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.clauses import clause_end
from baqylau.facts.ru.words.speech import SentenceBlock, is_verb, sentence_blocks, slot, trimmed
from baqylau.model.span import Span
from baqylau.model.words import Token


def pointing(a: Analysis) -> Iterator[Pointing]:
    """Every sentence that reports the statement before it."""
    finder = SpeakerMentionFinder(a)
    all_blocks = sentence_blocks(a)
    for before, block in pairwise(all_blocks):
        low = a.text[block.start : block.end].lower()
        if not any(low.startswith(p + " ") for p in listed("pointing")):
            continue
        at = next(
            (
                i
                for i, t in enumerate(block.words[:10])
                if is_verb(t, "say", "direct", "impersonal", "opinion")
            ),
            None,
        )
        if (
            at is None
            or any(t.text == "," for t in block.words[:at])
            or any(n.text.lower() == "что" for n in block.words[at : at + 8])
        ):
            continue
        behind = _until_relayed(block.words, at + 1)
        speaker_mention = finder.subject(
            block.words[1:at], behind, block.words[at], after_first=True
        )
        if speaker_mention and relays(a, speaker_mention, block.words[at]):
            continue
        if speaker_mention is None and is_verb(block.words[at], "impersonal"):
            speaker_mention = next(
                (n for n in finder.all(behind, "Gen") if n.kind == "institution"),
                None,
            ) or finder.inside(behind)
        if speaker_mention:
            cue = slot(a, block.words[at : at + 1])
            yield Pointing(block.start, cue, speaker_mention, _statement(a, before))


def _until_relayed(words: Sequence[Token], first: int) -> Sequence[Token]:
    """`Об этом сообщил аким, передаёт корреспондент X`: the words before the comma behind which
    somebody relays it.
    """
    for i in range(first, len(words) - 1):
        if words[i].text == "," and is_verb(words[i + 1], "relaying"):
            return words[first:i]
    return words[first:]


def _statement(a: Analysis, block: SentenceBlock) -> Span:
    """The first clause of the sentence that is pointed at."""
    end = clause_end(block.words, 0)
    return trimmed(a.text, block.start, block.words[end - 1].end if end else block.end)
