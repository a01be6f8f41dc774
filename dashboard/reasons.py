"""Why a page gave no article, or why an edit was refused, in the reader's language: the reason as
it is stored, or the error, comes in, the words of a text of that language go out.

What a reason quotes from the page stays as it is. A reason that is not known here, such as an error
of a job, is given in the words it is stored in.
"""

import re
from collections.abc import Callable
from typing import Any

from baqylau.errors import EditError
from baqylau.masking import mask
from baqylau.model.access import LOCAL

_WRITTEN = {"label": "label", "note": "note", "reason": "because"}
"""What people write beside a correction -> its word in `corrections`."""
_KIND = re.compile(r"(?:not_article|listing|paywalled|empty|article): ")
"""What stands before the reason of a page that is no article."""
_QUOTED = re.compile(r"""(['"])(.*)\1""", re.S)
_KNOWN = {
    "front": "the site's front page",
    "section": "a page of an author, a tag or a section, with headlines that are links",
    "teasers": "{} of the text are teasers under links",
    "headlines": "{} headlines that are links, and no text",
    "no_text": "no text on the page (a gallery, a video, or a body made by scripts)",
    "status": "status {}",
    "error": "an error page: {}",
    "not_free": (
        "declared not free (isAccessibleForFree or content_tier), and only a teaser is on the page"
    ),
    "notice": "the page says: {}",
    "robot": "a check that the reader is no robot: {}",
    "redirected": "{} led to this section",
    "forum": "a forum: {}",
    "goods": "goods: {}",
    "form": "a form of the site: {}",
    "site": "a page of the site itself: {}",
    "empty": "an empty body",
    "no_html": "no HTML in the body",
    "pdf": "a PDF served as a page",
    "archive": "an archive served as a page",
    "image": "an image served as a page",
    "channel": "a channel's list of posts",
    "wordless": "a post without words",
    "same": "same body as page {}",
}
"""Key of the text -> the reason as it is stored; `{}` is what it quotes."""


def worded(stored: str, t: Callable[..., Any]) -> str:
    """The reason in the language of `t`."""
    kind = _KIND.match(stored)
    plain = stored[kind.end() :] if kind else stored
    for key, known in _KNOWN.items():
        before, open_part, after = known.partition("{}")
        if not open_part:
            if plain == known:
                return str(t("reason." + key))
        elif plain.startswith(before) and plain.endswith(after):
            part = plain[len(before) : len(plain) - len(after)]
            quoted = _QUOTED.fullmatch(part)
            return str(t("reason." + key)).replace("{}", quoted[2] if quoted else part)
    return stored


def refused(error: EditError, t: Callable[..., Any]) -> str:
    """Why a correction, label, note, merge or split was refused, in the language of `t`."""
    values = dict(error.values)
    if "field" in values:
        values["field"] = t(f"field.{values['field']}")
    if "what" in values:
        values["what"] = t(f"corrections.{_WRITTEN[str(values['what'])]}")
    if values.get("by") == LOCAL.name:
        values["by"] = t("corrections.here")
    return mask(str(t("edit_refused." + error.reason)).format(**values))
