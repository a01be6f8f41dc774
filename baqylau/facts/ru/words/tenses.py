"""Whether a word speaks of the future. Comes in: a token. Goes out: True or False. Corrects the
tagger where it gives `будет` the present tense or takes a verb for a noun.
"""

from baqylau.lang.ru.lemmas import is_future
from baqylau.model.words import Token

_ENDINGS = ("ет", "ёт", "ит", "ут", "ют", "ат", "ят", "ся")


def tells_future(token: Token) -> bool:
    """A finite verb in the future: `вырастет`, `будет`."""
    if token.feats.get("Tense") == "Fut":
        return token.feats.get("VerbForm") == "Fin"
    if token.lemma == "быть":
        return token.text.lower().startswith("буд")
    tagged_finite = token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin"
    return not tagged_finite and token.text.endswith(_ENDINGS) and is_future(token.text.lower())
