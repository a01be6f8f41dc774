"""Speaker mentions of Kazakh: a person with a position, a pronoun, a noun phrase whose head names
an office, people or an institution. There is no tagger: endings and word lists decide.

Comes in: an `Analysis` and a stretch of its text. Goes out: `SpeakerMention`s in reading order, in
the nominative or in the genitive.
"""

from collections.abc import Iterator, Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import Kind, SpeakerMention
from baqylau.facts.kk.roles.extractor import SHARED, roles
from baqylau.facts.kk.speakers.nouns import head_kind, is_plural, phrase_start
from baqylau.facts.kk.words.datelines import dateline_end
from baqylau.facts.kk.words.nominal import (
    CLOSING,
    OPENING,
    case_of,
    is_possessed,
    stands_as_adjective,
)
from baqylau.lang.kk import cases, positions
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.speakers import listed
from baqylau.model.fact import Mention
from baqylau.model.words import Token

NOMINATIVE, GENITIVE, ANY = None, "genitive", "any"
_NAME_TAIL = 2  # letters of a name that show its nominative


def mentions(
    a: Analysis, start: int, end: int, case: str | None = NOMINATIVE
) -> list[SpeakerMention]:
    """Every speaker mention of `text[start:end]` in this case, in reading order."""
    tokens = a.tokens_in(start, end)
    found: list[SpeakerMention] = []
    i = 0
    while i < len(tokens):
        one = _at(a, tokens, i)
        if one is None:
            i += 1
            continue
        mention, of_case, last = one
        attribute = case is NOMINATIVE and _is_attribute(a, mention, tokens, last)
        if case in (of_case, ANY) and not attribute:
            found.append(mention)
        i = last
    return _apart(found)


def _at(
    a: Analysis, tokens: Sequence[Token], i: int
) -> tuple[SpeakerMention, str | None, int] | None:
    """The mention whose head or name begins at this token, its case, and the index behind it."""
    token = tokens[i]
    low = token.text.lower()
    if low in listed("pronouns") and not _is_determiner(tokens, i):
        case = GENITIVE if low in listed("genitive_pronouns") else NOMINATIVE
        return SpeakerMention("pronoun", (token,), token), case, i + 1
    name = a.mention_at(token.start)
    if name and name.start == token.start and name.type != "place":
        return _named(a, tokens, i, name)
    if name and name.type == "person":
        return None
    return _noun(a, tokens, i)


def _named(
    a: Analysis, tokens: Sequence[Token], i: int, name: Mention
) -> tuple[SpeakerMention, str | None, int] | None:
    last = next((j for j in range(i, len(tokens)) if tokens[j].start >= name.end), len(tokens))
    words = tuple(tokens[i:last])
    case = None if _in_nominative(name) else cases.case_of(words[-1].text)
    case = None if case == "nominative" else case  # `Парламент Мәжілісіндегі` is no subject
    if name.type == "person":
        start = _role_start(a, name)
        before = tuple(t for t in tokens[:i] if t.start >= start)
        honour = tokens[last].text.lower() if last < len(tokens) else ""
        if nominative(honour) in listed("honours"):  # `Келси ханымның айтуынша`
            words, case, last = (*words, tokens[last]), case_of(honour), last + 1
        return SpeakerMention("person", before + words, words[0], name), case, last
    if name.name.lower() in listed("social") or name.start < dateline_end(a):
        return None
    tail = tokens[last].text.lower() if last < len(tokens) else ""
    if (
        tail not in listed("newsroom_tails") and _office_behind(a, tokens, last) is not None
    ):  # `Қаржы министрлігінің баспасөз қызметі`
        return None
    while last < len(tokens) and tokens[last].text in CLOSING:
        last += 1
    if last < len(tokens) and tokens[last].text.lower() in listed("newsroom_tails"):
        case = case_of(tokens[last].text)
        words, last = (*words, tokens[last]), last + 1
    return SpeakerMention("institution", words, words[0], name), case, last


def _office_behind(a: Analysis, tokens: Sequence[Token], last: int) -> int | None:
    """The index of a noun behind the name to which the name belongs: `«Дала» ЖШС директоры`."""
    for j in range(last, min(last + _NEAR, len(tokens))):
        if tokens[j].text in (",", ".", ";", ":") or tokens[j].text in OPENING:
            return None
        if a.mention_at(tokens[j].start):
            return None
        if head_kind(a, tokens, j) and phrase_start(a, tokens, j) < last:
            return j
    return None


_NEAR = 4  # words between an institution and the noun that belongs to it


def _noun(
    a: Analysis, tokens: Sequence[Token], i: int
) -> tuple[SpeakerMention, str | None, int] | None:
    kind = head_kind(a, tokens, i)
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    epithet = tokens[i].text.lower() in positions.words("epithets")
    if kind is None or (epithet and following and head_kind(a, tokens, i + 1)):
        return None  # `жас ғалым` is one person
    name = a.mention_at(following.start) if following else None
    if name and name.type == "person" and _role_start(a, name) <= tokens[i].start:
        return None  # `министр Ержан Сағи`: the mention is the person
    case = case_of(tokens[i].text)
    first = phrase_start(a, tokens, i)
    if first and tokens[first - 1].text[0].isdigit() and not is_possessed(tokens[i].text.lower()):
        return None  # `2000 адам қаза тапқанын мойындады`
    words = tuple(tokens[first : i + 1])
    inner = next(
        (m for m in a.mentions_in(words[0].start, words[-1].end) if m.type == "organization"), None
    )
    kind = "people" if kind == "role" and is_plural(tokens[i]) else kind
    return SpeakerMention(kind, words, tokens[i], inner), case, i + 1


def _role_start(a: Analysis, name: Mention) -> int:
    """Where the position before a person begins, with its owner."""
    for role in roles(a):
        if role.rule == SHARED:
            continue  # other names may stand between
        if role.person.start == name.start and role.position.end <= name.start:
            owners = (role.organization, role.place, role.position)
            return min(s.start for s in owners if s and s.start <= role.position.start)
    return name.start


def _in_nominative(name: Mention) -> bool:
    return name.text[-_NAME_TAIL:].lower() == name.name[-_NAME_TAIL:].lower()


def _is_determiner(tokens: Sequence[Token], i: int) -> bool:
    """`ол кезде`, `ол үшін`: the pronoun points at no person."""
    following = tokens[i + 1].text.lower() if i + 1 < len(tokens) else ""
    return following in listed("pronoun_stops")


def _is_attribute(a: Analysis, mention: SpeakerMention, tokens: Sequence[Token], last: int) -> bool:
    """`мұғалімдер жалақысы`, `сот тыңдауынан`, `Трамп әкімшілігі`, `Мун арасындағы`: the phrase
    belongs to the word behind it and is no subject.
    """
    if mention.kind == "pronoun" or last >= len(tokens):
        return False
    following = tokens[last]
    low = following.text.lower()
    if low in listed("postpositions"):
        return True
    if nominative(low) in listed("of_a_person") and case_of(low) != "accusative":
        return True
    if mention.kind == "person":
        return False
    if a.mention_at(following.start) or not low.isalpha() or following.text[0].isupper():
        return low in ("мен", "пен", "бен")
    if low in ("мен", "пен", "бен"):
        return False
    plain = mention.kind == "people" or not is_possessed(mention.head.text.lower())
    if not plain or low in listed("behind_subject"):
        return False
    institution = mention.kind == "institution"
    return _owned(low) or (institution and _is_owned_by_institution(low, mention.mention is None))


def _owned(low: str) -> bool:
    """`жалақысы`, `жұмыстарының`: a noun that something owns."""
    return low.endswith(_OWNED) and is_possessed(low) and not stands_as_adjective(low)


_OWNED = ("сы", "сі", "лары", "лері", "дары", "дері", "тары", "тері", "сының", "сінің")


def _is_owned_by_institution(low: str, unnamed: bool) -> bool:
    """`сот тыңдауынан`, `мектеп табалдырығында`; before an accusative (`министрлік жоспарын
    жариялады`) the institution may be the subject, and one with a name before a locative
    (`Ұлттық орталық сайтында жазды`).
    """
    case = case_of(low)
    noun = is_possessed(low) and not stands_as_adjective(low)
    cases = ("genitive", "dative", "ablative")
    return noun and (case in cases or (unnamed and case in (None, "locative")))


def _apart(found: Sequence[SpeakerMention]) -> list[SpeakerMention]:
    """Of two phrases over the same words the longer one."""
    kept: list[SpeakerMention] = []
    for mention in found:
        if kept and mention.start < kept[-1].end:
            if mention.start <= kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def first(found: Sequence[SpeakerMention]) -> SpeakerMention | None:
    """The first mention; a person stands before a noun phrase of the same clause that names him."""
    return found[0] if found else None


def of_kinds(found: Sequence[SpeakerMention], *kinds: Kind) -> Iterator[SpeakerMention]:
    return (m for m in found if m.kind in kinds)
