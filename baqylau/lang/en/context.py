"""What stands beside a run of capitals. Comes in: the words of a text and the run. Goes out:
whether the words beside it say that it names a person, an organization or a place.
"""

from baqylau.lang.en import gazetteer
from baqylau.lang.en.runs import Words
from baqylau.lang.en.wordlists import entries


def initial(words: Words, a: int, b: int) -> bool:
    """`B. Akhmetzhanov`, `C K Mishra`."""
    return b - a > 1 and len(words.word(a).removesuffix(".")) == 1 and words.word(a) not in "IA"


def longest(words: Words, a: int, b: int) -> int:
    found = words.words(a, b)
    return max(gazetteer.longest("place", found), gazetteer.longest("organization", found))


def has_acronym(words: Words, a: int, b: int) -> bool:
    """Whether `(KTZ)` stands right behind."""
    short = words.word(b + 1)
    return (
        words.word(b) == "("
        and gazetteer.is_acronym(short)
        and words.word(b + 2) == ")"
        and short[0] == words.word(a)[0]
        and short not in entries("organizations", "media")
    )


def behind_position_of(words: Words, a: int) -> bool:
    """`Minister of …`, `Chairman of the …`, `Minister of Ecology and …`: the run belongs to what
    somebody is at the head of.
    """
    i = a - 1
    while i > max(a - _LONGEST_FIELD, 0):
        low = words.low(i)
        if low in ("of", "for", "to", "at") and gazetteer.is_head(words.word(i - 1)):
            return True
        if not (low in entries("words", "joiners") or low == "," or words.capital(i)):
            return False
        i -= 1
    return False


_LONGEST_FIELD = 9  # tokens of a minister's field


def is_of_place(words: Words, a: int) -> bool:
    """`the village of Shengeldi`"""
    return words.low(a - 1) == "of" and words.low(a - 2) in entries("places", "of_heads")


def is_headed(words: Words, a: int) -> bool:
    """`founder of …`, `doctor at the …`: somebody's firm or institution."""
    i = a - 1
    if words.low(i).endswith("-based"):
        i -= 1
    if words.low(i) == "the":
        i -= 1
    return words.low(i) in ("of", "at") and words.low(i - 1) in entries(
        "organizations", "headed_by"
    )


def is_firm_role(words: Words, a: int) -> bool:
    """`Turkish contractor …`, `the owner, …`: what firms are called as well as people."""
    if a in words.starts:
        return False
    i = a - 1
    if words.word(i) == ",":
        i -= 1
        if words.low(i - 1) not in ("the", "its", "their", "a", "an"):
            return False
    return words.low(i) in entries("organizations", "firm_roles")


def is_firm_behind(words: Words, b: int) -> bool:
    """`Barki Tojik, the state power company,`"""
    if words.word(b) != "," or words.low(b + 1) not in ("a", "an", "the"):
        return False
    if behind_position_of(words, b - 1):
        return False
    for i in range(b + 2, b + 8):
        if words.low(i) in entries("speakers", "institutions"):
            return words.word(i + 1) in (",", ".") or words.low(i + 1) in (
                "that",
                "of",
                "in",
                "which",
            )
        if not words.word(i).isalpha() or gazetteer.is_head(words.word(i)):
            return False
    return False


def acts(words: Words, b: int) -> bool:
    """Whether what follows says that a person was named: `, who`, `, 34,`, `said`."""
    behind = words.low(b)
    if behind == ",":
        following = words.low(b + 1)
        if following in ("a", "an", "the"):
            return any(gazetteer.is_head(words.word(b + n)) for n in (2, 3, 4))
        return following in ("who", "whose") or following.isdigit() or gazetteer.is_head(following)
    return behind in entries("speech", "said") and behind not in entries("speech", "reported")
